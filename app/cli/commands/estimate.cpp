// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/estimate.h"

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "app/session/workload.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "hwmodel/topology_csv.h"

namespace espalier::cli::commands::estimate {

namespace {

/// Pictures from which the share of zero activations is taken.
constexpr std::size_t kDensityPictures = 64;

struct Options {
    NetworkArgument net;
    DataArgument data;
    std::string accelerator;
    std::string dataflow;
    bool explain = false;
};

hw::Network work_of(const Options& options, const Globals& globals, Console& console) {
    if (std::filesystem::path(options.net.name()).extension() == ".csv") {
        return hw::read_topology_csv(options.net.name());
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
    for (const hw::NamedCost& layer : cost.layers) {
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
    console.print(table.str());
}

} // namespace

} // namespace espalier::cli::commands::estimate
