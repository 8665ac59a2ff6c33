// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/widgets/table_data.h"
#include "core/analysis/histogram.h"

#include <QWidget>

#include <optional>

class QAreaSeries;
class QLineSeries;

namespace espalier::studio {

class MarkerChart;
class ZeroBar;

/// Two histograms over one range: the original filled in grey, the network shown over it in
/// colour. Zeros would dwarf all else, so they stand apart in a bar above.
class HistogramPlot final : public QWidget {
    Q_OBJECT

public:
    explicit HistogramPlot(QWidget* parent = nullptr);

    /// Both over the same range and bins; either may be missing.
    void show_histograms(std::optional<Histogram> before, std::optional<Histogram> after);
    void set_logarithmic(bool logarithmic);

    [[nodiscard]] MarkerChart& chart() { return *chart_; }

    [[nodiscard]] const std::optional<Histogram>& before() const { return before_; }

    [[nodiscard]] const std::optional<Histogram>& after() const { return after_; }

    [[nodiscard]] TableData table() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void restyle();
    void draw();
    void make_axes();

    ZeroBar* zeros_;
    MarkerChart* chart_;
    QLineSeries* before_line_;
    QLineSeries* after_line_;
    QAreaSeries* before_area_;
    QAreaSeries* after_area_;
    std::optional<Histogram> before_;
    std::optional<Histogram> after_;
    bool logarithmic_ = false;
};

} // namespace espalier::studio
