// SPDX-License-Identifier: GPL-3.0-or-later
// Access counts against Timeloop's own, counter by counter.
#include "tests/hwmodel/checked/scores.h"

#include <gtest/gtest.h>

namespace espalier::hw {
namespace {

TEST(LoopNest, CountsAsTimeloopCounts) {
    const auto score = test::timeloop_counters();
    if (!score) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks timeloop_ref";
    }
    EXPECT_EQ(score->equal, 334);
    EXPECT_EQ(score->other, 0);
}

TEST(LoopNest, CountsAsTimeloopCountsInOurRuns) {
    const auto score = test::timeloop_counters_of_our_runs();
    if (!score) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks timeloop_runs";
    }
    EXPECT_GE(score->equal, 30);
    EXPECT_EQ(score->other, 0);
}

} // namespace
} // namespace espalier::hw
