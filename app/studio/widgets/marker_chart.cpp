// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/marker_chart.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/chart_style.h"

#include <QChart>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr double kReach = 12; ///< pixels from the line at which it is taken hold of
constexpr double kHandle = 6;

} // namespace

MarkerChart::MarkerChart(QWidget* parent)
    : QChartView(new QChart, parent) {
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMinimumHeight(140);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    // The foreground is drawn over whatever changed.
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    chart()->legend()->hide();
    style_chart(*chart(), palette(), font());
}

void MarkerChart::set_marker(std::optional<double> x, const QString& label) {
    marker_ = x;
    label_ = label;
    setAccessibleDescription(label);
    viewport()->update();
}

void MarkerChart::set_mirrored(bool mirrored) {
    mirrored_ = mirrored;
}

void MarkerChart::set_steps(double step, double low, double high) {
    step_ = step;
    low_ = low;
    high_ = high;
}

void MarkerChart::set_ticks(std::vector<double> ticks) {
    ticks_ = std::move(ticks);
    viewport()->update();
}

double MarkerChart::pixel_of(double x) const {
    return chart()->series().isEmpty() ? 0 : chart()->mapToPosition(QPointF(x, 1)).x();
}

double MarkerChart::value_at(double pixel) const {
    if (chart()->series().isEmpty()) {
        return 0;
    }
    return chart()->mapToValue(QPointF(pixel, chart()->plotArea().center().y())).x();
}

void MarkerChart::draw_line(QPainter& painter, double x, bool handle) const {
    const Hues hues(palette());
    const QRectF plot = chart()->plotArea();
    const double pixel = pixel_of(x);
    if (pixel < plot.left() - 1 || pixel > plot.right() + 1) {
        return;
    }
    painter.setPen(QPen(hues.accent, handle ? 2 : 1, handle ? Qt::SolidLine : Qt::DashLine));
    painter.drawLine(QPointF(pixel, plot.top()), QPointF(pixel, plot.bottom()));
    if (!handle) {
        return;
    }
    painter.setBrush(hues.accent);
    painter.drawEllipse(QPointF(pixel, plot.top() + kHandle), kHandle, kHandle);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Text), 1));
        painter.drawEllipse(QPointF(pixel, plot.top() + kHandle), kHandle + 3, kHandle + 3);
    }
    if (!label_.isEmpty()) {
        const QFontMetricsF metrics(font());
        const double width = metrics.horizontalAdvance(label_) + 8;
        const bool right = pixel + kHandle + width < plot.right();
        const QRectF box(right ? pixel + kHandle + 4 : pixel - kHandle - 4 - width, plot.top(),
                         width, metrics.height() + 2);
        QColor ground = palette().color(QPalette::Base);
        ground.setAlpha(210);
        painter.fillRect(box, ground);
        painter.setPen(palette().color(QPalette::Text));
        painter.setFont(font());
        painter.drawText(box, Qt::AlignCenter, label_);
    }
}

void MarkerChart::drawForeground(QPainter* painter, const QRectF& exposed) {
    QChartView::drawForeground(painter, exposed);
    painter->save();
    const QRectF plot = chart()->plotArea();
    painter->setPen(QPen(palette().color(QPalette::Text), 1));
    for (const double tick : ticks_) {
        const double pixel = pixel_of(tick);
        if (pixel >= plot.left() && pixel <= plot.right()) {
            painter->drawLine(QPointF(pixel, plot.bottom() - 7), QPointF(pixel, plot.bottom()));
        }
    }
    if (marker_) {
        if (mirrored_) {
            draw_line(*painter, -*marker_, false);
        }
        draw_line(*painter, *marker_, true);
    }
    painter->restore();
}

bool MarkerChart::near_marker(double pixel) const {
    return marker_ && (std::abs(pixel_of(*marker_) - pixel) < kReach ||
                       (mirrored_ && std::abs(pixel_of(-*marker_) - pixel) < kReach));
}

void MarkerChart::move_to(double x) {
    const double inside = std::clamp(mirrored_ ? std::abs(x) : x, low_, high_);
    if (marker_ && *marker_ != inside) {
        marker_ = inside;
        viewport()->update();
        Q_EMIT marker_moved(inside);
    }
}

void MarkerChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && near_marker(event->position().x())) {
        dragging_ = true;
        event->accept();
        return;
    }
    QChartView::mousePressEvent(event);
}

void MarkerChart::mouseMoveEvent(QMouseEvent* event) {
    if (dragging_) {
        move_to(value_at(event->position().x()));
        return;
    }
    viewport()->setCursor(near_marker(event->position().x()) ? Qt::SplitHCursor : Qt::ArrowCursor);
    QChartView::mouseMoveEvent(event);
}

void MarkerChart::mouseReleaseEvent(QMouseEvent* event) {
    if (dragging_ && event->button() == Qt::LeftButton) {
        dragging_ = false;
        Q_EMIT marker_released();
        return;
    }
    QChartView::mouseReleaseEvent(event);
}

void MarkerChart::keyPressEvent(QKeyEvent* event) {
    if (!marker_) {
        QChartView::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        move_to(std::max(low_, *marker_ - step_));
        break;
    case Qt::Key_Right:
        move_to(*marker_ + step_);
        break;
    case Qt::Key_PageDown:
        move_to(std::max(low_, *marker_ - 10 * step_));
        break;
    case Qt::Key_PageUp:
        move_to(*marker_ + 10 * step_);
        break;
    case Qt::Key_Home:
        move_to(low_);
        break;
    case Qt::Key_End:
        move_to(high_);
        break;
    default:
        QChartView::keyPressEvent(event);
    }
}

void MarkerChart::keyReleaseEvent(QKeyEvent* event) {
    // A key held down is one gesture.
    if (marker_ && !event->isAutoRepeat()) {
        Q_EMIT marker_released();
    }
    QChartView::keyReleaseEvent(event);
}

void MarkerChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        style_chart(*chart(), palette(), font());
    }
}

} // namespace espalier::studio
