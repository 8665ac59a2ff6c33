// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/ranges_section.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/chart_style.h"
#include "app/studio/widgets/figure.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QLegend>
#include <QLineSeries>
#include <QValueAxis>

#include <algorithm>

namespace espalier::studio {

namespace {

std::vector<ChannelRange> ranges_of(const std::optional<LayerWeight>& weight) {
    // Directions and gates of a recurrent weight are no single axis.
    const bool plain =
        weight && weight->parameter.shape()[weight->grid.axis()] == weight->grid.outputs;
    return plain ? channel_ranges(weight->parameter.effective(), weight->grid.axis())
                 : std::vector<ChannelRange>();
}

QList<QPointF> steps(const std::vector<ChannelRange>& ranges, bool high) {
    QList<QPointF> points;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const double value = high ? ranges[i].high : ranges[i].low;
        const auto x = static_cast<double>(i);
        points << QPointF(x, value) << QPointF(x + 1, value);
    }
    return points;
}

} // namespace

RangesSection::RangesSection(QWidget* parent)
    : Section(QStringLiteral("section-ranges"), parent)
    , view_(make_chart_view())
    , figure_(new Figure(QStringLiteral("channel-ranges"), view_, this)) {
    view_->setMinimumHeight(140);
    view_->chart()->legend()->hide();
    figure_->setMinimumHeight(180);
    before_ = make_band();
    after_ = make_band();
    auto* channel = new QValueAxis;
    channel->setLabelFormat(QStringLiteral("%.0f"));
    channel->setTickCount(5);
    auto* value = new QValueAxis;
    view_->chart()->addAxis(channel, Qt::AlignBottom);
    view_->chart()->addAxis(value, Qt::AlignLeft);
    for (const Band& band : {before_, after_}) {
        view_->chart()->addSeries(band.area);
        band.area->attachAxis(channel);
        band.area->attachAxis(value);
    }
    figure_->set_table([this] {
        TableData table{tr("Range of each channel"),
                        {tr("Channel"), tr("Least, original"), tr("Greatest, original"),
                         tr("Least, now"), tr("Greatest, now"), tr("Root mean square, now"),
                         tr("Zeros, now")},
                        {}};
        const Ranges& before = ranges_.before;
        const Ranges& after = ranges_.after;
        for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
            const bool was = i < before.size();
            const bool is = i < after.size();
            table.rows.push_back({static_cast<qlonglong>(i),
                                  was ? QVariant(double{before[i].low}) : QVariant(),
                                  was ? QVariant(double{before[i].high}) : QVariant(),
                                  is ? QVariant(double{after[i].low}) : QVariant(),
                                  is ? QVariant(double{after[i].high}) : QVariant(),
                                  is ? QVariant(after[i].rms) : QVariant(),
                                  is ? QVariant(qlonglong{after[i].zeros}) : QVariant()});
        }
        return table;
    });
    add(figure_);
    restyle();
}

RangesSection::Band RangesSection::make_band() {
    Band band{new QLineSeries(this), new QLineSeries(this), nullptr};
    band.area = new QAreaSeries(band.high, band.low);
    return band;
}

void RangesSection::restyle() {
    const Hues hues(palette());
    QColor ground = hues.before;
    ground.setAlpha(130);
    before_.area->setPen(QPen(hues.before, 1));
    before_.area->setBrush(ground);
    QColor fill = hues.after;
    fill.setAlpha(90);
    after_.area->setPen(QPen(hues.after, 1.5));
    after_.area->setBrush(fill);
    style_chart(*view_->chart(), palette(), font());
}

void RangesSection::retranslate() {
    set_heading(tr("Range of each channel"));
    figure_->set_title(tr("Least to greatest weight"));
    figure_->set_explanation(
        tr("For each output channel, from its least to its greatest weight. Grey: the original; "
           "coloured: the network shown.\nWhere ranges differ much, one scale for all channels "
           "wastes levels: quantise per channel."));
}

void RangesSection::present() {
    if (!focus().shown) {
        worker_.forget();
        show_ranges({});
        return;
    }
    worker_.post<Both>(
        [before = focus().before, after = focus().after](const Job& job) {
            Both both{ranges_of(before), {}};
            job.check();
            both.after = ranges_of(after);
            return both;
        },
        [this](const Both& both) { show_ranges(both); });
}

void RangesSection::show_ranges(const Both& ranges) {
    ranges_ = ranges;
    double low = 0;
    double high = 0;
    for (const Ranges* side : {&ranges.before, &ranges.after}) {
        for (const ChannelRange& range : *side) {
            low = std::min(low, double{range.low});
            high = std::max(high, double{range.high});
        }
    }
    before_.high->replace(steps(ranges.before, true));
    before_.low->replace(steps(ranges.before, false));
    after_.high->replace(steps(ranges.after, true));
    after_.low->replace(steps(ranges.after, false));
    before_.area->setVisible(!ranges.before.empty());
    after_.area->setVisible(!ranges.after.empty());
    const auto channels = static_cast<double>(
        std::max<std::size_t>(1, std::max(ranges.before.size(), ranges.after.size())));
    view_->chart()->axes(Qt::Horizontal).front()->setRange(0, channels);
    set_round_ticks(*qobject_cast<QValueAxis*>(view_->chart()->axes(Qt::Vertical).front()), low,
                    high > low ? high : low + 1);
}

} // namespace espalier::studio
