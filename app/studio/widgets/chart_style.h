// SPDX-License-Identifier: GPL-3.0-or-later
// Dark palettes do not reach Qt Charts, and its themes reset the colours of series: every chart is
// styled here, after it was made and again when the palette changes.
#pragma once

#include <QPalette>

QT_BEGIN_NAMESPACE
class QChart;
class QChartView;
class QValueAxis;
QT_END_NAMESPACE

namespace espalier::studio {

/// Background, fonts, axes, grid and legend; no animations; margins small. Series keep their
/// colours.
void style_chart(QChart& chart, const QPalette& palette, const QFont& font);

/// Range of an axis that has a zero worth seeing: ticks at round numbers, one of them at zero.
void set_round_ticks(QValueAxis& axis, double low, double high);

/// A chart view with antialiasing, no frame, and our style.
[[nodiscard]] QChartView* make_chart_view(QWidget* parent = nullptr);

} // namespace espalier::studio
