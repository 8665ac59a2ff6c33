// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of the report as SVG text. They use the page's text colour and its CSS classes s0, s1 ...
// for series, so that one figure serves a light page, a dark one, and paper.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace espalier::report {

/// Two outlines over one axis: counts of bins between `low` and `high`, before and after. The after
/// series may be empty.
struct HistogramFigure {
    std::string title; ///< read out by screen readers
    double low = 0;
    double high = 0;
    std::vector<double> before; ///< count per bin
    std::vector<double> after;
};

[[nodiscard]] std::string histogram_svg(const HistogramFigure& figure);

/// One horizontal bar a row, cut into components. Rows share the scale of the longest.
struct StackedFigure {
    struct Row {
        std::string label;
        std::vector<double> parts; ///< one for each component
        std::string total;         ///< as written at the bar's end
    };

    std::string title;
    std::vector<std::string> components;
    std::vector<Row> rows;
};

[[nodiscard]] std::string stacked_svg(const StackedFigure& figure);

/// Attainable performance over operational intensity, both logarithmic (Williams et al. 2009).
struct RooflineFigure {
    struct Point {
        std::string label;
        double intensity = 0; ///< operations per byte of DRAM traffic
        double achieved = 0;  ///< GOP/s
        int series = 0;       ///< 0 before, 1 after
    };

    std::string title;
    double peak = 0;      ///< GOP/s
    double bandwidth = 0; ///< GB/s
    std::vector<Point> points;
};

[[nodiscard]] std::string roofline_svg(const RooflineFigure& figure);

/// `text` with the characters that mean something in HTML and SVG escaped.
[[nodiscard]] std::string escaped(const std::string& text);

} // namespace espalier::report
