// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/chart_style.h"

#include "app/studio/shell/theme.h"

#include <QChart>
#include <QChartView>
#include <QLegend>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

void style_chart(QChart& chart, const QPalette& palette, const QFont& font) {
    const Hues hues(palette);
    // A chart that was made while its window was disabled must not stay grey.
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.9);
    chart.setAnimationOptions(QChart::NoAnimation);
    chart.setBackgroundBrush(palette.color(QPalette::Active, QPalette::Base));
    chart.setBackgroundRoundness(0);
    chart.setBackgroundPen(Qt::NoPen);
    chart.setMargins(QMargins(2, 2, 2, 2));
    chart.setTitleBrush(text);
    chart.setTitleFont(font);
    chart.legend()->setLabelColor(text);
    chart.legend()->setFont(small);
    const auto axes = chart.axes();
    for (QAbstractAxis* axis : axes) {
        axis->setLabelsBrush(text);
        axis->setLabelsFont(small);
        axis->setTitleBrush(text);
        axis->setTitleFont(small);
        axis->setLinePen(QPen(hues.muted));
        axis->setGridLinePen(QPen(hues.grid));
        axis->setMinorGridLinePen(QPen(hues.grid, 0, Qt::DotLine));
    }
}

void set_round_ticks(QValueAxis& axis, double low, double high) {
    constexpr double kAbout = 5;
    axis.setRange(low, high);
    if (!(high > low)) {
        return;
    }
    const double rough = (high - low) / kAbout;
    const int decade = static_cast<int>(std::floor(std::log10(rough)));
    const double unit = std::pow(10, decade);
    const double share = rough / unit;
    const double step = share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10;
    const int decimals = std::max(0, step == 10 ? -decade - 1 : -decade);
    axis.setTickType(QValueAxis::TicksDynamic);
    axis.setTickAnchor(0);
    axis.setTickInterval(step * unit);
    axis.setLabelFormat(QStringLiteral("%.%1f").arg(decimals));
}

QChartView* make_chart_view(QWidget* parent) {
    auto* view = new QChartView(new QChart, parent);
    view->setRenderHint(QPainter::Antialiasing);
    view->setFrameShape(QFrame::NoFrame);
    view->setMinimumHeight(120);
    style_chart(*view->chart(), view->palette(), view->font());
    return view;
}

} // namespace espalier::studio
