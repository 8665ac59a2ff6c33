// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/graph/colour_legend.h"

#include "app/studio/shell/theme.h"

#include <QLinearGradient>
#include <QPainter>

#include <cmath>

namespace espalier::studio {

void ColourLegend::set_scale(const GraphColouring& colouring, const QString& title,
                             const QString& low, const QString& high) {
    colouring_ = colouring;
    title_ = title;
    low_ = low;
    high_ = high;
    setAccessibleName(QStringLiteral("%1: %2 – %3").arg(title, low, high));
    updateGeometry();
    update();
}

QSize ColourLegend::sizeHint() const {
    const int text = fontMetrics().horizontalAdvance(title_ + low_ + high_);
    return {text + 190, std::max(24, fontMetrics().height() + 8)};
}

QColor ColourLegend::colour(const GraphColouring& colouring, const std::optional<double>& value,
                            const QPalette& palette) {
    if (!value) {
        return palette.color(QPalette::Button);
    }
    const double t = colouring.place(*value);
    return colouring.metric == GraphMetric::Change ? signed_colour(t, is_dark(palette))
                                                   : magnitude_colour(t);
}

void ColourLegend::draw(QPainter& painter, const QRectF& area) const {
    if (colouring_.metric == GraphMetric::Operators || title_.isEmpty()) {
        return;
    }
    const QFontMetricsF metrics(painter.font());
    double x = area.left() + 8;
    const auto write = [&](const QString& text) {
        const double width = metrics.horizontalAdvance(text);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRectF(x, area.top(), width + 2, area.height()), Qt::AlignVCenter, text);
        x += width + 8;
    };
    write(title_);
    x += 8;
    write(low_);
    const QRectF bar(x, area.center().y() - 6, 120, 12);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    const bool change = colouring_.metric == GraphMetric::Change;
    for (int i = 0; i <= 16; ++i) {
        const double t = i / 16.0;
        gradient.setColorAt(t, change ? signed_colour(2 * t - 1, is_dark(palette()))
                                      : magnitude_colour(t));
    }
    painter.fillRect(bar, gradient);
    painter.setPen(palette().color(QPalette::Dark));
    painter.drawRect(bar);
    x = bar.right() + 8;
    write(high_);
}

void ColourLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    draw(painter, rect());
}

} // namespace espalier::studio
