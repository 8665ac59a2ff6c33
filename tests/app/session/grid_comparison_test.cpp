// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/grid_comparison.h"
#include "core/graph/level_code.h"
#include "core/graph/minifloat_code.h"
#include "core/graph/multibit_code.h"
#include "core/train/zoo.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

const hw::Technology& horowitz() {
    static const hw::Technology technology = hw::load_technology(hw::kDefaultTechnology);
    return technology;
}

/// Horowitz's table (ISSCC 2014, 45 nm): 8-bit product 0.2 pJ, 32-bit addition 0.1 pJ, 16-bit float
/// product 1.1 pJ, 32-bit ones 3.7 pJ and 0.9 pJ.
TEST(GridComparison, EnergiesAreThoseOfTheTable) {
    const AffineCode bytes(8, true, true, -1, {1}, {0});
    EXPECT_NEAR(mac_energy(&bytes, 8, horowitz()), 0.2 + 0.1, 1e-6);
    const LevelCode ternary("ternary", {-1, 0, 1}, -1, {1});
    EXPECT_NEAR(mac_energy(&ternary, 8, horowitz()), 0.1, 1e-6);
    const MultiBitCode planes(3, -1, {1, 0.5F, 0.25F});
    EXPECT_NEAR(mac_energy(&planes, 8, horowitz()), 0.3, 1e-6);
    const double floats = mac_energy(nullptr, 8, horowitz());
    EXPECT_NEAR(floats, 3.7 + 0.9, 1e-6);
    const CodebookCode book({-1, 0, 1});
    EXPECT_EQ(mac_energy(&book, 8, horowitz()), floats);
    const MinifloatCode half(minifloat("fp16"), -1, {1});
    EXPECT_LT(mac_energy(&half, 8, horowitz()), floats);
    EXPECT_LT(mac_energy(&bytes, 4, horowitz()), mac_energy(&bytes, 8, horowitz()));
}

TEST(GridComparison, EveryGridOfALayerIsARow) {
    const Graph graph = make_network("lenet-5", 10, 3);
    const Scope scope{{"conv2"}, {}};
    const std::int64_t weights =
        graph.parameter(graph.find_value("conv2.weight"))->shape().elements();
    double nearest = 1;
    double best = 1;
    for (const std::string& step : grid_steps(4)) {
        const GridRow row = grid_row(graph, step, scope, 8, horowitz());
        EXPECT_EQ(row.weights, weights) << step;
        EXPECT_GT(row.error, 0) << step;
        EXPECT_NEAR(row.decibels(), -10 * std::log10(row.error), 1e-9);
        EXPECT_GT(row.bytes, 0);
        EXPECT_LE(row.entropy_bytes, row.bytes) << step;
        EXPECT_GT(row.mac_pj, 0);
        nearest =
            step == "quantise.uniform:weight_bits=4,weight_range=minmax" ? row.error : nearest;
        best = step == "quantise.uniform:weight_bits=4,weight_range=mse" ? row.error : best;
    }
    EXPECT_LT(best, nearest);
    EXPECT_EQ(grid_row(graph, "quantise.uniform", {{"conv1"}, {}}, 8, horowitz()).bits, 8);
}

} // namespace
} // namespace espalier
