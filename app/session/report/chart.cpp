// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace espalier::report {

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

namespace {

std::string opened(const std::string& title, int width, int height) {
    return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", width,
                       height, escaped(title));
}

std::string label(double x, double y, const std::string& text, const char* anchor = "start") {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y,
                       anchor, escaped(text));
}

std::string outline(const std::vector<double>& counts, double peak, double left, double bottom,
                    double width, double height) {
    std::string path = fmt::format("M{:.1f} {:.1f}", left, bottom);
    const double bin = width / static_cast<double>(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double x = left + bin * static_cast<double>(i);
        const double y = bottom - height * counts[i] / peak;
        path += fmt::format("L{:.1f} {:.1f}L{:.1f} {:.1f}", x, y, x + bin, y);
    }
    return path + fmt::format("L{:.1f} {:.1f}Z", left + width, bottom);
}

} // namespace

std::string histogram_svg(const HistogramFigure& figure) {
    constexpr int kWidth = 320;
    constexpr int kHeight = 130;
    constexpr double kLeft = 8;
    constexpr double kBottom = 104;
    constexpr double kPlotWidth = kWidth - 2 * kLeft;
    constexpr double kPlotHeight = 92;
    double peak = 1;
    for (const auto* counts : {&figure.before, &figure.after}) {
        for (const double count : *counts) {
            peak = std::max(peak, count);
        }
    }
    std::string svg = opened(figure.title, kWidth, kHeight);
    if (!figure.before.empty()) {
        svg += fmt::format("<path class=\"before\" d=\"{}\"/>\n",
                           outline(figure.before, peak, kLeft, kBottom, kPlotWidth, kPlotHeight));
    }
    if (!figure.after.empty()) {
        svg += fmt::format("<path class=\"after\" d=\"{}\"/>\n",
                           outline(figure.after, peak, kLeft, kBottom, kPlotWidth, kPlotHeight));
    }
    svg += fmt::format("<line class=\"axis\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>\n",
                       kLeft, kLeft + kPlotWidth, kBottom);
    svg += label(kLeft, kBottom + 16, fmt::format("{:.3g}", figure.low));
    svg += label(kLeft + kPlotWidth, kBottom + 16, fmt::format("{:.3g}", figure.high), "end");
    if (figure.low < 0 && figure.high > 0) {
        const double zero = kLeft + kPlotWidth * -figure.low / (figure.high - figure.low);
        svg += label(zero, kBottom + 16, "0", "middle");
    }
    return svg + "</svg>\n";
}

std::string stacked_svg(const StackedFigure& figure) {
    constexpr int kWidth = 760;
    constexpr double kLabelWidth = 170;
    constexpr double kTotalWidth = 90;
    constexpr double kRowHeight = 22;
    constexpr double kLegendHeight = 26;
    const auto rows = static_cast<double>(figure.rows.size());
    double longest = 0;
    for (const auto& row : figure.rows) {
        double sum = 0;
        for (const double part : row.parts) {
            sum += part;
        }
        longest = std::max(longest, sum);
    }
    const double scale = longest > 0 ? (kWidth - kLabelWidth - kTotalWidth) / longest : 0;
    std::string svg =
        opened(figure.title, kWidth, static_cast<int>(kLegendHeight + rows * kRowHeight + 4));
    double x = kLabelWidth;
    for (std::size_t i = 0; i < figure.components.size(); ++i) {
        svg += fmt::format(
            "<rect class=\"s{}\" x=\"{:.1f}\" y=\"4\" width=\"12\" height=\"12\"/>\n", i, x);
        svg += label(x + 16, 14, figure.components[i]);
        x += 30 + 7.0 * static_cast<double>(figure.components[i].size());
    }
    double y = kLegendHeight;
    for (const auto& row : figure.rows) {
        svg += label(kLabelWidth - 8, y + 15, row.label, "end");
        x = kLabelWidth;
        for (std::size_t i = 0; i < row.parts.size(); ++i) {
            const double width = row.parts[i] * scale;
            svg += fmt::format("<rect class=\"s{}\" x=\"{:.2f}\" y=\"{:.1f}\" width=\"{:.2f}\" "
                               "height=\"{}\"/>\n",
                               i, x, y + 3, width, kRowHeight - 6);
            x += width;
        }
        svg += label(x + 6, y + 15, row.total);
        y += kRowHeight;
    }
    return svg + "</svg>\n";
}

