// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/pareto/pareto_chart.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/chart_style.h"

#include <QChart>
#include <QEvent>
#include <QLegend>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QMouseEvent>
#include <QScatterSeries>
#include <QToolTip>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr double kMarker = 10;
constexpr double kReach = 12; // pixels from which a point or a line is grasped

void set_range(QAbstractAxis* axis, double low, double high) {
    if (auto* log = qobject_cast<QLogValueAxis*>(axis)) {
        log->setRange(std::pow(10, std::floor(std::log10(low))),
                      std::pow(10, std::ceil(std::log10(high))));
    } else if (auto* linear = qobject_cast<QValueAxis*>(axis)) {
        linear->setRange(low, high);
        linear->applyNiceNumbers();
    }
}

} // namespace

ParetoChart::ParetoChart(QWidget* parent)
    : QChartView(new QChart, parent)
    , front_line_(new QLineSeries)
    , best_(new QScatterSeries)
    , rest_(new QScatterSeries)
    , outside_(new QScatterSeries)
    , marked_(new QScatterSeries) {
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMinimumHeight(180);
    setMouseTracking(true);
    for (QXYSeries* series :
         std::initializer_list<QXYSeries*>{front_line_, marked_, rest_, outside_, best_}) {
        chart()->addSeries(series);
    }
    for (QScatterSeries* series : {best_, rest_, outside_}) {
        series->setMarkerSize(kMarker);
    }
    rest_->setMarkerShape(QScatterSeries::MarkerShapeRectangle);
    marked_->setMarkerSize(kMarker * 1.9);
    chart()->legend()->setAlignment(Qt::AlignTop);
    set_axes({Measure::StoredBytes, false}, {Measure::Accuracy, false});
}

void ParetoChart::make_axis(const Axis& axis, Qt::Alignment edge) {
    QAbstractAxis* made = nullptr;
    if (axis.logarithmic) {
        auto* log = new QLogValueAxis;
        log->setBase(10);
        log->setMinorTickCount(8);
        log->setLabelFormat(QStringLiteral("%g"));
        made = log;
    } else {
        auto* linear = new QValueAxis;
        const bool whole = axis.measure != Measure::Accuracy &&
                           axis.measure != Measure::ModelledLatency &&
                           axis.measure != Measure::MeasuredLatency;
        linear->setLabelFormat(axis.measure == Measure::Accuracy ? QStringLiteral("%.1f")
                               : whole                           ? QStringLiteral("%.0f")
                                                                 : QStringLiteral("%g"));
        made = linear;
    }
    made->setTitleText(measure_title(axis.measure));
    chart()->addAxis(made, edge);
    const auto all = chart()->series();
    for (QAbstractSeries* series : all) {
        series->attachAxis(made);
    }
}

void ParetoChart::set_axes(const Axis& x, const Axis& y) {
    x_ = x;
    y_ = y;
    const auto old = chart()->axes();
    for (QAbstractAxis* axis : old) {
        chart()->removeAxis(axis);
        delete axis;
    }
    make_axis(x_, Qt::AlignBottom);
    make_axis(y_, Qt::AlignLeft);
    restyle();
    set_points(points_, limits_);
}

std::optional<Coordinates> ParetoChart::place(const ParetoPoint& point) const {
    const auto x = point.value(x_.measure);
    const auto y = point.value(y_.measure);
    if (!x || !y || !std::isfinite(*x) || !std::isfinite(*y) || (x_.logarithmic && *x <= 0) ||
        (y_.logarithmic && *y <= 0)) {
        return std::nullopt;
    }
    return Coordinates{*x, *y};
}

std::optional<double> ParetoChart::limit(Measure measure) const {
    return measure == Measure::Accuracy      ? limits_.least_accuracy
           : measure == Measure::StoredBytes ? limits_.most_bytes
                                             : std::nullopt;
}

void ParetoChart::set_points(const std::vector<ParetoPoint>& points, const Limits& limits) {
    points_ = points;
    limits_ = limits;
    places_.clear();
    for (const ParetoPoint& point : points_) {
        places_.push_back(place(point));
    }
    front_ = pareto_front(places_, better(x_.measure), better(y_.measure));
    QList<QPointF> best;
    QList<QPointF> rest;
    QList<QPointF> outside;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        if (!places_[i]) {
            continue;
        }
        const QPointF at(places_[i]->x, places_[i]->y);
        if (!limits_.met_by(points_[i].snapshot->metrics)) {
            outside << at;
        } else if (std::find(front_.begin(), front_.end(), i) != front_.end()) {
            best << at;
        } else {
            rest << at;
        }
    }
    std::vector<Coordinates> corners;
    for (const std::size_t i : front_) {
        corners.push_back(*places_[i]);
    }
    QList<QPointF> line;
    for (const Coordinates& corner : front_steps(corners, better(x_.measure))) {
        line << QPointF(corner.x, corner.y);
    }
    best_->replace(best);
    rest_->replace(rest);
    outside_->replace(outside);
    front_line_->replace(line);
    if (grip_ == Grip::None) {
        fit_axes(); // not under the pointer that drags a limit
    }
    set_selected(selected_);
}

