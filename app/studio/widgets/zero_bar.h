// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

namespace espalier::studio {

/// The share of zeros, original and now, as a hatched bar with its figures.
class ZeroBar final : public QWidget {
    Q_OBJECT

public:
    explicit ZeroBar(QWidget* parent = nullptr);

    /// Shares in [0, 1]; nullopt where there is nothing to show.
    void show_shares(std::optional<double> before, std::optional<double> after);

    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<double> before_;
    std::optional<double> after_;
};

} // namespace espalier::studio
