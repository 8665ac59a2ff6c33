// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/benchmark.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

TEST(Benchmark, OrderStatisticsAreNearestRanks) {
    const LatencyStats stats = latency_stats({5, 1, 4, 2, 3, 10, 9, 8, 7, 6});
    EXPECT_EQ(stats.min, 1);
    EXPECT_EQ(stats.p50, 5);
    EXPECT_EQ(stats.p90, 9);
    EXPECT_EQ(latency_stats({}).p50, 0);
    EXPECT_EQ(latency_stats({7}).p90, 7);
}

} // namespace
} // namespace espalier
