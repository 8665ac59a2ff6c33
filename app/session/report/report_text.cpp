// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/report_text.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace espalier::report {

std::string delta_text(double before, double after) {
    if (before == 0) {
        return {};
    }
    const double change = 100 * (after - before) / before;
    if (std::abs(change) < 0.05) {
        return "±0 %";
    }
    return fmt::format("{}{:.1f} %", change < 0 ? "−" : "+", std::abs(change));
}

namespace {

constexpr const char* kUnknown = "unknown";

std::string with_delta(std::string text, double before, double after, bool is_original) {
    if (is_original) {
        return text;
    }
    const std::string delta = delta_text(before, after);
    return delta.empty() ? text : text + " (" + delta + ")";
}

template <typename Format>
std::string optional_cell(const std::optional<double>& before, const std::optional<double>& after,
                          bool is_original, const Format& format) {
    if (!after) {
        return kUnknown;
    }
    return before ? with_delta(format(*after), *before, *after, is_original) : format(*after);
}

std::string count_cell(std::int64_t before, std::int64_t after, bool is_original) {
    return with_delta(with_thousands(static_cast<std::uint64_t>(after)),
                      static_cast<double>(before), static_cast<double>(after), is_original);
}

} // namespace

TextTable headline_table(const Report& report) {
    TextTable table;
    table.columns = {"network", "parameters", "non-zeros",         "stored",           "MACs",
                     "top-1",   "measured",   "energy (modelled)", "cycles (modelled)"};
    constexpr std::ptrdiff_t kPerplexity = 6; // behind top-1
    const bool language = std::ranges::any_of(
        report.headline, [](const HeadlineRow& row) { return row.perplexity.has_value(); });
    if (language) {
        table.columns.insert(table.columns.begin() + kPerplexity, "perplexity");
    }
    for (std::size_t i = 0; i < report.headline.size(); ++i) {
        const HeadlineRow& base = report.headline.front();
        const HeadlineRow& row = report.headline[i];
        const bool original = i == 0;
        std::string top1 = row.top1 ? fmt::format("{:.2f} %", *row.top1) : kUnknown;
        if (!original && row.top1 && base.top1) {
            top1 += fmt::format(" ({:+.2f})", *row.top1 - *base.top1);
        }
        std::vector<std::string> cells(
            {row.name, count_cell(base.params, row.params, original),
             count_cell(base.nonzeros, row.nonzeros, original),
             with_delta(human_bytes(static_cast<std::uint64_t>(row.stored_bytes)),
                        static_cast<double>(base.stored_bytes),
                        static_cast<double>(row.stored_bytes), original),
             with_delta(human_count(static_cast<double>(row.macs)), static_cast<double>(base.macs),
                        static_cast<double>(row.macs), original),
             top1,
             optional_cell(base.latency_ms, row.latency_ms, original,
                           [](double ms) { return fmt::format("{:.3f} ms", ms); }),
             optional_cell(base.energy_pj, row.energy_pj, original, human_energy),
             optional_cell(base.cycles, row.cycles, original, human_count)});
        if (language) {
            cells.insert(cells.begin() + kPerplexity,
                         optional_cell(base.perplexity, row.perplexity, original,
                                       [](double value) { return fmt::format("{:.2f}", value); }));
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

TextTable layer_table(const Report& report) {
    TextTable table;
    table.columns = {"layer",     "operator", "output before", "output after", "parameters",
                     "non-zeros", "MACs",     "bits",          "stored",       "format"};
    for (const LayerRow& row : report.layers) {
        table.rows.push_back({row.name, row.op, row.shape_before, row.shape_after,
                              count_cell(row.params_before, row.params_after, false),
                              with_thousands(static_cast<std::uint64_t>(row.nonzeros_after)),
                              with_delta(human_count(static_cast<double>(row.macs_after)),
                                         static_cast<double>(row.macs_before),
                                         static_cast<double>(row.macs_after), false),
                              std::to_string(row.bits_after),
                              with_delta(human_bytes(static_cast<std::uint64_t>(row.bytes_after)),
                                         static_cast<double>(row.bytes_before),
                                         static_cast<double>(row.bytes_after), false),
                              row.format_after});
    }
    return table;
}

} // namespace espalier::report
