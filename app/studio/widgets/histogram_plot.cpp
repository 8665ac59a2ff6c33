// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/histogram_plot.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/chart_style.h"
#include "app/studio/widgets/marker_chart.h"
#include "app/studio/widgets/zero_bar.h"

#include <QAreaSeries>
#include <QChart>
#include <QEvent>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

/// Stands for an empty bin on a logarithmic axis, in per cent.
constexpr double kFloor = 1e-4;

double share(const Histogram& histogram, std::size_t bin) {
    return histogram.total == 0 ? 0
                                : 100 * static_cast<double>(histogram.counts[bin]) /
                                      static_cast<double>(histogram.total);
}

QList<QPointF> outline(const std::optional<Histogram>& histogram, double floor) {
    QList<QPointF> points;
    if (!histogram) {
        return points;
    }
    const double width = histogram->bin_width();
    double x = histogram->low;
    for (std::size_t bin = 0; bin < histogram->counts.size(); ++bin, x += width) {
        const double height = std::max(share(*histogram, bin), floor);
        points << QPointF(x, height) << QPointF(x + width, height);
    }
    return points;
}

double highest(const std::optional<Histogram>& histogram) {
    double most = 0;
    for (std::size_t bin = 0; histogram && bin < histogram->counts.size(); ++bin) {
        most = std::max(most, share(*histogram, bin));
    }
    return most;
}

std::optional<double> zeros(const std::optional<Histogram>& histogram) {
    return histogram && histogram->total > 0 ? std::optional(static_cast<double>(histogram->zeros) /
                                                             static_cast<double>(histogram->total))
                                             : std::nullopt;
}

} // namespace

HistogramPlot::HistogramPlot(QWidget* parent)
    : QWidget(parent)
    , zeros_(new ZeroBar(this))
    , chart_(new MarkerChart(this))
    , before_line_(new QLineSeries(this))
    , after_line_(new QLineSeries(this))
    , before_area_(new QAreaSeries(before_line_))
    , after_area_(new QAreaSeries(after_line_)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(zeros_);
    layout->addWidget(chart_, 1);
    chart_->chart()->addSeries(before_area_);
    chart_->chart()->addSeries(after_area_);
    make_axes();
    restyle();
}

void HistogramPlot::make_axes() {
    QChart& chart = *chart_->chart();
    for (QAbstractAxis* axis : chart.axes()) {
        chart.removeAxis(axis);
        delete axis;
    }
    auto* x = new QValueAxis;
    chart.addAxis(x, Qt::AlignBottom);
    QAbstractAxis* y = nullptr;
    if (logarithmic_) {
        auto* log = new QLogValueAxis;
        log->setLabelFormat(QStringLiteral("%g %%"));
        y = log;
    } else {
        auto* linear = new QValueAxis;
        linear->setTickCount(3);
        linear->setLabelFormat(QStringLiteral("%.2g %%"));
        y = linear;
    }
    chart.addAxis(y, Qt::AlignLeft);
    for (QAbstractSeries* series : chart.series()) {
        series->attachAxis(x);
        series->attachAxis(y);
    }
    style_chart(chart, palette(), font());
}

void HistogramPlot::restyle() {
    const Hues hues(palette());
    before_area_->setPen(QPen(hues.before, 1));
    QColor ground = hues.before;
    ground.setAlpha(130);
    before_area_->setBrush(ground);
    after_area_->setPen(QPen(hues.after, 1.5));
    QColor fill = hues.after;
    fill.setAlpha(90);
    after_area_->setBrush(fill);
}

void HistogramPlot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        restyle();
    }
}

void HistogramPlot::set_logarithmic(bool logarithmic) {
    if (logarithmic_ != logarithmic) {
        logarithmic_ = logarithmic;
        make_axes();
        draw();
    }
}

void HistogramPlot::show_histograms(std::optional<Histogram> before,
                                    std::optional<Histogram> after) {
    before_ = std::move(before);
    after_ = std::move(after);
    draw();
}

void HistogramPlot::draw() {
    zeros_->show_shares(zeros(before_), zeros(after_));
    const double floor = logarithmic_ ? kFloor : 0;
    before_line_->replace(outline(before_, floor));
    after_line_->replace(outline(after_, floor));
    before_area_->setVisible(before_.has_value());
    after_area_->setVisible(after_.has_value());
    const auto& any = before_ ? before_ : after_;
    if (!any) {
        return;
    }
    const double most = std::max({highest(before_), highest(after_), 1e-3});
    set_round_ticks(*qobject_cast<QValueAxis*>(chart_->chart()->axes(Qt::Horizontal).front()),
                    any->low, any->high);
    chart_->chart()->axes(Qt::Vertical).front()->setRange(floor, most * (logarithmic_ ? 2 : 1.05));
}

TableData HistogramPlot::table() const {
    TableData table;
    table.title = tr("Histogram");
    table.columns = {tr("From"), tr("To"), tr("Original [elements]"), tr("Now [elements]")};
    const auto& any = before_ ? before_ : after_;
    if (!any) {
        return table;
    }
    const auto cell = [](const std::optional<Histogram>& histogram, auto value) {
        return histogram ? QVariant(qlonglong{value(*histogram)}) : QVariant();
    };
    const auto zeros_of = [](const Histogram& histogram) { return histogram.zeros; };
    table.rows.push_back({0.0, 0.0, cell(before_, zeros_of), cell(after_, zeros_of)});
    for (std::size_t bin = 0; bin < any->counts.size(); ++bin) {
        const double left = any->low + static_cast<double>(bin) * any->bin_width();
        const auto count = [bin](const Histogram& histogram) { return histogram.counts[bin]; };
        table.rows.push_back(
            {left, left + any->bin_width(), cell(before_, count), cell(after_, count)});
    }
    return table;
}

} // namespace espalier::studio