void ParetoChart::fit_axes() {
    const auto fit = [this](Qt::Orientation way, const Axis& axis, auto value) {
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        const auto take = [&](double each) {
            low = std::min(low, each);
            high = std::max(high, each);
        };
        for (const auto& place : places_) {
            if (place) {
                take(value(*place));
            }
        }
        if (const auto line = limit(axis.measure)) {
            take(*line);
        }
        if (!(low <= high)) {
            low = axis.measure == Measure::Accuracy ? 0 : 1;
            high = 100;
        }
        if (!axis.logarithmic) {
            const double room = std::max((high - low) * 0.08, std::abs(high) * 0.005);
            low = std::max(axis.measure == Measure::Accuracy ? 0.0 : -1e300, low - room);
            high = axis.measure == Measure::Accuracy ? std::min(100.0, high + room) : high + room;
            low = std::max(low, 0.0);
        }
        set_range(chart()->axes(way).constFirst(), low, high);
    };
    fit(Qt::Horizontal, x_, [](const Coordinates& at) { return at.x; });
    fit(Qt::Vertical, y_, [](const Coordinates& at) { return at.y; });
}

void ParetoChart::set_selected(int index) {
    selected_ = index;
    QList<QPointF> marks;
    if (index >= 0 && static_cast<std::size_t>(index) < places_.size() &&
        places_[static_cast<std::size_t>(index)]) {
        const Coordinates& at = *places_[static_cast<std::size_t>(index)];
        marks << QPointF(at.x, at.y);
    }
    marked_->replace(marks);
    viewport()->update();
}

void ParetoChart::retranslate() {
    chart()->axes(Qt::Horizontal).constFirst()->setTitleText(measure_title(x_.measure));
    chart()->axes(Qt::Vertical).constFirst()->setTitleText(measure_title(y_.measure));
    front_line_->setName(tr("Front"));
    best_->setName(tr("Not beaten"));
    rest_->setName(tr("Beaten by another"));
    outside_->setName(tr("Over a limit"));
    const auto markers = chart()->legend()->markers(marked_);
    for (QLegendMarker* marker : markers) {
        marker->setVisible(false);
    }
}

void ParetoChart::restyle() {
    const Hues hues(palette());
    style_chart(*chart(), palette(), font());
    front_line_->setPen(QPen(hues.after, 2));
    best_->setColor(hues.after);
    best_->setBorderColor(palette().color(QPalette::Base));
    rest_->setColor(hues.before);
    rest_->setBorderColor(palette().color(QPalette::Base));
    outside_->setColor(Qt::transparent);
    outside_->setPen(QPen(hues.muted, 2));
    marked_->setColor(Qt::transparent);
    marked_->setPen(QPen(hues.accent, 2));
    viewport()->update();
}

void ParetoChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
    }
}

// --- limits and labels, drawn over the chart

QPointF ParetoChart::position_on(bool vertical, double value) const {
    // The other coordinate must be one that logarithmic axes have a place for.
    const Axis& other = vertical ? y_ : x_;
    QAbstractAxis* axis = chart()->axes(vertical ? Qt::Vertical : Qt::Horizontal).constFirst();
    const double fallback = other.logarithmic ? static_cast<QLogValueAxis*>(axis)->min()
                                              : static_cast<QValueAxis*>(axis)->min();
    return chart()->mapToPosition(vertical ? QPointF(value, fallback) : QPointF(fallback, value),
                                  front_line_);
}

void ParetoChart::draw_limit(QPainter& painter, bool vertical, double value,
                             Measure measure) const {
    const Hues hues(palette());
    const QRectF plot = chart()->plotArea();
    const QPointF at = position_on(vertical, value);
    const double x = at.x();
    const double y = at.y();
    const bool inside = vertical ? x >= plot.left() - 1 && x <= plot.right() + 1
                                 : y >= plot.top() - 1 && y <= plot.bottom() + 1;
    if (!inside) {
        return;
    }
    QColor wash = hues.accent;
    wash.setAlphaF(0.10F);
    const bool upper = better(measure) == Better::Lower; // what lies above the limit is out
    if (vertical) {
        painter.fillRect(upper ? QRectF(QPointF(x, plot.top()), plot.bottomRight())
                               : QRectF(plot.topLeft(), QPointF(x, plot.bottom())),
                         wash);
    } else {
        painter.fillRect(upper ? QRectF(plot.topLeft(), QPointF(plot.right(), y))
                               : QRectF(QPointF(plot.left(), y), plot.bottomRight()),
                         wash);
    }
    painter.setPen(QPen(hues.accent, 2, Qt::DashLine));
    if (vertical) {
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    } else {
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
    painter.setPen(hues.accent);
    const QString text =
        (upper ? QStringLiteral("≤ ") : QStringLiteral("≥ ")) + measure_text(measure, value);
    const QFontMetricsF metrics(font());
    if (vertical) {
        const double left = std::min(x + 4, plot.right() - metrics.horizontalAdvance(text));
        painter.drawText(QPointF(left, plot.bottom() - 6), text);
    } else {
        painter.drawText(QPointF(plot.left() + 6, y - 4), text);
    }
}

void ParetoChart::draw_labels(QPainter& painter) const {
    const QRectF plot = chart()->plotArea();
    const QFontMetricsF metrics(font());
    painter.setPen(palette().color(QPalette::Text));
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const bool wanted =
            points_[i].kind != ParetoPoint::Kind::Variant || static_cast<int>(i) == selected_;
        if (!wanted || !places_[i]) {
            continue;
        }
        const QPointF at =
            chart()->mapToPosition(QPointF(places_[i]->x, places_[i]->y), front_line_);
        const double width = metrics.horizontalAdvance(points_[i].name);
        const double x =
            at.x() + kMarker + width > plot.right() ? at.x() - kMarker - width : at.x() + kMarker;
        const double y = std::clamp(at.y() + metrics.ascent() + 4, plot.top() + metrics.ascent(),
                                    plot.bottom() - 2);
        painter.drawText(QPointF(x, y), points_[i].name);
    }
}

