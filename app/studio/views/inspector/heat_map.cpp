// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/heat_map.h"

#include "app/studio/shell/theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::studio {

HeatMap::HeatMap(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("weight-map"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void HeatMap::show_cells(HeatCells cells, const WeightGrid& grid) {
    cells_ = std::move(cells);
    grid_ = grid;
    cursor_row_ = std::min(cursor_row_, cells_.rows - 1);
    cursor_column_ = std::min(cursor_column_, cells_.columns - 1);
    draw_image();
    update();
}

void HeatMap::clear() {
    show_cells({}, {});
}

void HeatMap::draw_image() {
    // As many colours as eight bits tell apart: cheaper to look up than to mix for each cell.
    constexpr int kShades = 256;
    std::array<QRgb, 2 * kShades + 1> colours;
    image_ = QImage(static_cast<int>(cells_.columns), static_cast<int>(cells_.rows),
                    QImage::Format_ARGB32);
    const bool dark = is_dark(palette());
    for (int shade = -kShades; shade <= kShades; ++shade) {
        const double root = static_cast<double>(shade) / kShades;
        colours[static_cast<std::size_t>(shade + kShades)] =
            signed_colour(root * std::abs(root), dark).rgb();
    }
    const float scale = cells_.most > 0 ? 1 / cells_.most : 0;
    const auto colour_of = [&](float value) {
        const float root = std::sqrt(std::min(std::abs(value) * scale, 1.0F));
        const int shade = static_cast<int>(root * kShades + 0.5F);
        return colours[static_cast<std::size_t>(kShades + (value < 0 ? -shade : shade))];
    };
    for (int row = 0; row < image_.height(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(image_.scanLine(row));
        for (int column = 0; column < image_.width(); ++column) {
            const float value = cells_.values[cells_.cell(row, column)];
            // Zeros are holes, through which the hatching shows.
            line[column] = value == 0             ? qRgba(0, 0, 0, 0)
                           : std::isfinite(value) ? colour_of(value)
                                                  : qRgb(255, 0, 255);
        }
    }
}

QString HeatMap::read(std::int64_t row, std::int64_t column) const {
    if (row < 0 || column < 0 || row >= cells_.rows || column >= cells_.columns) {
        return {};
    }
    const std::size_t cell = cells_.cell(row, column);
    // The element's place, from its index in the tensor.
    const std::int64_t element = cells_.element[cell];
    const std::int64_t inside = element % grid_.kernel();
    const std::int64_t pair = element / grid_.kernel();
    const std::int64_t o = grid_.inputs_first ? pair % grid_.outputs : pair / grid_.inputs;
    const std::int64_t i = grid_.inputs_first ? pair / grid_.outputs : pair % grid_.inputs;
    const QString place = grid_.kernel() == 1 ? QStringLiteral("w[o=%1, i=%2]").arg(o).arg(i)
                                              : QStringLiteral("w[o=%1, i=%2, y=%3, x=%4]")
                                                    .arg(o)
                                                    .arg(i)
                                                    .arg(inside / grid_.width)
                                                    .arg(inside % grid_.width);
    return QStringLiteral("%1 = %2").arg(
        place, QLocale().toString(static_cast<double>(cells_.values[cell]), 'g', 4));
}

QRectF HeatMap::picture_rect() const {
    const double foot = 2.0 * fontMetrics().height() + 8;
    return QRectF(rect()).adjusted(4, 2, -4, -foot);
}

void HeatMap::paint_scale(QPainter& painter, const QRectF& place) const {
    const QString end = QLocale().toString(static_cast<double>(cells_.most), 'g', 3);
    const double words = fontMetrics().horizontalAdvance(QStringLiteral("−") + end) + 6;
    const double hatch = fontMetrics().horizontalAdvance(tr("zero")) + 26;
    const QRectF bar(place.left() + words, place.top() + 3,
                     std::max(10.0, place.width() - 2 * words - hatch), place.height() - 6);
    const bool dark = is_dark(palette());
    QLinearGradient colours(bar.topLeft(), bar.topRight());
    for (int stop = 0; stop <= 16; ++stop) {
        colours.setColorAt(stop / 16.0, signed_colour(stop / 8.0 - 1, dark));
    }
    painter.fillRect(bar, colours);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(QRectF(place.left(), place.top(), words - 4, place.height()),
                     Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("−") + end);
    painter.drawText(QRectF(bar.right() + 4, place.top(), words, place.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, end);
    const QRectF zero(place.right() - hatch + 6, bar.top(), 16, bar.height());
    painter.fillRect(zero, QBrush(Hues(palette()).muted, Qt::BDiagPattern));
    painter.drawText(QRectF(zero.right() + 3, place.top(), hatch, place.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("zero"));
}

void HeatMap::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (image_.isNull()) {
        return;
    }
    const Hues hues(palette());
    const QRectF picture = picture_rect();
    painter.fillRect(picture, QBrush(hues.muted, Qt::BDiagPattern));
    painter.drawImage(picture, image_);
    painter.setPen(hues.grid);
    painter.drawRect(picture);
    const double line = fontMetrics().height() + 2;
    const QRectF scale(picture.left(), picture.bottom() + 3, picture.width(), line);
    paint_scale(painter, scale);
    const QRectF words(picture.left(), scale.bottom(), picture.width(), line);
    painter.setPen(palette().color(QPalette::Text));
    QString text = read(cursor_row_, cursor_column_);
    if (text.isEmpty()) {
        text = cells_.block_rows * cells_.block_columns == 1
                   ? tr("%1 outputs × %2 inputs").arg(grid_.outputs).arg(grid_.columns())
                   : tr("a cell: the largest of %1 × %2 weights")
                         .arg(cells_.block_rows)
                         .arg(cells_.block_columns);
    } else {
        const double wide = picture.width() / static_cast<double>(cells_.columns);
        const double high = picture.height() / static_cast<double>(cells_.rows);
        painter.setPen(QPen(hues.accent, 2));
        painter.drawRect(QRectF(picture.left() + static_cast<double>(cursor_column_) * wide,
                                picture.top() + static_cast<double>(cursor_row_) * high,
                                std::max(wide, 3.0), std::max(high, 3.0)));
        painter.setPen(palette().color(QPalette::Text));
    }
    painter.drawText(
        words, Qt::AlignLeft | Qt::AlignVCenter,
        fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(words.width())));
    if (hasFocus()) {
        painter.setPen(QPen(hues.accent, 1, Qt::DotLine));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void HeatMap::move_cursor(std::int64_t row, std::int64_t column) {
    cursor_row_ = row;
    cursor_column_ = column;
    setAccessibleDescription(read(row, column));
    update();
}

void HeatMap::mouseMoveEvent(QMouseEvent* event) {
    const QRectF picture = picture_rect();
    const QPointF place = event->position();
    if (!picture.contains(place) || cells_.rows == 0) {
        move_cursor(-1, -1);
        return;
    }
    const auto along = [](double offset, double length, std::int64_t cells) {
        return std::clamp<std::int64_t>(
            static_cast<std::int64_t>(offset / length * static_cast<double>(cells)), 0, cells - 1);
    };
    move_cursor(along(place.y() - picture.top(), picture.height(), cells_.rows),
                along(place.x() - picture.left(), picture.width(), cells_.columns));
}

void HeatMap::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    if (!hasFocus()) {
        move_cursor(-1, -1);
    }
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
    const int down = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const int right = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if ((down == 0 && right == 0) || cells_.rows == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    move_cursor(std::clamp<std::int64_t>(cursor_row_ + down, 0, cells_.rows - 1),
                std::clamp<std::int64_t>(cursor_column_ + right, 0, cells_.columns - 1));
}

void HeatMap::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        draw_image();
        update();
    }
}

} // namespace espalier::studio
