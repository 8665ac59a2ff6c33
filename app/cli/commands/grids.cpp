// SPDX-License-Identifier: GPL-3.0-or-later
// The same weights on every grid, side by side.
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "app/session/grid_comparison.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace espalier::cli::commands::grids {

namespace {

struct Options {
    NetworkArgument net;
    int bits = 4;
    int input_bits = 8;
    std::string technology{hw::kDefaultTechnology};
};

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
        app.add_option("--input-bits", options->input_bits,
                       "Width of the activations that energies are for")
            ->check(CLI::Range(1, 32))
            ->capture_default_str();
        app.add_option("--technology", options->technology,
                       "Table of energies: one that is shipped, or a JSON file")
            ->capture_default_str();
        app.callback([options, &globals, &console] {
            const Network network = options->net.load();
            const hw::Technology technology = hw::load_technology(options->technology);
            std::vector<GridRow> rows;
            for (const std::string& step : grid_steps(options->bits)) {
                rows.push_back(grid_row(network.graph, step, {}, options->input_bits, technology));
            }
            std::ranges::stable_sort(rows, {}, &GridRow::error);
            if (globals.json) {
                console.print_json(document(network, rows, *options, technology));
            } else {
                print_text(console, rows, *options, technology);
            }
        });
    }

private:
    static Json document(const Network& network, const std::vector<GridRow>& rows,
                         const Options& options, const hw::Technology& technology) {
        Json json{{"network", network.graph.name},
                  {"technology", technology.id},
                  {"input_bits", options.input_bits}};
        Json list = Json::array();
        for (const GridRow& row : rows) {
            list.push_back({{"step", row.step},
                            {"bits", row.bits},
                            {"relative_error", row.error},
                            {"sqnr_db", row.decibels()},
                            {"stored_bytes", row.bytes},
                            {"entropy_bytes", row.entropy_bytes},
                            {"mac_pj", row.mac_pj}});
        }
        json["grids"] = std::move(list);
        return json;
    }

    static void print_text(Console& console, const std::vector<GridRow>& rows,
                           const Options& options, const hw::Technology& technology) {
        Table table;
        table.column("step", Table::Align::Left)
            .column("bits")
            .column("lost, %")
            .column("SQNR, dB")
            .column("stored bytes")
            .column("entropy, bytes")
            .column(technology.relative ? "per MAC" : "pJ per MAC");
        for (const GridRow& row : rows) {
            table.row({row.step, fmt::format("{:.1f}", row.bits),
                       fmt::format("{:.4f}", 100 * row.error),
                       fmt::format("{:.1f}", row.decibels()), size_text(row.bytes),
                       size_text(row.entropy_bytes), fmt::format("{:.3f}", row.mac_pj)});
        }
        console.print(table.str());
        console.print();
        console.print("Lost: sum of the squared changes of all quantised weights over the sum of "
                      "their squares. Stored: in .espz, scales and tables included.");
        console.print(fmt::format(
            "Energy: a multiply-accumulate with an input of {} bits in {}; an addition for a sign "
            "or a power of two (shifts are not counted), a product of floats for codebooks.",
            options.input_bits, technology.title));
    }
};

} // namespace

const Command& command() {
    static const Grids grids;
    return grids;
}

} // namespace espalier::cli::commands::grids
