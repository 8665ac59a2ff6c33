// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/compare/difference_picture.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/table_data.h"

#include <QHelpEvent>
#include <QLinearGradient>
#include <QPainter>
#include <QToolTip>

namespace espalier::studio {

DifferencePicture::DifferencePicture(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("compare-difference-picture"));
}

void DifferencePicture::set_map(DifferenceMap map, const QString& nothing) {
    map_ = std::move(map);
    nothing_ = nothing;
    colour();
}

void DifferencePicture::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        colour();
    }
}

void DifferencePicture::colour() {
    image_ = QImage(map_.columns, map_.rows, QImage::Format_RGB32);
    const bool dark = is_dark(palette());
    for (int row = 0; row < map_.rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image_.scanLine(row));
        for (int column = 0; column < map_.columns; ++column) {
            const double value = map_.cells[static_cast<std::size_t>(row * map_.columns + column)];
            line[column] = signed_colour(map_.largest > 0 ? value / map_.largest : 0, dark).rgb();
        }
    }
    update();
}

QRectF DifferencePicture::picture_area() const {
    const double foot = fontMetrics().height() + 8;
    return QRectF(rect()).adjusted(6, 4, -6, -foot);
}

void DifferencePicture::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (image_.isNull()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         nothing_);
        return;
    }
    const QRectF area = picture_area();
    painter.drawImage(area, image_);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(area);
    const bool dark = is_dark(palette());
    const QString low = cell_text(-map_.largest, 3);
    const QString high = u'+' + cell_text(map_.largest, 3);
    const QRectF foot(area.left(), area.bottom() + 4, area.width(), fontMetrics().height());
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(foot, Qt::AlignLeft, low);
    painter.drawText(foot, Qt::AlignRight, high);
    const double edge =
        std::max(fontMetrics().horizontalAdvance(low), fontMetrics().horizontalAdvance(high)) + 8;
    const QRectF bar = foot.adjusted(edge, 3, -edge, -3);
    if (bar.width() > 20) {
        QLinearGradient gradient(bar.topLeft(), bar.topRight());
        for (int i = 0; i <= 16; ++i) {
            gradient.setColorAt(i / 16.0, signed_colour(i / 8.0 - 1, dark));
        }
        painter.fillRect(bar, gradient);
    }
}

bool DifferencePicture::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || image_.isNull()) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRectF area = picture_area();
    if (!area.contains(help->pos())) {
        QToolTip::hideText();
        return true;
    }
    const int column =
        std::min(static_cast<int>((help->pos().x() - area.left()) / area.width() * map_.columns),
                 map_.columns - 1);
    const int row =
        std::min(static_cast<int>((help->pos().y() - area.top()) / area.height() * map_.rows),
                 map_.rows - 1);
    const double value = map_.cells[static_cast<std::size_t>(row * map_.columns + column)];
    QToolTip::showText(help->globalPos(),
                       tr("output %1, input %2: B − A = %3")
                           .arg(row * map_.outputs / map_.rows)
                           .arg(column * map_.inputs / map_.columns)
                           .arg(cell_text(value, 3)),
                       this);
    return true;
}

} // namespace espalier::studio
