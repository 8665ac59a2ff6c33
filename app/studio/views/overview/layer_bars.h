// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace espalier::studio {

/// One line for each layer: what it was as a grey bar, and what is left of it as a narrower
/// coloured one over it, with the number. Lives in a scroll area; click or Up and Down choose a
/// layer.
class LayerBars final : public QWidget {
    Q_OBJECT

public:
    struct Bar {
        QString origin;
        std::optional<double> before; ///< nullopt: not known
        std::optional<double> after;
    };

    explicit LayerBars(QWidget* parent = nullptr);

    void set_bars(std::vector<Bar> bars, std::function<QString(double)> format);
    void set_selected(const QString& origin);

    [[nodiscard]] const std::vector<Bar>& bars() const { return bars_; }

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return {180, sizeHint().height()}; }

Q_SIGNALS:
    void chosen(const QString& origin);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int row_height() const;
    [[nodiscard]] int selected_index() const;
    [[nodiscard]] QString value_text(const Bar& bar) const;

    std::vector<Bar> bars_;
    std::function<QString(double)> format_;
    QString selected_;
};

} // namespace espalier::studio
