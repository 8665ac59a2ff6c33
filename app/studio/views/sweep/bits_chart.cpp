// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/sweep/bits_chart.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/chart_note.h"
#include "app/studio/widgets/chart_style.h"

#include <QChart>
#include <QChartView>
#include <QCoreApplication>
#include <QEvent>
#include <QLegend>
#include <QLineSeries>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <set>

namespace espalier::studio {

namespace {

/// Top-1 where the training held, 0 where it diverged.
QList<QPointF> curve_of(const NumericTable& table, NumericObject object) {
    QList<QPointF> points;
    for (const NumericCell& cell : table.cells) {
        if (cell.object == object) {
            points << QPointF(cell.bits, cell.diverged ? 0 : cell.top1);
        }
    }
    std::ranges::sort(points, {}, &QPointF::x);
    return points;
}

} // namespace

QString object_text(NumericObject object) {
    switch (object) {
    case NumericObject::Weight:
        return BitsChart::tr("Weights");
    case NumericObject::Activation:
        return BitsChart::tr("Activations");
    case NumericObject::Error:
        return BitsChart::tr("Errors");
    case NumericObject::Gradient:
        return BitsChart::tr("Gradients");
    case NumericObject::Update:
        return BitsChart::tr("Updates");
    case NumericObject::Statistics:
        break;
    }
    return BitsChart::tr("Batch-norm statistics");
}

BitsChart::BitsChart(QWidget* parent)
    : QWidget(parent)
    , view_(make_chart_view(this))
    , x_(new QValueAxis)
    , y_(new QValueAxis)
    , whole_(new QLineSeries)
    , empty_(new ChartNote(*view_->chart())) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(view_);
    QChart& chart = *view_->chart();
    chart.addAxis(x_, Qt::AlignBottom);
    chart.addAxis(y_, Qt::AlignLeft);
    for (std::size_t i = 0; i < kNumericObjects.size(); ++i) {
        objects_.push_back(new QLineSeries);
    }
    std::vector<QLineSeries*> all = objects_;
    all.push_back(whole_);
    for (QLineSeries* series : all) {
        chart.addSeries(series);
        series->attachAxis(x_);
        series->attachAxis(y_);
    }
    chart.legend()->setAlignment(Qt::AlignTop);
    x_->setLabelFormat(QStringLiteral("%g"));
    y_->setLabelFormat(QStringLiteral("%g"));
    y_->setRange(0, 100);
    clear();
    restyle();
}

void BitsChart::clear() {
    whole_->clear();
    for (QLineSeries* series : objects_) {
        series->clear();
    }
    x_->setRange(1, 8);
    empty_->set_shown(true);
}

void BitsChart::show_table(const NumericTable& table) {
    clear();
    empty_->set_shown(table.cells.empty());
    if (table.cells.empty()) {
        return;
    }
    const auto [few, many] =
        std::ranges::minmax(table.cells, {}, [](const NumericCell& cell) { return cell.bits; });
    x_->setRange(few.bits, std::max(many.bits, few.bits + 1));
    x_->setTickCount(std::max(2, many.bits - few.bits + 1));
    whole_->replace(QList<QPointF>{{double(few.bits), table.baseline},
                                   {double(std::max(many.bits, few.bits + 1)), table.baseline}});
    for (std::size_t i = 0; i < objects_.size(); ++i) {
        objects_[i]->replace(curve_of(table, kNumericObjects[i]));
    }
}

void BitsChart::retranslate() {
    x_->setTitleText(tr("Bits"));
    y_->setTitleText(tr("Accuracy after training [%]"));
    for (std::size_t i = 0; i < objects_.size(); ++i) {
        objects_[i]->setName(object_text(kNumericObjects[i]));
    }
    whole_->setName(tr("float32 throughout"));
    empty_->set_text(tr("A curve for each kind of number, once it was swept"));
}

void BitsChart::restyle() {
    const Hues hues(palette());
    style_chart(*view_->chart(), palette(), font());
    for (std::size_t i = 0; i < objects_.size(); ++i) {
        objects_[i]->setPen(QPen(series_colour(static_cast<int>(i), palette()), 2));
    }
    whole_->setPen(QPen(hues.muted, 2, Qt::DashLine));
    empty_->set_look(hues.muted, font());
}

void BitsChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
    }
}

TableData bits_table(const NumericTable& table, double points) {
    TableData data;
    data.title = BitsChart::tr("Accuracy [%] by restricted numbers and bits");
    data.columns << BitsChart::tr("Restricted");
    std::set<int> bits;
    for (const NumericCell& cell : table.cells) {
        bits.insert(cell.bits);
    }
    for (const int each : bits) {
        data.columns << BitsChart::tr("%n bit(s)", nullptr, each);
    }
    data.columns << BitsChart::tr("Bits needed");
    for (const NumericObject object : table.order(points)) {
        std::vector<QVariant> row{object_text(object)};
        for (const int each : bits) {
            const auto cell = std::ranges::find_if(table.cells, [&](const NumericCell& one) {
                return one.object == object && one.bits == each;
            });
            const bool known = cell != table.cells.end() && !cell->diverged;
            row.push_back(known ? QVariant(cell->top1) : QVariant());
        }
        const auto fewest = table.fewest_bits(object, points);
        row.push_back(fewest ? QVariant(*fewest) : QVariant());
        data.rows.push_back(std::move(row));
    }
    return data;
}

} // namespace espalier::studio
