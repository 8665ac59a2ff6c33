// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/kernel_view.h"

#include "app/studio/shell/theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

KernelView::KernelView(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void KernelView::show_kernels(std::vector<float> before, std::vector<float> after, int columns,
                              double most) {
    before_ = std::move(before);
    after_ = std::move(after);
    columns_ = std::max(1, columns);
    most_ = most > 0 ? most : 1;
    update();
}

std::vector<float> KernelView::difference() const {
    std::vector<float> difference;
    if (before_.size() == after_.size()) {
        for (std::size_t i = 0; i < before_.size(); ++i) {
            difference.push_back(after_[i] - before_[i]);
        }
    }
    return difference;
}

void KernelView::paint_kernel(QPainter& painter, const std::vector<float>& kernel,
                              const QRectF& place, const QString& caption) const {
    const double line = fontMetrics().height() + 2;
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(
        QRectF(place.left(), place.top(), place.width(), line), Qt::AlignCenter,
        fontMetrics().elidedText(caption, Qt::ElideRight, static_cast<int>(place.width())));
    const QRectF room = place.adjusted(2, line, -2, -2);
    if (kernel.empty()) {
        painter.setPen(Hues(palette()).muted);
        painter.drawText(room, Qt::AlignCenter, QStringLiteral("–"));
        return;
    }
    const int rows = static_cast<int>((kernel.size() + static_cast<std::size_t>(columns_) - 1) /
                                      static_cast<std::size_t>(columns_));
    const double side = std::min(room.width() / columns_, room.height() / rows);
    const QPointF corner(room.center().x() - side * columns_ / 2, room.top());
    const bool dark = is_dark(palette());
    const Hues hues(palette());
    QFont small = font();
    small.setPointSizeF(std::max(5.0, font().pointSizeF() * 0.75));
    const QFontMetricsF metrics(small);
    const bool numbers = side > metrics.horizontalAdvance(QStringLiteral("−0.00")) + 2;
    painter.setFont(small);
    for (std::size_t i = 0; i < kernel.size(); ++i) {
        const auto at = static_cast<int>(i);
        const QRectF cell(corner.x() + at % columns_ * side, corner.y() + at / columns_ * side,
                          side, side);
        const double value = static_cast<double>(kernel[i]);
        if (value == 0) {
            painter.fillRect(cell, QBrush(hues.muted, Qt::BDiagPattern));
        } else {
            painter.fillRect(cell, signed_colour(value / most_, dark));
        }
        if (numbers && value != 0) {
            const QColor ground = signed_colour(value / most_, dark);
            painter.setPen(ground.lightness() < 128 ? Qt::white : Qt::black);
            painter.drawText(cell, Qt::AlignCenter, QLocale().toString(value, 'f', 2));
        }
    }
    painter.setPen(hues.grid);
    painter.drawRect(QRectF(corner, QSizeF(side * columns_, side * rows)));
}

void KernelView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const double third = width() / 3.0;
    const auto place = [&](int index) { return QRectF(index * third, 0, third, height()); };
    paint_kernel(painter, before_, place(0), tr("original"));
    paint_kernel(painter, after_, place(1), tr("now"));
    paint_kernel(painter, difference(), place(2), tr("difference"));
}

} // namespace espalier::studio