std::string roofline_svg(const RooflineFigure& figure) {
    constexpr int kWidth = 560;
    constexpr int kHeight = 320;
    constexpr double kLeft = 56;
    constexpr double kTop = 14;
    constexpr double kPlotWidth = kWidth - kLeft - 20;
    constexpr double kPlotHeight = kHeight - kTop - 46;
    if (figure.peak <= 0 || figure.bandwidth <= 0) {
        return {};
    }
    const double ridge = figure.peak / figure.bandwidth;
    double low_x = ridge / 4;
    double high_x = ridge * 4;
    double low_y = figure.peak / 4;
    for (const auto& point : figure.points) {
        if (point.intensity > 0 && point.achieved > 0) {
            low_x = std::min(low_x, point.intensity);
            high_x = std::max(high_x, point.intensity);
            low_y = std::min(low_y, point.achieved);
        }
    }
    const auto floor_power = [](double v) { return std::floor(std::log10(v)); };
    const double x0 = floor_power(low_x);
    const double x1 = std::max(x0 + 1, std::ceil(std::log10(high_x)));
    const double y0 = floor_power(low_y);
    const double y1 = std::max(y0 + 1, std::ceil(std::log10(figure.peak)));
    const auto px = [&](double v) { return kLeft + kPlotWidth * (std::log10(v) - x0) / (x1 - x0); };
    const auto py = [&](double v) {
        return kTop + kPlotHeight * (1 - (std::log10(v) - y0) / (y1 - y0));
    };
    std::string svg = opened(figure.title, kWidth, kHeight);
    for (double power = x0; power <= x1; ++power) {
        const double x = px(std::pow(10, power));
        svg += fmt::format("<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" "
                           "y2=\"{2}\"/>\n",
                           x, kTop, kTop + kPlotHeight);
        svg +=
            label(x, kTop + kPlotHeight + 16, fmt::format("{:g}", std::pow(10, power)), "middle");
    }
    for (double power = y0; power <= y1; ++power) {
        const double y = py(std::pow(10, power));
        svg +=
            fmt::format("<line class=\"grid\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n",
                        kLeft, kLeft + kPlotWidth, y, y);
        svg += label(kLeft - 6, y + 4, fmt::format("{:g}", std::pow(10, power)), "end");
    }
    // The memory roof starts where the plot does, at its left or at its lower edge.
    const double start = std::max(std::pow(10, x0), std::pow(10, y0) / figure.bandwidth);
    svg += fmt::format("<path class=\"roof\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}\"/>\n",
                       px(start), py(start * figure.bandwidth), px(ridge), py(figure.peak),
                       kLeft + kPlotWidth, py(figure.peak));
    for (const auto& point : figure.points) {
        if (point.intensity > 0 && point.achieved > 0) {
            svg += fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" "
                               "r=\"4\"><title>{}: {:.3g} op/byte, "
                               "{:.3g} GOP/s</title></circle>\n",
                               point.series == 0 ? "before" : "after", px(point.intensity),
                               py(point.achieved), escaped(point.label), point.intensity,
                               point.achieved);
        }
    }
    svg += label(kLeft + kPlotWidth, kHeight - 8,
                 "operations per byte of DRAM traffic (a MAC is two)", "end");
    svg += label(4, kTop + 2, "GOP/s");
    return svg + "</svg>\n";
}

} // namespace espalier::report
