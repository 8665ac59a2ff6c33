// SPDX-License-Identifier: GPL-3.0-or-later
// The machines with a schedule of their own, as presets.
#include "tests/hwmodel/support.h"

#include "core/base/error.h"
#include "hwmodel/estimate.h"
#include "hwmodel/sparse/mask.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace espalier::hw {
namespace {

using test::conv;
using test::machine;
using test::technology;

constexpr const char* kMachines[] = {
    "diannao",   "shidiannao", "eie",    "ese",         "cambricon-x", "cnvlutin",
    "dadiannao", "stripes",    "unpu",   "loom",        "xne",         "bit-fusion",
    "tie",       "scnn",       "snapea", "speculation", "jetson-tx2",  "cortex-a72"};

Workload with(Workload work, int bits, double density) {
    for (OperandInfo& info : work.operands) {
        info.bits = static_cast<std::uint8_t>(bits);
        info.density = density;
        info.kind = DensityKind::Uniform;
    }
    return work;
}

LayerCost cost_of(const char* id, const Workload& work) {
    const Accelerator& at = machine(id);
    return default_dataflow(at).estimate(work, at, make_prices(at, technology("horowitz-45nm")));
}

std::vector<Workload> layers() {
    Workload depthwise = conv(1, 1, 30, 30, 3, 1);
    depthwise.kind = OpKind::Depthwise;
    depthwise.set(Dim::G, 32);
    Workload dense;
    dense.kind = OpKind::Gemm;
    dense.set(Dim::C, 4096);
    dense.set(Dim::K, 1000);
    return {conv(3, 64, 114, 114, 7, 2), conv(64, 128, 30, 30, 3, 1), conv(64, 64, 14, 14, 1, 1),
            depthwise, dense};
}

TEST(EnginePresets, AddUpAndStayWithinTheirBounds) {
    for (const char* id : kMachines) {
        SCOPED_TRACE(id);
        for (const Workload& layer : layers()) {
            const Workload work = with(layer, 8, 0.5);
            const LayerCost cost = cost_of(id, work);
            EXPECT_EQ(cost.counts.macs, macs(work));
            EXPECT_GT(cost.counts.executed_macs, 0);
            EXPECT_GE(cost.counts.cycles, cost.counts.compute_cycles);
            EXPECT_GE(cost.counts.fill_cycles, 0);
            EXPECT_NEAR(cost.counts.compute_cycles + cost.counts.fill_cycles +
                            cost.counts.stall_cycles(),
                        cost.counts.cycles, 1);
            EXPECT_GT(cost.utilisation, 0);
            EXPECT_LE(cost.utilisation, 1 + 1e-9);
            EXPECT_GT(cost.energy_pj(), 0);
            EXPECT_GE(cost.counts.at(Level::Dram, Operand::Output).writes,
                      elements(work, Operand::Output));
            for (const Formula& formula : default_dataflow(machine(id)).formulas()) {
                EXPECT_FALSE(formula.text.empty());
                EXPECT_FALSE(formula.source.empty());
            }
        }
    }
}

TEST(EnginePresets, GainFromZerosOrBitsWhereTheyAreBuiltForIt) {
    const Workload layer = conv(64, 256, 30, 30, 3, 1);
    for (const char* id : {"cambricon-x", "cnvlutin", "eie", "ese", "scnn", "speculation"}) {
        double last = 0;
        for (const double density : {0.1, 0.3, 0.6, 1.0}) {
            const double cycles = cost_of(id, with(layer, 16, density)).counts.compute_cycles;
            EXPECT_GT(cycles, last) << id << ' ' << density;
            last = cycles;
        }
    }
    for (const char* id : {"stripes", "unpu", "loom", "xne", "bit-fusion"}) {
        double last = 0;
        for (const int bits : {2, 4, 8}) {
            // Bit Fusion's multipliers outgrow 64 channels: fewer bits then spare it transfers.
            const double cycles = cost_of(id, with(layer, bits, 1)).counts.cycles;
            EXPECT_GT(cycles, last) << id << ' ' << bits;
            last = cycles;
        }
    }
    for (const char* id : {"diannao", "shidiannao", "dadiannao", "tie"}) {
        EXPECT_EQ(cost_of(id, with(layer, 16, 0.1)).counts.compute_cycles,
                  cost_of(id, with(layer, 16, 1)).counts.compute_cycles)
            << id;
    }
}

/// Rows of equal density on average, but half of the filters empty: the mask tells, the mean not.
TEST(EnginePresets, WaitForTheFullestFilterOfTheActualMask) {
    Workload work = with(conv(64, 256, 10, 10, 3, 1), 16, 0.5);
    const double mean = cost_of("cambricon-x", work).counts.compute_cycles;
    work.weight_mask = std::make_shared<Mask>(
        256, 64 * 9, [](std::size_t filter, std::size_t) { return filter % 2 == 0; });
    const double uneven = cost_of("cambricon-x", work).counts.compute_cycles;
    EXPECT_EQ(uneven, 64 * 16 * 36); // each group has a full filter
    EXPECT_GT(uneven, 1.5 * mean);
}

/// The same number of zeros, spread evenly, in blocks, and all in some of the filters.
TEST(EnginePresets, FollowTheMaskNotTheDensity) {
    const auto masked = [](const char* id, auto&& is_set) {
        Workload work = with(conv(64, 256, 10, 10, 3, 1), 16, 0.25);
        work.weight_mask = std::make_shared<Mask>(256, 64 * 9, is_set);
        EXPECT_NEAR(work.weight_mask->density(), 0.25, 1e-9);
        return cost_of(id, work);
    };
    const auto even = [](std::size_t filter, std::size_t tap) { return (tap + filter) % 4 == 0; };
    const auto uneven = [](std::size_t filter, std::size_t) { return filter % 64 < 16; };
    for (const char* id : {"cambricon-x", "eie", "ese"}) {
        SCOPED_TRACE(id);
        const LayerCost spread = masked(id, even);
        const LayerCost heaped = masked(id, uneven);
        EXPECT_LT(spread.counts.compute_cycles,
                  cost_of(id, with(conv(64, 256, 10, 10, 3, 1), 16, 0.3)).counts.compute_cycles);
        EXPECT_EQ(spread.counts.executed_macs, heaped.counts.executed_macs);
    }
    // Groups of 16 filters: empty ones pass at once, full ones take all their time: no loss.
    EXPECT_EQ(masked("cambricon-x", uneven).counts.compute_cycles, 64 * 4 * 36);
    // EIE deals rows out in turn: sixteen of its 64 elements have all the work.
    EXPECT_GT(masked("eie", uneven).counts.compute_cycles,
              3.5 * masked("eie", even).counts.compute_cycles);
    // A filter group of SCNN waits for the inputs only: an uneven share costs where ceil() does.
    EXPECT_NEAR(masked("scnn", even).counts.compute_cycles,
                cost_of("scnn", with(conv(64, 256, 10, 10, 3, 1), 16, 0.25)).counts.compute_cycles,
                0.25 * masked("scnn", even).counts.compute_cycles);
}

TEST(EnginePresets, StructuredZerosLeaveNobodyWaiting) {
    Workload work = with(conv(64, 256, 10, 10, 3, 1), 16, 0.5);
    OperandInfo& weights = work.operand(Operand::Weight);
    const double anywhere = cost_of("cambricon-x", work).counts.compute_cycles;
    weights.kind = DensityKind::Structured;
    weights.kept = 2;
    weights.block = 4;
    EXPECT_EQ(cost_of("cambricon-x", work).counts.compute_cycles, 64 * 16 * 18);
    EXPECT_LT(64 * 16 * 18, anywhere);
}

TEST(EnginePresets, SayWhetherZeroWeightsSaveSomething) {
    Network network;
    network.layers.push_back({"layer", "Conv", with(conv(64, 64, 10, 10, 3, 1), 16, 0.5)});
    for (const auto& [id, saves] : {std::pair{"eie", true},
                                    {"cambricon-x", true},
                                    {"scnn", true},
                                    {"cnvlutin", false},
                                    {"diannao", false}}) {
        const NetworkCost cost = estimate(network, machine(id), default_dataflow(machine(id)),
                                          technology("horowitz-45nm"), {});
        const bool denied = std::any_of(cost.notes.begin(), cost.notes.end(), [](const auto& note) {
            return note.find("does not exploit zero weights") != std::string::npos;
        });
        EXPECT_EQ(denied, !saves) << id;
    }
}

TEST(EnginePresets, NameTheFigureAMachineLacks) {
    try {
        find_dataflow("eie").check(machine("eyeriss"));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.message(), "accelerator eyeriss: its engine does not say \"queue\"");
    }
}

} // namespace
} // namespace espalier::hw
