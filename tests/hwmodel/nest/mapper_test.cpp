// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/nest/pat.h"
#include "tests/hwmodel/support.h"

#include "core/base/json.h"
#include "hwmodel/nest/mapper.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier::hw {
namespace {

std::optional<Json> timeloop_run(const std::string& name) {
    const auto path = test::hardware_data("timeloop_runs/" + name + ".json");
    return path ? std::optional(read_json(*path)) : std::nullopt;
}

TEST(Mapper, FindsTimeloopsExhaustiveOptimum) {
    const auto run = timeloop_run("tiny_exh_K4C2P4");
    if (!run) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks timeloop_runs";
    }
    const auto found = find_mapping(test::pat_layer(*run), test::pat_machine(*run), {}, {});
    ASSERT_TRUE(found.has_value());
    EXPECT_TRUE(found->exhaustive);
    EXPECT_NEAR(found->cost.energy_pj / 96, run->at("energy_per_compute").get<double>() / 1000,
                5e-6);
    EXPECT_EQ(found->cost.compute_cycles, run->at("Cycles").get<double>());
}

TEST(Mapper, IsNoWorseThanTimeloopsRandomSearch) {
    for (const char* name :
         {"ey168_alexnet_conv1", "ey168_alexnet_conv2_g", "ey168_resnet18_conv2"}) {
        const auto run = timeloop_run(name);
        if (!run) {
            GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks timeloop_runs";
        }
        const auto found = find_mapping(test::pat_layer(*run), test::pat_machine(*run), {}, {});
        ASSERT_TRUE(found.has_value());
        const double theirs = run->at("energy_per_compute").get<double>() / 1000;
        const double ours = found->cost.energy_pj / run->at("computes").get<double>();
        EXPECT_LE(ours, theirs) << name;
    }
}

} // namespace
} // namespace espalier::hw