void ParetoChart::drawForeground(QPainter* painter, const QRectF& /*rect*/) {
    painter->save();
    painter->setFont(font());
    if (const auto line = limit(x_.measure)) {
        draw_limit(*painter, true, *line, x_.measure);
    }
    if (const auto line = limit(y_.measure)) {
        draw_limit(*painter, false, *line, y_.measure);
    }
    draw_labels(*painter);
    painter->restore();
}

ParetoChart::Grip ParetoChart::grip_at(const QPointF& at) const {
    if (!chart()->plotArea().adjusted(-4, -4, 4, 4).contains(at)) {
        return Grip::None;
    }
    const auto near = [&](bool vertical, double value) {
        const QPointF line = position_on(vertical, value);
        return std::abs(vertical ? line.x() - at.x() : line.y() - at.y()) <= kReach / 2;
    };
    if (const auto line = limit(x_.measure); line && near(true, *line)) {
        return Grip::X;
    }
    if (const auto line = limit(y_.measure); line && near(false, *line)) {
        return Grip::Y;
    }
    return Grip::None;
}

int ParetoChart::point_at(const QPointF& at) const {
    int nearest = -1;
    double least = kReach;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (!places_[i]) {
            continue;
        }
        const QPointF point =
            chart()->mapToPosition(QPointF(places_[i]->x, places_[i]->y), front_line_);
        const double distance = std::hypot(point.x() - at.x(), point.y() - at.y());
        if (distance < least) {
            least = distance;
            nearest = static_cast<int>(i);
        }
    }
    return nearest;
}

QString ParetoChart::tip(const ParetoPoint& point) const {
    QStringList lines{point.name};
    for (const Measure measure : {x_.measure, y_.measure}) {
        lines << QStringLiteral("%1: %2").arg(measure_name(measure),
                                              measure_text(measure, *point.value(measure)));
    }
    return lines.join(u'\n');
}

void ParetoChart::mousePressEvent(QMouseEvent* event) {
    const int point = point_at(event->position());
    if (point >= 0) {
        Q_EMIT chosen(point);
        return;
    }
    grip_ = grip_at(event->position());
    if (grip_ == Grip::None) {
        QChartView::mousePressEvent(event);
    }
}

void ParetoChart::mouseMoveEvent(QMouseEvent* event) {
    if (grip_ != Grip::None) {
        const QRectF plot = chart()->plotArea();
        const QPointF inside(std::clamp(event->position().x(), plot.left(), plot.right()),
                             std::clamp(event->position().y(), plot.top(), plot.bottom()));
        const QPointF value = chart()->mapToValue(inside, front_line_);
        const Measure measure = grip_ == Grip::X ? x_.measure : y_.measure;
        const double moved = grip_ == Grip::X ? value.x() : value.y();
        if (measure == Measure::Accuracy) {
            Q_EMIT accuracy_limit_moved(moved);
        } else {
            Q_EMIT bytes_limit_moved(moved);
        }
        return;
    }
    const int point = point_at(event->position());
    const Grip grip = point >= 0 ? Grip::None : grip_at(event->position());
    viewport()->setCursor(point >= 0        ? Qt::PointingHandCursor
                          : grip == Grip::X ? Qt::SizeHorCursor
                          : grip == Grip::Y ? Qt::SizeVerCursor
                                            : Qt::ArrowCursor);
    if (point >= 0) {
        QToolTip::showText(event->globalPosition().toPoint(),
                           tip(points_[static_cast<std::size_t>(point)]), this);
    } else {
        QToolTip::hideText();
    }
}

void ParetoChart::mouseReleaseEvent(QMouseEvent* event) {
    if (grip_ != Grip::None) {
        grip_ = Grip::None;
        fit_axes();
        return;
    }
    QChartView::mouseReleaseEvent(event);
}

} // namespace espalier::studio
