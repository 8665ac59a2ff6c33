// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/train/rate_strip.h"

#include "app/studio/shell/theme.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace espalier::studio {

RateStrip::RateStrip(QWidget* parent)
    : QWidget(parent) {
    setMinimumHeight(36);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RateStrip::set_schedule(const Schedule& schedule, std::size_t done, std::size_t steps) {
    schedule_ = schedule;
    done_ = done;
    steps_ = steps;
    update();
}

void RateStrip::set_label(const QString& label) {
    label_ = label;
    setAccessibleName(label);
    update();
}

void RateStrip::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Hues hues(palette());
    const QFontMetrics metrics = fontMetrics();
    QString text = label_;
    if (steps_ > 0) {
        const std::size_t now = done_ > 0 ? done_ - 1 : 0;
        text += u' ' + QLocale().toString(schedule_.at(now, steps_), 'g', 3);
    }
    const int head =
        std::min(metrics.horizontalAdvance(label_ + QStringLiteral(" 0.000123")) + 8, width() / 2);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(0, 0, head, height()), Qt::AlignVCenter | Qt::AlignLeft, text);
    const QRectF area(head, 4, width() - head - 4, height() - 8);
    painter.fillRect(area, palette().color(QPalette::Base));
    if (steps_ == 0 || !(schedule_.rate > 0)) {
        return;
    }
    QPainterPath curve;
    constexpr int kPoints = 200;
    for (int i = 0; i <= kPoints; ++i) {
        const auto step = std::min(steps_ - 1, steps_ * static_cast<std::size_t>(i) / kPoints);
        const double y =
            area.bottom() - schedule_.at(step, steps_) / schedule_.rate * (area.height() - 2);
        const double x = area.left() + area.width() * i / kPoints;
        if (i == 0) {
            curve.moveTo(x, y);
        } else {
            curve.lineTo(x, y);
        }
    }
    const double reached =
        area.left() + area.width() * static_cast<double>(done_) / static_cast<double>(steps_);
    QColor wash = hues.after;
    wash.setAlphaF(0.18F);
    painter.fillRect(QRectF(area.topLeft(), QPointF(reached, area.bottom())), wash);
    painter.setPen(QPen(hues.after, 2));
    painter.drawPath(curve);
    painter.setPen(QPen(hues.accent, 2));
    painter.drawLine(QPointF(reached, area.top()), QPointF(reached, area.bottom()));
}

} // namespace espalier::studio
