// SPDX-License-Identifier: GPL-3.0-or-later
// The array of processing elements as a picture of shares: how many of its elements multiply, wait
// and have no work in one layer. The model counts elements, it does not place them: cells are
// filled in reading order, and the caption says so.
#pragma once

#include "app/studio/views/hardware/cost_rows.h"

#include <QWidget>

namespace espalier::studio {

class ArrayPicture : public QWidget {
    Q_OBJECT

public:
    explicit ArrayPicture(QWidget* parent = nullptr);

    /// `use` is nullopt where nothing is known or nothing multiplies.
    void set_array(int rows, int columns, std::optional<ArrayUse> use);
    /// Above the picture, and below it.
    void set_texts(const QString& head, const QString& caption);
    /// Busy, waiting, idle.
    void set_legend(const QStringList& names);

    [[nodiscard]] QSize sizeHint() const override { return {320, 220}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paint_cells(QPainter& painter, const QRectF& area) const;
    int paint_legend(QPainter& painter, int top) const;

    int rows_ = 0;
    int columns_ = 0;
    std::optional<ArrayUse> use_;
    QString head_;
    QString caption_;
    QStringList legend_;
};

} // namespace espalier::studio
