// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/train/curves.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/chart_note.h"
#include "app/studio/widgets/chart_style.h"

#include <QChart>
#include <QChartView>
#include <QCoreApplication>
#include <QEvent>
#include <QLegend>
#include <QLineSeries>
#include <QScatterSeries>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr std::size_t kMostPoints = 1000;

QList<QPointF> coordinates(const std::vector<CurvePoint>& curve) {
    QList<QPointF> list;
    for (const CurvePoint& point : thinned(curve, kMostPoints)) {
        list << QPointF(point.epoch, point.value);
    }
    return list;
}

void attach(QChart& chart, QAbstractAxis* x, QAbstractAxis* y,
            std::initializer_list<QXYSeries*> series) {
    chart.addAxis(x, Qt::AlignBottom);
    chart.addAxis(y, Qt::AlignLeft);
    for (QXYSeries* each : series) {
        chart.addSeries(each);
        each->attachAxis(x);
        each->attachAxis(y);
    }
    chart.legend()->setAlignment(Qt::AlignTop);
}

void fill(QWidget& widget, QWidget* view) {
    auto* layout = new QVBoxLayout(&widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(view);
}

double length(const TrainingState& state) {
    return std::max(state.epochs, 0.001);
}

} // namespace

LossChart::LossChart(QWidget* parent)
    : QWidget(parent)
    , view_(make_chart_view(this))
    , x_(new QValueAxis)
    , y_(new QValueAxis)
    , raw_(new QLineSeries)
    , smooth_(new QLineSeries)
    , empty_(new ChartNote(*view_->chart())) {
    fill(*this, view_);
    attach(*view_->chart(), x_, y_, {raw_, smooth_});
    x_->setLabelFormat(QStringLiteral("%g"));
    y_->setLabelFormat(QStringLiteral("%g"));
    clear();
    restyle();
}

void LossChart::clear() {
    raw_->clear();
    smooth_->clear();
    empty_->set_shown(true);
    top_ = 0;
    x_->setRange(0, 1);
    y_->setRange(0, 1);
}

void LossChart::show_state(const TrainingState& state, double smoothing) {
    double top = 0;
    for (const CurvePoint& point : state.loss) {
        top = std::max(top, point.value);
    }
    // Room above the first loss, so that the axis seldom jumps.
    if (top > top_) {
        top_ = top * 1.2;
        y_->setRange(0, top_);
        y_->applyNiceNumbers();
    }
    x_->setRange(0, length(state));
    empty_->set_shown(state.loss.empty());
    raw_->replace(coordinates(state.loss));
    smooth_->replace(coordinates(smoothed(state.loss, smoothing)));
}

void LossChart::retranslate() {
    x_->setTitleText(tr("Epoch"));
    y_->setTitleText(tr("Loss [nats]"));
    raw_->setName(tr("each step"));
    smooth_->setName(tr("smoothed"));
    empty_->set_text(tr("The loss of each step, once it trains"));
}

void LossChart::restyle() {
    const Hues hues(palette());
    style_chart(*view_->chart(), palette(), font());
    raw_->setPen(QPen(hues.before, 1));
    smooth_->setPen(QPen(hues.after, 2));
    empty_->set_look(hues.muted, font());
}

void LossChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
    }
}

AccuracyChart::AccuracyChart(QWidget* parent)
    : QWidget(parent)
    , view_(make_chart_view(this))
    , x_(new QValueAxis)
    , y_(new QValueAxis)
    , train_(new QLineSeries)
    , held_out_(new QLineSeries)
    , looks_(new QScatterSeries)
    , original_(new QLineSeries)
    , empty_(new ChartNote(*view_->chart())) {
    fill(*this, view_);
    attach(*view_->chart(), x_, y_, {original_, train_, held_out_, looks_});
    x_->setLabelFormat(QStringLiteral("%g"));
    y_->setLabelFormat(QStringLiteral("%g"));
    looks_->setMarkerSize(7);
    clear();
    restyle();
}

void AccuracyChart::clear() {
    for (QXYSeries* series :
         std::initializer_list<QXYSeries*>{train_, held_out_, looks_, original_}) {
        series->clear();
    }
    empty_->set_shown(true);
    low_ = 100;
    x_->setRange(0, 1);
    y_->setRange(0, 100);
}

void AccuracyChart::show_state(const TrainingState& state) {
    // The first steps of an epoch are few pictures; they must not flatten all the rest.
    double low = 100;
    const auto take = [&low](double value) { low = std::min(low, value); };
    for (std::size_t i = state.train_accuracy.size() / 20; i < state.train_accuracy.size(); ++i) {
        take(state.train_accuracy[i].value);
    }
    for (const CurvePoint& point : state.held_out) {
        take(point.value);
    }
    if (state.original) {
        take(*state.original);
    }
    if (low < low_) {
        low_ = low > 90 ? std::floor(low) - 1 : std::floor(low / 10) * 10 - (low < 10 ? 0 : 10);
        low_ = std::max(low_, 0.0);
        y_->setRange(low_, 100);
        y_->setTickCount(5);
    }
    x_->setRange(0, length(state));
    empty_->set_shown(state.train_accuracy.empty() && state.held_out.empty());
    train_->replace(coordinates(state.train_accuracy));
    held_out_->replace(coordinates(state.held_out));
    looks_->replace(coordinates(state.held_out));
    if (state.original) {
        original_->replace(QList<QPointF>{{0, *state.original}, {length(state), *state.original}});
    } else {
        original_->clear();
    }
}

void AccuracyChart::retranslate() {
    x_->setTitleText(tr("Epoch"));
    y_->setTitleText(tr("Accuracy [%]"));
    train_->setName(tr("training"));
    held_out_->setName(tr("held out"));
    original_->setName(tr("original"));
    empty_->set_text(tr("The accuracy, once it trains"));
    const auto markers = view_->chart()->legend()->markers(looks_);
    for (QLegendMarker* marker : markers) {
        marker->setVisible(false);
    }
}

void AccuracyChart::restyle() {
    const Hues hues(palette());
    style_chart(*view_->chart(), palette(), font());
    train_->setPen(QPen(series_colour(0, palette()), 1));
    held_out_->setPen(QPen(hues.after, 2));
    looks_->setColor(hues.after);
    looks_->setBorderColor(palette().color(QPalette::Base));
    original_->setPen(QPen(hues.muted, 2, Qt::DashLine));
    empty_->set_look(hues.muted, font());
}

void AccuracyChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
    }
}

TableData curves_table(const TrainingState& state) {
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("espalier::studio", text);
    };
    TableData table;
    table.title = tr("Training");
    table.columns = {tr("Epoch"), tr("Loss of the step [nats]"),
                     tr("Training accuracy of the epoch so far [%]"), tr("Held-out accuracy [%]")};
    std::size_t look = 0;
    if (!state.held_out.empty() && state.held_out[0].epoch == 0) {
        table.rows.push_back({0.0, QVariant(), QVariant(), state.held_out[0].value});
        look = 1;
    }
    for (std::size_t i = 0; i < state.loss.size(); ++i) {
        QVariant held_out;
        if (look < state.held_out.size() && state.held_out[look].epoch == state.loss[i].epoch) {
            held_out = state.held_out[look++].value;
        }
        table.rows.push_back(
            {state.loss[i].epoch, state.loss[i].value, state.train_accuracy[i].value, held_out});
    }
    return table;
}

} // namespace espalier::studio
