// SPDX-License-Identifier: GPL-3.0-or-later
// The array of processing elements: element by element in one cycle of a schedule, or as a picture
// of shares, how many of them multiply, wait and have no work over a whole layer. Shares are not
// placed: cells are filled in reading order, and the caption says so.
#pragma once

#include "app/studio/views/hardware/cost_rows.h"
#include "hwmodel/schedule.h"

#include <QWidget>

#include <vector>

namespace espalier::studio {

class ArrayPicture : public QWidget {
    Q_OBJECT

public:
    explicit ArrayPicture(QWidget* parent = nullptr);

    /// `use` is nullopt where nothing is known or nothing multiplies.
    void set_array(int rows, int columns, std::optional<ArrayUse> use);
    /// Each element in one cycle, row by row; empty shows the shares again.
    void set_states(std::vector<hw::ElementState> states);
    /// Above the picture, and below it.
    void set_texts(const QString& head, const QString& caption);
    /// Busy, waiting, idle, loading.
    void set_legend(const QStringList& names);

    [[nodiscard]] QSize sizeHint() const override { return {320, 220}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paint_shares(QPainter& painter, const QRectF& box, double cell) const;
    void paint_states(QPainter& painter, const QRectF& box) const;
    void paint_cells(QPainter& painter, const QRectF& area) const;
    int paint_legend(QPainter& painter, int top) const;

    int rows_ = 0;
    int columns_ = 0;
    std::optional<ArrayUse> use_;
    std::vector<hw::ElementState> states_;
    QString head_;
    QString caption_;
    QStringList legend_;
};

} // namespace espalier::studio
