// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/nest/mapped.h"

#include "hwmodel/dataflow.h"

#include <array>

namespace espalier::hw::dataflows::mapped {

namespace {

constexpr const char* kTimeloop =
    "A. Parashar et al., Timeloop, ISPASS 2019; its product form, equal to its counters";
constexpr std::array kFormulas{
    Formula{"compute_cycles", "product of the mapping's loops in time", kTimeloop},
    Formula{"cycles",
            "max over stores of (compute_cycles, bits / bits per cycle) + first tiles + last tile",
            "transfers overlap computing; the first tiles and the last do not"},
    Formula{"buffer",
            "reads: fills of the stores below times networks along which the operand differs "
            "(overlapping windows once, where the network shares halos); "
            "fills: tile, times every loop outside it from the first that the operand depends on",
            kTimeloop},
    Formula{"register", "one read for each MAC, shared along networks that do not matter to it",
            kTimeloop},
    Formula{"array", "every word, for each element it reaches", "multicast networks"},
    Formula{"dram", "fills of the stores below; outputs: updates, and reads of all but the first",
            kTimeloop},
};

class Mapped final : public Dataflow {
public:
    std::string_view id() const override { return "map"; }

    std::string_view title() const override { return "Searched mapping"; }

    std::string_view summary() const override {
        return "Whatever tiling and order of loops costs least on this machine, searched layer by "
               "layer.";
    }

    std::span<const Formula> formulas() const override { return kFormulas; }

    void check(const Accelerator& /*accelerator*/) const override {}

    Counts count(const Workload& work, const Accelerator& accelerator,
                 const Prices& prices) const override {
        return estimate(work, accelerator, prices).counts;
    }

    LayerCost estimate(const Workload& work, const Accelerator& accelerator,
                       const Prices& prices) const override {
        SearchOptions options;
        options.restarts = 4;
        options.exhaustive_below = 1e4;
        options.goal =
            accelerator.objective == Objective::Energy ? Goal::Energy : Goal::EnergyDelay;
        return map_layer(work, accelerator, prices, options, {});
    }
};

} // namespace

const Dataflow& dataflow() {
    static const Mapped instance;
    return instance;
}

} // namespace espalier::hw::dataflows::mapped
