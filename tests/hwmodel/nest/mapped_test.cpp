// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/support.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "hwmodel/nest/machine.h"
#include "hwmodel/nest/mapped.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stop_token>

namespace espalier::hw {
namespace {

using test::conv;
using test::machine;
using test::technology;

Network small_network() {
    Network network;
    network.name = "small";
    network.layers.push_back({"first", "Conv", conv(3, 16, 34, 34, 3, 1)});
    network.layers.push_back({"second", "Conv", conv(16, 32, 34, 34, 3, 2)});
    Workload pool = conv(1, 1, 16, 16, 2, 2);
    pool.kind = OpKind::Pool;
    pool.set(Dim::G, 32);
    network.layers.push_back({"pool", "MaxPool", pool});
    network.layers.push_back({"again", "Conv", conv(16, 32, 34, 34, 3, 2)});
    return network;
}

SearchOptions quick(Goal goal) {
    SearchOptions options;
    options.goal = goal;
    options.restarts = 3;
    options.exhaustive_below = 0;
    return options;
}

NetworkCost mapped(std::string_view id, Goal goal, const Mappings& given = {}) {
    return estimate_mapped(small_network(), machine(id), technology(kDefaultTechnology),
                           quick(goal), given, {});
}

constexpr const char* kMachines[] = {"systolic-16x16", "eyeriss", "eyeriss-256", "eyeriss-tree"};

TEST(Mapped, AddsUpOnEveryMachine) {
    for (const char* id : kMachines) {
        SCOPED_TRACE(id);
        const NetworkCost cost = mapped(id, Goal::Energy);
        for (const LayerEstimate& layer : cost.layers) {
            SCOPED_TRACE(layer.name);
            EXPECT_EQ(layer.cost.counts.macs, macs(layer.work));
            EXPECT_GE(layer.cost.counts.cycles * machine(id).peak_macs(), macs(layer.work));
            EXPECT_LE(layer.cost.utilisation, 1);
            EXPECT_LE(layer.roof.achieved_gops, layer.roof.attainable_gops * (1 + 1e-9));
            EXPECT_EQ(layer.mapped != nullptr, layer.work.has_macs());
            if (layer.mapped) {
                const double leakage =
                    std::isnan(layer.cost.leakage_pj) ? 0 : layer.cost.leakage_pj;
                EXPECT_NEAR(layer.cost.energy_pj() - leakage, layer.mapped->nest.energy_pj,
                            1e-9 * layer.cost.energy_pj());
                // Everything that any window touches comes in at least once.
                for (const Operand which : {Operand::Weight, Operand::Input}) {
                    EXPECT_GE(
                        layer.cost.counts.at(Level::Dram, which).reads,
                        tile_words(nest_layer(layer.work, machine(id)), which, layer.work.dims) *
                            (1 - 1e-9));
                }
            }
        }
        EXPECT_EQ(cost.layers[1].mapped, cost.layers[3].mapped) << "equal layers searched twice";
        EXPECT_EQ(cost.dataflow, "map");
    }
}

/// Elements side by side along output and filter rows: the input rows they need together, counted
/// one by one.
TEST(Mapped, SharedHalosAreFetchedOnce) {
    for (const auto& [outputs, taps, stride, dilation] :
         {std::tuple{4, 3, 1, 1}, {4, 3, 2, 1}, {3, 2, 3, 1}, {5, 3, 1, 2}, {6, 1, 1, 1}}) {
        SCOPED_TRACE(fmt::format("{} {} {} {}", outputs, taps, stride, dilation));
        NestLayer layer;
        layer.dims[static_cast<std::size_t>(Dim::P)] = outputs;
        layer.dims[static_cast<std::size_t>(Dim::R)] = taps;
        layer.stride_h = stride;
        layer.dilation_h = dilation;
        layer.bits = {16, 16, 16};
        NestMachine machine;
        machine.count = 2;
        machine.stores[1].columns = outputs;
        machine.stores[1].rows = taps;
        for (std::size_t l = 0; l < 2; ++l) {
            machine.stores[l].keeps = {true, true, true};
        }
        Mapping mapping = Mapping::trivial(machine);
        mapping.columns[1][static_cast<std::size_t>(Dim::P)] = outputs;
        mapping.rows[1][static_cast<std::size_t>(Dim::R)] = taps;
        std::set<int> rows;
        for (int p = 0; p < outputs; ++p) {
            for (int r = 0; r < taps; ++r) {
                rows.insert(p * stride + r * dilation);
            }
        }
        const std::size_t input = static_cast<std::size_t>(Operand::Input);
        EXPECT_EQ(count_accesses(layer, machine, mapping).at[1][input].reads, outputs * taps);
        machine.stores[1].shares_halos = true;
        // Strided windows with gaps are counted as the rows they reach over.
        const double together = count_accesses(layer, machine, mapping).at[1][input].reads;
        EXPECT_GE(together, static_cast<double>(rows.size()));
        if (stride == 1 && dilation == 1) {
            EXPECT_EQ(together, static_cast<double>(rows.size()));
        }
        EXPECT_LE(together, outputs * taps);
        // What reaches the elements is as much as before.
        EXPECT_EQ(count_accesses(layer, machine, mapping).delivered[1][input], outputs * taps);
    }
}

TEST(Mapped, EachGoalIsBestAtItsOwn) {
    const auto total = [](Goal goal) { return mapped("eyeriss-256", goal).total; };
    const LayerCost energy = total(Goal::Energy);
    const LayerCost latency = total(Goal::Latency);
    EXPECT_LT(energy.energy_pj(), latency.energy_pj());
    EXPECT_LT(latency.counts.cycles, energy.counts.cycles);
}

TEST(Mapped, IsTheSameOnAnyNumberOfThreads) {
    const int before = threads();
    set_threads(1);
    const Json one = to_json(mapped("eyeriss-tree", Goal::EnergyDelay));
    set_threads(3);
    const Json three = to_json(mapped("eyeriss-tree", Goal::EnergyDelay));
    set_threads(before);
    EXPECT_EQ(one, three);
}

TEST(Mapped, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW((void)estimate_mapped(small_network(), machine("eyeriss-tree"),
                                       technology(kDefaultTechnology), quick(Goal::Energy), {},
                                       Job(stop.get_token(), {})),
                 Error);
}

TEST(Mapped, ReadsTheMappingsItWrites) {
    for (const char* id : kMachines) {
        const NetworkCost found = mapped(id, Goal::EnergyDelay);
        const Mappings given = parse_mappings(to_json(found).dump(), "found.json", machine(id));
        EXPECT_EQ(given.size(), 3U);
        const NetworkCost again = mapped(id, Goal::Energy, given);
        EXPECT_EQ(found.total.energy_pj(), again.total.energy_pj()) << id;
        EXPECT_EQ(found.total.counts.cycles, again.total.counts.cycles) << id;
    }
}

std::string error_of(const std::string& mapping) {
    const std::string text = R"({"layers": [{"name": "first", "mapping": )" + mapping + "}]}";
    try {
        (void)mapped("eyeriss-tree", Goal::Energy,
                     parse_mappings(text, "m.json", machine("eyeriss-tree")));
    } catch (const Error& error) {
        return error.where() + ": " + error.message();
    }
    return "";
}

TEST(Mapped, NamesWhatAMappingLacks) {
    EXPECT_EQ(error_of(R"([{"store": "cache"}])"),
              "m.json: first: store \"cache\" is unknown, expected one of: DRAM, filter buffer, "
              "buffer, input scratchpad, filter scratchpad, sum scratchpad");
    EXPECT_EQ(error_of(R"([{"store": "DRAM", "for": ["K4"]}])"),
              "m.json: first: DRAM: loop \"K4\" is malformed, expected one of NGKCPQRS and a "
              "factor, as in \"K 4\"");
    EXPECT_EQ(error_of(R"([{"store": "DRAM", "for": ["K 16"]}])"),
              "first: dim C: the factors multiply to 1, the layer has 3");
    EXPECT_EQ(error_of(R"([{"store": "buffer", "columns": ["K 16"]}])"),
              "first: the network below buffer is 14 columns by 12 rows, the mapping needs 16 by "
              "1");
    EXPECT_EQ(error_of(R"([{"store": "sum scratchpad", "for": ["P 32"]}])"),
              "first: sum scratchpad holds 384 bits, the tiles need 512");
}

TEST(Mapped, GatingSavesEnergyAndNoCycle) {
    Workload work = conv(8, 8, 10, 10, 3, 1);
    const Prices prices = make_prices(machine("eyeriss"), technology(kDefaultTechnology));
    MappedLayer dense;
    (void)map_layer(work, machine("eyeriss"), prices, quick(Goal::Energy), {}, &dense);
    work.operand(Operand::Input).density = 0.25;
    MappedLayer gated;
    (void)cost_mapping(work, machine("eyeriss"), prices, dense.mapping, &gated);
    EXPECT_EQ(gated.nest.cycles, dense.nest.cycles);
    EXPECT_DOUBLE_EQ(gated.nest.mac_pj, 0.25 * dense.nest.mac_pj);
    EXPECT_EQ(gated.nest.store_pj[2], dense.nest.store_pj[2]); // DRAM moves what it moved
    EXPECT_LT(gated.nest.energy_pj, dense.nest.energy_pj);
    EXPECT_EQ(gated.nest.store_pj[0][1], dense.nest.store_pj[0][1]); // inputs are read to see
}

/// Every loop at one place: hand-counted.
TEST(Mapped, CostsAGivenMapping) {
    // 8 x 8 outputs of 4 filters over 2 channels, 1 x 1: everything at DRAM but K, which is below.
    Workload work = conv(2, 4, 8, 8, 1, 1);
    const Mappings given = parse_mappings(
        R"({"layers": [{"name": "layer", "mapping": [
             {"store": "DRAM", "for": ["C 2", "P 8", "Q 8"]},
             {"store": "sum scratchpad", "for": ["K 4"]}]}]})",
        "m.json", machine("eyeriss-tree"));
    Network network;
    network.layers.push_back({"layer", "Conv", work});
    const NetworkCost cost =
        estimate_mapped(network, machine("eyeriss-tree"), technology(kDefaultTechnology),
                        quick(Goal::Energy), given, {});
    const Counts& counts = cost.layers[0].cost.counts;
    EXPECT_EQ(counts.compute_cycles, 8 * 8 * 2 * 4);
    EXPECT_EQ(counts.at(Level::Dram, Operand::Weight).reads, 4 * 2); // stay while Q and P run
    EXPECT_EQ(counts.at(Level::Dram, Operand::Input).reads, 8 * 8 * 2);
    EXPECT_EQ(counts.at(Level::Dram, Operand::Output).reads, 8 * 8 * 4);      // second channel
    EXPECT_EQ(counts.at(Level::Dram, Operand::Output).writes, 2 * 8 * 8 * 4); // both
}

} // namespace
} // namespace espalier::hw
