// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/roofline_chart.h"

#include "app/studio/shell/theme.h"
#include "app/studio/views/hardware/cost_rows.h"
#include "app/studio/widgets/chart_style.h"

#include <QChart>
#include <QChartView>
#include <QCursor>
#include <QEvent>
#include <QGraphicsSimpleTextItem>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QLogValueAxis>
#include <QScatterSeries>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr double kMarker = 9;

bool has_place(const RoofPoint& point) {
    return std::isfinite(point.intensity) && std::isfinite(point.achieved) && point.intensity > 0 &&
           point.achieved > 0;
}

std::vector<RoofPoint> placed(std::vector<RoofPoint> points) {
    std::erase_if(points, [](const RoofPoint& point) { return !has_place(point); });
    return points;
}

QList<QPointF> coordinates(const std::vector<RoofPoint>& points) {
    QList<QPointF> list;
    for (const RoofPoint& point : points) {
        list << QPointF(point.intensity, point.achieved);
    }
    return list;
}

double decade_below(double value) {
    return std::pow(10, std::floor(std::log10(value)));
}

double decade_above(double value) {
    return std::pow(10, std::ceil(std::log10(value)));
}

} // namespace

std::vector<RoofPoint> roof_points(const Snapshot& snapshot) {
    std::vector<RoofPoint> points;
    if (!snapshot.metrics.model) {
        return points;
    }
    const std::vector<std::string> origins = layer_origins(snapshot);
    for (std::size_t i = 0; i < origins.size(); ++i) {
        const hw::LayerEstimate& layer = snapshot.metrics.model->layers[i];
        if (layer.work.has_macs()) {
            points.push_back({QString::fromStdString(origins[i]),
                              QString::fromStdString(layer.name), layer.roof.intensity,
                              layer.roof.achieved_gops, layer.roof.memory_bound});
        }
    }
    return points;
}

RooflineChart::RooflineChart(QWidget* parent)
    : QWidget(parent)
    , view_(make_chart_view(this))
    , chart_(view_->chart())
    , x_(new QLogValueAxis)
    , y_(new QLogValueAxis)
    , roof_(new QLineSeries)
    , way_(new QLineSeries)
    , before_(new QScatterSeries)
    , after_(new QScatterSeries)
    , marked_(new QScatterSeries)
    , corner_(new QScatterSeries)
    , label_(new QGraphicsSimpleTextItem(chart_))
    , corner_label_(new QGraphicsSimpleTextItem(chart_)) {
    chart_->addAxis(x_, Qt::AlignBottom);
    chart_->addAxis(y_, Qt::AlignLeft);
    for (QXYSeries* series :
         std::initializer_list<QXYSeries*>{roof_, way_, marked_, before_, after_, corner_}) {
        chart_->addSeries(series);
        series->attachAxis(x_);
        series->attachAxis(y_);
    }
    for (QLogValueAxis* axis : {x_, y_}) {
        axis->setBase(10);
        axis->setMinorTickCount(8);
        axis->setLabelFormat(QStringLiteral("%g"));
    }
    before_->setMarkerShape(QScatterSeries::MarkerShapeCircle);
    after_->setMarkerShape(QScatterSeries::MarkerShapeRectangle);
    before_->setMarkerSize(kMarker);
    after_->setMarkerSize(kMarker);
    marked_->setMarkerSize(kMarker * 2);
    marked_->setMarkerShape(QScatterSeries::MarkerShapeCircle);
    chart_->legend()->setAlignment(Qt::AlignTop);
    corner_->setMarkerShape(QScatterSeries::MarkerShapeTriangle);
    corner_->setMarkerSize(kMarker * 1.2);
    label_->setZValue(20);
    corner_label_->setZValue(19);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(view_);

    connect(before_, &QScatterSeries::hovered, this,
            [this](const QPointF& at, bool inside) { hover(before_points_, at, inside); });
    connect(after_, &QScatterSeries::hovered, this,
            [this](const QPointF& at, bool inside) { hover(after_points_, at, inside); });
    connect(before_, &QScatterSeries::clicked, this,
            [this](const QPointF& at) { click(before_points_, at); });
    connect(after_, &QScatterSeries::clicked, this,
            [this](const QPointF& at) { click(after_points_, at); });
    connect(chart_, &QChart::plotAreaChanged, this, [this] {
        place_label();
        place_corner_label();
    });
    restyle();
}

void RooflineChart::retranslate() {
    x_->setTitleText(tr("Operational intensity [operations/byte of DRAM]"));
    y_->setTitleText(tr("Throughput [GOPS]"));
    roof_->setName(tr("Roof"));
    before_->setName(tr("Before"));
    after_->setName(tr("After"));
    place_corner_label();
    for (QXYSeries* hidden : std::initializer_list<QXYSeries*>{way_, marked_, corner_}) {
        const auto markers = chart_->legend()->markers(hidden);
        for (QLegendMarker* marker : markers) {
            marker->setVisible(false);
        }
    }
}

void RooflineChart::restyle() {
    const Hues hues(palette());
    style_chart(*chart_, palette(), font());
    roof_->setPen(QPen(palette().color(QPalette::Text), 2));
    way_->setPen(QPen(hues.accent, 1, Qt::DashLine));
    before_->setColor(Qt::transparent);
    before_->setBorderColor(hues.before.darker(is_dark(palette()) ? 100 : 130));
    before_->setPen(QPen(before_->borderColor(), 2));
    after_->setColor(hues.after);
    after_->setBorderColor(palette().color(QPalette::Base));
    marked_->setColor(Qt::transparent);
    marked_->setBorderColor(hues.accent);
    marked_->setPen(QPen(hues.accent, 2));
    corner_->setColor(palette().color(QPalette::Text));
    corner_->setBorderColor(palette().color(QPalette::Text));
    corner_label_->setBrush(hues.muted);
    corner_label_->setFont(font());
    label_->setBrush(palette().color(QPalette::Text));
    label_->setFont(font());
}

void RooflineChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
    }
}

void RooflineChart::clear() {
    set_data({}, {}, {});
}

void RooflineChart::set_data(const hw::Roofline& machine, const std::vector<RoofPoint>& before,
                             const std::vector<RoofPoint>& after) {
    before_points_ = placed(before);
    after_points_ = placed(after);
    before_->replace(coordinates(before_points_));
    after_->replace(coordinates(after_points_));
    if (!(machine.peak_gops > 0) || !(machine.ridge > 0)) {
        roof_->clear();
        ridge_ = {};
        corner_->clear();
        place_corner_label();
        mark_selected();
        return;
    }
    ridge_ = QPointF(machine.ridge, machine.peak_gops);
    double left = machine.ridge;
    double right = machine.ridge;
    double low = machine.peak_gops;
    for (const auto* points : {&before_points_, &after_points_}) {
        for (const RoofPoint& point : *points) {
            left = std::min(left, point.intensity);
            right = std::max(right, point.intensity);
            low = std::min(low, point.achieved);
        }
    }
    left = decade_below(left);
    right = decade_above(right * 1.5);
    // Above the roof there is room for what is written at its ridge.
    const double top = decade_above(machine.peak_gops * 2.5);
    low = std::min(decade_below(low), decade_below(machine.peak_gops) / 10);
    x_->setRange(left, right);
    y_->setRange(low, top);
    // The slope leaves the picture at its left or at its foot, whichever comes first.
    const double start = std::max(left, low / machine.bandwidth_gbs);
    roof_->replace(
        QList<QPointF>{{start, start * machine.bandwidth_gbs}, ridge_, {right, machine.peak_gops}});
    corner_->replace(QList<QPointF>{ridge_});
    mark_selected();
    place_corner_label();
}

void RooflineChart::place_corner_label() {
    corner_label_->setVisible(corner_->count() > 0);
    if (corner_->count() == 0) {
        return;
    }
    const QLocale locale;
    corner_label_->setText(
        tr("Ridge: %1 GOPS, %2 operations/byte")
            .arg(locale.toString(ridge_.y(), 'g', 3), locale.toString(ridge_.x(), 'g', 3)));
    const QPointF at = chart_->mapToPosition(ridge_, corner_);
    const QRectF plot = chart_->plotArea();
    const QRectF box = corner_label_->boundingRect();
    const double x = std::clamp(at.x() - box.width() / 2, plot.left(),
                                std::max(plot.left(), plot.right() - box.width()));
    const double above = at.y() - kMarker - box.height();
    corner_label_->setPos(x, above < plot.top() ? at.y() + kMarker : above);
}

void RooflineChart::set_selected(const QString& origin) {
    selected_ = origin;
    mark_selected();
}

void RooflineChart::mark_selected() {
    QList<QPointF> marks;
    QList<QPointF> way;
    label_->setText({});
    for (const auto* points : {&before_points_, &after_points_}) {
        for (const RoofPoint& point : *points) {
            if (!selected_.isEmpty() && point.origin == selected_) {
                marks << QPointF(point.intensity, point.achieved);
                label_->setText(point.label);
            }
        }
    }
    if (marks.size() == 2) {
        way = marks;
    }
    marked_->replace(marks);
    way_->replace(way);
    place_label();
}

void RooflineChart::place_label() {
    if (label_->text().isEmpty() || marked_->count() == 0) {
        label_->hide();
        return;
    }
    const QPointF at = chart_->mapToPosition(marked_->at(marked_->count() - 1), marked_);
    const QRectF plot = chart_->plotArea();
    const QRectF box = label_->boundingRect();
    double x = at.x() + kMarker + 3;
    if (x + box.width() > plot.right()) {
        x = at.x() - kMarker - 3 - box.width();
    }
    const double y = std::clamp(at.y() - box.height() / 2, plot.top(),
                                std::max(plot.top(), plot.bottom() - box.height()));
    label_->setPos(x, y);
    label_->show();
}

QString RooflineChart::text_of(const RoofPoint& point) const {
    const QLocale locale;
    return tr("%1: %2 GOPS at %3 operations/byte, %4")
        .arg(point.label, locale.toString(point.achieved, 'g', 3),
             locale.toString(point.intensity, 'g', 3),
             point.memory_bound ? tr("limited by DRAM") : tr("limited by the array"));
}

void RooflineChart::hover(const std::vector<RoofPoint>& points, const QPointF& at, bool inside) {
    if (!inside) {
        QToolTip::hideText();
        return;
    }
    QStringList lines;
    for (const RoofPoint& point : points) {
        if (QPointF(point.intensity, point.achieved) == at) {
            lines << text_of(point);
        }
    }
    QToolTip::showText(QCursor::pos(), lines.join(u'\n'), view_);
}

void RooflineChart::click(const std::vector<RoofPoint>& points, const QPointF& at) {
    const auto found = std::find_if(points.begin(), points.end(), [&](const RoofPoint& point) {
        return QPointF(point.intensity, point.achieved) == at;
    });
    if (found != points.end()) {
        Q_EMIT chosen(found->origin);
    }
}

} // namespace espalier::studio
