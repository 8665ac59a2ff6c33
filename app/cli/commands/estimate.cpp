// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/estimate.h"

#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "app/session/workload.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "hwmodel/nest/mapped.h"
#include "hwmodel/topology_csv.h"
#include "hwmodel/workload_json.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::estimate {

namespace {

/// Pictures from which the share of zero activations is taken.
constexpr std::size_t kDensityPictures = 64;

constexpr std::uint64_t kMaxMappingBytes = std::uint64_t{1} << 24U;

struct Options {
    NetworkArgument net;
    DataArgument data;
    std::string accelerator;
    std::string dataflow;
    std::string map;
    std::string mapping;
    bool explain = false;
};

hw::Network work_of(const Options& options, const Globals& globals, Console& console) {
    if (std::filesystem::path(options.net.name()).extension() == ".csv") {
        return hw::read_topology_csv(options.net.name());
    }
    if (std::filesystem::path(options.net.name()).extension() == ".json") {
        return hw::read_workload_json(options.net.name());
    }
    const Network network = options.net.load();
    ActivationDensities densities;
    if (options.data.given()) {
        densities = measure_densities(network.graph, *options.data.open(globals, Split::Test),
                                      network.preprocess, kDensityPictures, console.job());
    }
    return workload(network.graph, densities);
}

void print_text(Console& console, const hw::NetworkCost& cost, const AcceleratorChoice& choice) {
    console.print(choice.str());
    Table table;
    table.column("layer", Table::Align::Left).column("operator", Table::Align::Left);
    table.column("MACs").column("cycles").column("stalls").column("use").column("energy");
    table.column("MAC").column("register").column("array").column("buffer").column("DRAM");
    const auto share = [](double part, double whole) {
        return whole > 0 ? fmt::format("{:.0f} %", 100 * part / whole) : std::string();
    };
    for (const hw::LayerEstimate& layer : cost.layers) {
        const double energy = layer.cost.energy_pj();
        table.row({layer.name, layer.op, human_count(layer.cost.counts.macs),
                   human_count(layer.cost.counts.cycles),
                   share(layer.cost.counts.cycles - layer.cost.counts.compute_cycles,
                         layer.cost.counts.cycles),
                   fmt::format("{:.0f} %", 100 * layer.cost.utilisation), human_energy(energy),
                   share(layer.cost.mac_pj, energy),
                   share(layer.cost.level_pj(hw::Level::Register), energy),
                   share(layer.cost.level_pj(hw::Level::Array), energy),
                   share(layer.cost.level_pj(hw::Level::Buffer), energy),
                   share(layer.cost.level_pj(hw::Level::Dram), energy)});
    }
    table.rule();
    table.row({"total", "", human_count(cost.total.counts.macs),
               human_count(cost.total.counts.cycles), "",
               fmt::format("{:.0f} %", 100 * cost.total.utilisation),
               human_energy(cost.total.energy_pj())});
    console.print(table.str());
    console.print();
    const hw::Counts& counts = cost.total.counts;
    console.print(fmt::format("{} a sample, {:.4g} ms at {} MHz; {} cycles, of which {} computing, "
                              "{} waiting for memory, {} first operands and last results",
                              human_energy(cost.total.energy_pj()), cost.total.latency_ms,
                              choice.accelerator.clock_mhz, human_count(counts.cycles),
                              human_count(counts.compute_cycles),
                              human_count(counts.stall_cycles()), human_count(counts.fill_cycles)));
    console.print(cost.area_um2
                      ? fmt::format("area {:.3g} mm² ({})", *cost.area_um2 * 1e-6,
                                    cost.area_published ? "published" : "sum of its parts")
                      : std::string("area unknown"));
    for (const hw::PartArea& part : cost.areas) {
        console.print(fmt::format("  {}: {:.3g} mm²", part.name, part.um2 * 1e-6));
    }
    for (const std::string& note : cost.notes) {
        console.print("note: " + note);
    }
}

/// The loops of each layer, as a mapping file has them, one line for each store.
void print_mappings(Console& console, const hw::NetworkCost& cost) {
    for (const hw::LayerEstimate& layer : cost.layers) {
        if (!layer.mapped) {
            continue;
        }
        const Json document = hw::to_json(*layer.mapped);
        console.print();
        console.print(layer.name);
        const auto joined = [](const Json& list) {
            std::string text;
            for (const Json& item : list) {
                text += (text.empty() ? "" : ", ") + item.get<std::string>();
            }
            return text;
        };
        Table table;
        for (const char* title : {"store", "for", "columns", "rows", "keeps"}) {
            table.column(title, Table::Align::Left);
        }
        for (const Json& store : document.at("mapping")) {
            table.row({store.at("store").get<std::string>(), joined(store.at("for")),
                       joined(store.at("columns")), joined(store.at("rows")),
                       joined(store.at("keeps"))});
        }
        console.print(table.str());
        const hw::NestCost& nest = layer.mapped->nest;
        console.print(fmt::format("{} cycles computing, {} waiting, {} first tiles, {} last; {} "
                                  "mappings costed{}",
                                  human_count(nest.compute_cycles), human_count(nest.stall_cycles),
                                  human_count(nest.fill_cycles), human_count(nest.drain_cycles),
                                  human_count(static_cast<double>(layer.mapped->costed)),
                                  layer.mapped->exhaustive ? ", which is all" : ""));
    }
}

void print_explanation(Console& console, const hw::NetworkCost& cost) {
    for (std::size_t i = 0; i < cost.layers.size(); ++i) {
        console.print();
        console.print(cost.layers[i].name);
        Table table;
        table.column("quantity", Table::Align::Left).column("value").column("", Table::Align::Left);
        table.column("formula", Table::Align::Left).column("source", Table::Align::Left);
        for (const hw::Explanation& line : hw::explain(cost, i)) {
            table.row({line.quantity, fmt::format("{:.6g}", line.value), line.unit, line.formula,
                       line.source});
        }
        console.print(table.str());
    }
    console.print();
    Table table;
    table.column("constant", Table::Align::Left).column("value").column("", Table::Align::Left);
    table.column("how", Table::Align::Left).column("source", Table::Align::Left);
    for (const hw::Constant& constant : cost.constants) {
        table.row({constant.name, fmt::format("{:.6g}", constant.value), constant.unit,
                   constant.how, constant.source});
    }
    console.print(table.str());
}

/// A mapping file says how its layers run; the others, or all with --map, are searched.
hw::NetworkCost cost_of(const Options& options, const AcceleratorChoice& choice,
                        const hw::Network& work, Console& console) {
    if (options.map.empty() && options.mapping.empty()) {
        return hw::estimate(work, choice.accelerator, *choice.dataflow, choice.technology,
                            console.job());
    }
    hw::SearchOptions search;
    search.goal = hw::parse_goal(options.map.empty() ? "energy" : options.map);
    const hw::Mappings given =
        options.mapping.empty() ? hw::Mappings()
                                : hw::parse_mappings(read_text(options.mapping, kMaxMappingBytes),
                                                     options.mapping, choice.accelerator);
    return hw::estimate_mapped(work, choice.accelerator, choice.technology, search, given,
                               console.job());
}

void estimate(const Options& options, const Globals& globals, Console& console) {
    const AcceleratorChoice choice = choose_accelerator(options.accelerator, options.dataflow);
    const hw::Network work = work_of(options, globals, console);
    const hw::NetworkCost cost = cost_of(options, choice, work, console);
    if (globals.json) {
        console.print_json(hw::to_json(cost));
        return;
    }
    print_text(console, cost, choice);
    print_mappings(console, cost);
    if (options.explain) {
        print_explanation(console, cost);
    }
}

class Estimate final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "estimate"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Energy, cycles and area on a modelled accelerator";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier estimate lenet-5-mnist --accelerator eyeriss\n"
               "  espalier estimate alexnet.csv --accelerator systolic-32x32 --dataflow ws\n"
               "  espalier estimate alexnet.csv --accelerator eyeriss --map energy";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        options->net.attach(app);
        app.add_option("--accelerator", options->accelerator,
                       "A preset's id, systolic-ROWSxCOLS, or a JSON file")
            ->required();
        auto* dataflow = app.add_option(
            "--dataflow", options->dataflow,
            "A dataflow's id (os, ws, is, rs, map ...); the machine's own unless given");
        auto* map = app.add_option("--map", options->map,
                                   "Search every layer's tiling and loop order for the least "
                                   "energy, latency or edp (their product)");
        auto* mapping = app.add_option("--mapping", options->mapping,
                                       "Cost the mappings of a JSON file, as --map --json writes "
                                       "them; layers it does not name are searched");
        map->excludes(dataflow);
        mapping->excludes(dataflow);
        options->data.attach(app, false, false);
        app.add_flag("--explain", options->explain,
                     "Every number with its formula and source, layer by layer");
        app.callback([options, &globals, &console] { estimate(*options, globals, console); });
    }
};

} // namespace

const Command& command() {
    static const Estimate estimate;
    return estimate;
}

} // namespace espalier::cli::commands::estimate
