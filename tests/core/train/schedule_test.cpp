// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/train/schedule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace espalier {
namespace {

TEST(Schedule, CosineFollowsItsFormula) {
    const Schedule schedule{.kind = ScheduleKind::Cosine, .rate = 0.4};
    for (std::size_t step = 0; step < 100; ++step) {
        const double expected =
            0.2 * (1 + std::cos(std::numbers::pi * static_cast<double>(step) / 100));
        EXPECT_NEAR(schedule.at(step, 100), expected, 1e-15) << step;
    }
}

TEST(Schedule, StepsDivideAtTheMilestones) {
    const Schedule schedule{.kind = ScheduleKind::Step, .rate = 1.0};
    EXPECT_DOUBLE_EQ(schedule.at(0, 40), 1.0);
    EXPECT_DOUBLE_EQ(schedule.at(19, 40), 1.0);
    EXPECT_DOUBLE_EQ(schedule.at(20, 40), 0.1);
    EXPECT_DOUBLE_EQ(schedule.at(29, 40), 0.1);
    EXPECT_NEAR(schedule.at(30, 40), 0.01, 1e-15);
}

TEST(Schedule, WarmUpRisesLinearlyThenTheCurveBegins) {
    const Schedule schedule{.kind = ScheduleKind::Cosine, .rate = 0.5, .warm_up = 0.1};
    for (std::size_t step = 0; step < 10; ++step) {
        EXPECT_NEAR(schedule.at(step, 100), 0.05 * static_cast<double>(step + 1), 1e-15);
    }
    EXPECT_NEAR(schedule.at(10, 100), 0.5, 1e-15);
    EXPECT_NEAR(schedule.at(55, 100), 0.25, 1e-15); // the middle of the 90 steps that are left
}

TEST(Schedule, NamesGoBothWays) {
    for (const auto kind : {ScheduleKind::Constant, ScheduleKind::Cosine, ScheduleKind::Step}) {
        EXPECT_EQ(schedule_kind(schedule_name(kind)), kind);
    }
    EXPECT_THROW(static_cast<void>(schedule_kind("linear")), Error);
}

} // namespace
} // namespace espalier
