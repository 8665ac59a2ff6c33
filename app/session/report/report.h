// SPDX-License-Identifier: GPL-3.0-or-later
// What a report says, apart from how it is written: filled by build_report, read by the HTML, the
// Markdown and the JSON writer alike.
#pragma once

#include "app/session/report/chart.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace espalier::report {

/// One network of the headline table. Unknown stays unknown.
struct HeadlineRow {
    std::string name; ///< "Original", "1 prune.magnitude", ...
    std::int64_t params = 0;
    std::int64_t nonzeros = 0;
    std::int64_t macs = 0;
    std::int64_t stored_bytes = 0;
    std::optional<double> top1;       ///< per cent
    std::optional<double> perplexity; ///< of a language model on a text
    std::optional<double> latency_ms; ///< median, measured on this machine
    std::optional<double> energy_pj;  ///< modelled
    std::optional<double> cycles;     ///< modelled
};

struct StepText {
    std::string title;
    std::string text; ///< as --step takes it
    double seconds = 0;
    std::vector<std::string> notes;
};

/// One layer before and after, matched by origin; `after` sums what the layer became.
struct LayerRow {
    std::string name;
    std::string op;
    std::string shape_before;
    std::string shape_after;
    std::int64_t params_before = 0;
    std::int64_t params_after = 0;
    std::int64_t nonzeros_after = 0;
    std::int64_t macs_before = 0;
    std::int64_t macs_after = 0;
    int bits_after = 32;
    std::int64_t bytes_before = 0;
    std::int64_t bytes_after = 0;
    std::string format_after; ///< storage format chosen
};

struct Report {
    std::string title;
    std::string command; ///< that reproduces it
    std::vector<std::pair<std::string, std::string>> identity;
    std::vector<StepText> steps;
    std::vector<HeadlineRow> headline; ///< the first is the original
    std::vector<LayerRow> layers;
    std::vector<HistogramFigure> histograms;
    std::optional<StackedFigure> energy;
    std::optional<RooflineFigure> roofline;
    std::vector<std::pair<std::string, std::string>> definitions;
    std::vector<std::string> limits; ///< of the model and of the measurement, one sentence each
};

/// A page that needs nothing beside itself: styles and figures are inside.
[[nodiscard]] std::string to_html(const Report& report);
/// The same without figures, for a repository or a chat.
[[nodiscard]] std::string to_markdown(const Report& report);
[[nodiscard]] nlohmann::ordered_json to_json(const Report& report);

/// "−91.3 %" of `after` against `before`; "" where before is zero.
[[nodiscard]] std::string delta_text(double before, double after);

} // namespace espalier::report
