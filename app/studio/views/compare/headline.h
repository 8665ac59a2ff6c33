// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/snapshot.h"

#include <QWidget>

#include <array>

class QGridLayout;
class QLabel;

namespace espalier::studio {

/// One line for each of two networks: accuracy, size, work, energy, latency; the second with its
/// changes against the first.
class Headline final : public QWidget {
    Q_OBJECT

public:
    explicit Headline(QWidget* parent = nullptr);

    /// Either may be null.
    void show_sides(const SnapshotPtr& a, const SnapshotPtr& b);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    static constexpr std::size_t kFigures = 6;

    void retranslate();
    /// As many figures beside each other as there is room for, in one line or two.
    void arrange();

    QGridLayout* grid_;
    std::array<QLabel*, 4> sides_{}; ///< A and B, for the second line again
    int across_ = 0;                 ///< figures in one line
    std::array<QLabel*, kFigures> titles_{};
    std::array<QLabel*, kFigures> a_{};
    std::array<QLabel*, kFigures> b_{};
};

} // namespace espalier::studio
