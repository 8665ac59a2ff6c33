// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/heat_cells.h"

#include <QImage>
#include <QWidget>

namespace espalier::studio {

/// A weight as a picture: blue below zero, red above, zeros hatched. The pointer or the arrow keys
/// read single weights.
class HeatMap final : public QWidget {
    Q_OBJECT

public:
    explicit HeatMap(QWidget* parent = nullptr);

    void show_cells(HeatCells cells, const WeightGrid& grid);
    void clear();

    [[nodiscard]] const HeatCells& cells() const { return cells_; }

    /// "w[o=3, i=0, y=1, x=2] = −0.0312" of a cell.
    [[nodiscard]] QString read(std::int64_t row, std::int64_t column) const;

    [[nodiscard]] QSize sizeHint() const override { return {280, 220}; }

    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void draw_image();
    void move_cursor(std::int64_t row, std::int64_t column);
    [[nodiscard]] QRectF picture_rect() const;
    void paint_scale(QPainter& painter, const QRectF& place) const;

    HeatCells cells_;
    WeightGrid grid_;
    QImage image_;
    std::int64_t cursor_row_ = -1;
    std::int64_t cursor_column_ = -1;
};

} // namespace espalier::studio
