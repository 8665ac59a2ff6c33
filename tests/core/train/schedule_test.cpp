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

/// PyTorch 1.13: OneCycleLR(o, max_lr=0.4, total_steps=20, cycle_momentum=False), the rate of each
/// step.
TEST(Schedule, OneCycleGoesAsPyTorchDoes) {
    constexpr double kTorch[] = {
        0.016,       0.0526687371, 0.148668737, 0.267331263,  0.363331263,   0.4,       0.394985602,
        0.380193853, 0.356366471,  0.324698262, 0.286777201,  0.244504809,   0.2000008, 0.155496791,
        0.113224399, 0.0753033384, 0.043635129, 0.0198077472, 0.00501599751, 1.6e-06};
    const Schedule schedule{.kind = ScheduleKind::OneCycle, .rate = 0.4};
    for (std::size_t step = 0; step < 20; ++step) {
        EXPECT_NEAR(schedule.at(step, 20), kTorch[step], 1e-9) << step;
    }
}

/// PyTorch 1.13: ReduceLROnPlateau(SGD(lr=1.0), factor=0.5, patience=2), the rate after step(loss).
TEST(Schedule, ThePlateauCutsWhenPyTorchDoes) {
    constexpr double kLoss[] = {1.0,  0.9,  0.9,  0.89995, 0.95, 0.91, 0.8,
                                0.81, 0.82, 0.83, 0.84,    0.85, 0.86};
    constexpr double kTorch[] = {1.0, 1.0, 1.0,  1.0,  0.5,  0.5,  0.5,
                                 0.5, 0.5, 0.25, 0.25, 0.25, 0.125};
    const Schedule schedule{.kind = ScheduleKind::Plateau, .rate = 1, .factor = 0.5, .patience = 2};
    Plateau plateau;
    for (std::size_t i = 0; i < std::size(kLoss); ++i) {
        plateau.see(kLoss[i], schedule);
        EXPECT_EQ(schedule.at(i, 100) * plateau.scale, kTorch[i]) << i;
    }
}

TEST(Schedule, NamesGoBothWays) {
    for (const auto kind : {ScheduleKind::Constant, ScheduleKind::Cosine, ScheduleKind::Step,
                            ScheduleKind::OneCycle, ScheduleKind::Plateau}) {
        EXPECT_EQ(schedule_kind(schedule_name(kind)), kind);
    }
    EXPECT_THROW(static_cast<void>(schedule_kind("linear")), Error);
}

} // namespace
} // namespace espalier
