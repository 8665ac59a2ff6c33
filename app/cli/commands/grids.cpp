// SPDX-License-Identifier: GPL-3.0-or-later
// The same weights on every grid, side by side.
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "core/analysis/accounting.h"
#include "core/analysis/storage.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/compress/recipe.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::cli::commands::grids {

namespace {

struct Options {
    NetworkArgument net;
    int bits = 4;
};

struct Row {
    std::string step;
    double bits = 0;  ///< of a stored index, averaged over the weights
    double error = 0; ///< squared, over the sum of the squares
    std::int64_t bytes = 0;
    std::int64_t entropy_bytes = 0; ///< what no code of independent weights goes below

    /// Signal to noise, in decibels.
    [[nodiscard]] double decibels() const {
        return error > 0 ? -10 * std::log10(error) : std::numeric_limits<double>::infinity();
    }
};

/// Every grid that has a width near `bits`, and the ones that have their own.
std::vector<std::string> steps_of(int bits) {
    std::vector<std::string> steps;
    const auto add = [&](std::string_view step) { steps.emplace_back(step); };
    if (bits >= 2) {
        for (const char* rule : {"minmax", "mse"}) {
            steps.push_back(
                fmt::format("quantise.uniform:weight_bits={},weight_range={}", bits, rule));
        }
        steps.push_back(fmt::format("quantise.uniform:weight_bits={},granularity=tensor", bits));
        steps.push_back(fmt::format("quantise.power_of_two:bits={},scale=free", bits));
        steps.push_back(
            fmt::format("quantise.power_of_two:bits={},levels=additive,scale=free", bits));
    }
    for (const char* levels : {"optimum", "lloyd", "balanced"}) {
        steps.push_back(fmt::format("quantise.codebook:bits={},levels={}", bits, levels));
    }
    for (const char* method : {"greedy", "refined", "alternating"}) {
        steps.push_back(fmt::format("quantise.multibit:bits={},method={}", bits, method));
    }
    add("quantise.ternary");
    add("quantise.ternary:threshold=mean");
    add("quantise.binary:skip_ends=false");
    for (const char* format : {"fp8-e4m3", "fp8-e5m2"}) {
        steps.push_back(fmt::format("quantise.minifloat:format={},scaling=channel", format));
    }
    add("quantise.minifloat:format=fp16");
    return steps;
}

Row row_of(const Graph& graph, const std::string& text) {
    const Step step = Step::parse(text);
    const Graph coded = step.technique->apply(graph, step.params, step.scope, {});
    Row row;
    row.step = text;
    double error = 0;
    double power = 0;
    double weights = 0;
    for (const ParameterStorage& stored : storage_table(coded).parameters) {
        const Parameter& parameter = *coded.parameter(coded.find_value(stored.name));
        if (!parameter.code()) {
            continue;
        }
        const Parameter& before = *graph.parameter(graph.find_value(stored.name));
        const auto x = before.with_code(nullptr).effective().data<float>();
        const auto y = parameter.effective().data<float>();
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double off = static_cast<double>(x[i]) - y[i];
            error += off * off;
            power += static_cast<double>(x[i]) * x[i];
        }
        const auto count = static_cast<double>(x.size());
        weights += count;
        row.bits += count * parameter.code()->bits();
        row.bytes += stored.best.bytes();
        row.entropy_bytes += std::llround(std::ceil(stored.entropy_bits / 8));
    }
    row.bits /= std::max(weights, 1.0);
    row.error = power > 0 ? error / power : 0;
    return row;
}

std::string size_text(std::int64_t bytes) {
    return with_thousands(static_cast<std::uint64_t>(bytes));
}

class Grids final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "grids"; }

    [[nodiscard]] std::string_view summary() const override {
        return "What every grid loses of a network's weights, and what it takes to store them";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier grids lenet-5-mnist --bits 3";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        options->net.attach(app);
        app.add_option("--bits", options->bits, "Width of the grids that have one")
            ->check(CLI::Range(1, 8))
            ->capture_default_str();
        app.callback([options, &globals, &console] {
            const Network network = options->net.load();
            std::vector<Row> rows;
            for (const std::string& step : steps_of(options->bits)) {
                rows.push_back(row_of(network.graph, step));
            }
            std::ranges::stable_sort(rows, {}, &Row::error);
            if (globals.json) {
                console.print_json(document(network, rows));
            } else {
                print_text(console, rows);
            }
        });
    }

private:
    static Json document(const Network& network, const std::vector<Row>& rows) {
        Json json{{"network", network.graph.name}};
        Json list = Json::array();
        for (const Row& row : rows) {
            list.push_back({{"step", row.step},
                            {"bits", row.bits},
                            {"relative_error", row.error},
                            {"sqnr_db", row.decibels()},
                            {"stored_bytes", row.bytes},
                            {"entropy_bytes", row.entropy_bytes}});
        }
        json["grids"] = std::move(list);
        return json;
    }

    static void print_text(Console& console, const std::vector<Row>& rows) {
        Table table;
        table.column("step", Table::Align::Left)
            .column("bits")
            .column("lost, %")
            .column("SQNR, dB")
            .column("stored bytes")
            .column("entropy, bytes");
        for (const Row& row : rows) {
            table.row({row.step, fmt::format("{:.1f}", row.bits),
                       fmt::format("{:.4f}", 100 * row.error),
                       fmt::format("{:.1f}", row.decibels()), size_text(row.bytes),
                       size_text(row.entropy_bytes)});
        }
        console.print(table.str());
        console.print();
        console.print("Lost: sum of the squared changes of all quantised weights over the sum of "
                      "their squares. Stored: in .espz, scales and tables included.");
    }
};

} // namespace

const Command& command() {
    static const Grids grids;
    return grids;
}

} // namespace espalier::cli::commands::grids
