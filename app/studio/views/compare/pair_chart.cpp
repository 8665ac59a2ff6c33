// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/compare/pair_chart.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/chart_style.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QLabel>
#include <QLegend>
#include <QLineSeries>
#include <QStackedLayout>
#include <QValueAxis>

#include <algorithm>

namespace espalier::studio {

namespace {

/// The outline of bars, two points each.
QList<QPointF> outline(const PairHistogram& histogram, const std::vector<std::int64_t>& counts) {
    QList<QPointF> points;
    const double width = (histogram.high - histogram.low) / static_cast<double>(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double left = histogram.low + width * static_cast<double>(i);
        points << QPointF(left, static_cast<double>(counts[i]))
               << QPointF(left + width, static_cast<double>(counts[i]));
    }
    return points;
}

} // namespace

PairChart::PairChart(QWidget* parent)
    : QWidget(parent)
    , stack_(new QStackedLayout(this))
    , message_(new QLabel(this))
    , view_(make_chart_view(this))
    , a_outline_(new QLineSeries(this))
    , a_(new QAreaSeries(a_outline_))
    , b_(new QLineSeries)
    , across_(new QValueAxis)
    , up_(new QValueAxis) {
    stack_->addWidget(message_);
    stack_->addWidget(view_);
    message_->setAlignment(Qt::AlignCenter);
    message_->setWordWrap(true);
    message_->setAutoFillBackground(true);
    message_->setBackgroundRole(QPalette::Base);
    message_->setForegroundRole(QPalette::PlaceholderText);
    QChart& chart = *view_->chart();
    chart.addSeries(a_);
    chart.addSeries(b_);
    chart.addAxis(across_, Qt::AlignBottom);
    chart.addAxis(up_, Qt::AlignLeft);
    for (QAbstractSeries* series :
         {static_cast<QAbstractSeries*>(a_), static_cast<QAbstractSeries*>(b_)}) {
        series->attachAxis(across_);
        series->attachAxis(up_);
    }
    across_->setTickCount(5);
    across_->setLabelFormat(QStringLiteral("%.3g"));
    up_->setTickCount(3);
    up_->setLabelFormat(QStringLiteral("%.0f"));
    chart.legend()->setAlignment(Qt::AlignTop);
    restyle();
    retranslate();
}

void PairChart::set_histogram(const PairHistogram& histogram) {
    a_outline_->replace(outline(histogram, histogram.a));
    b_->replace(outline(histogram, histogram.b));
    std::int64_t highest = 1;
    for (const auto* counts : {&histogram.a, &histogram.b}) {
        for (const std::int64_t count : *counts) {
            highest = std::max(highest, count);
        }
    }
    set_round_ticks(*across_, histogram.low, histogram.high);
    up_->setRange(0, static_cast<double>(highest) * 1.05);
    stack_->setCurrentWidget(view_);
}

void PairChart::set_message(const QString& message) {
    message_->setText(message);
    stack_->setCurrentWidget(message_);
}

void PairChart::restyle() {
    style_chart(*view_->chart(), palette(), font());
    const Hues hues(palette());
    QColor fill = hues.before;
    fill.setAlphaF(0.55F);
    a_->setBrush(fill);
    a_->setPen(QPen(hues.before, 1));
    b_->setPen(QPen(hues.after, 2));
}

void PairChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
    }
}

void PairChart::retranslate() {
    a_->setName(tr("A (area)"));
    b_->setName(tr("B (line)"));
    across_->setTitleText(tr("weight"));
    up_->setTitleText(tr("count"));
}

} // namespace espalier::studio
