// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/train/loss.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace espalier {
namespace {

TEST(Loss, EqualScoresCostTheLogOfTheClasses) {
    const std::vector<float> scores(20, 3.5F);
    const std::array<int, 2> labels{4, 9};
    EXPECT_NEAR(softmax_cross_entropy(scores, labels, 10, 1, {}), 2 * std::log(10.0), 1e-12);
}

TEST(Loss, HugeScoresNeitherOverflowNorVanish) {
    const std::vector<float> scores{1e30F, 0, -1e30F};
    const std::array<int, 1> right{0};
    const std::array<int, 1> wrong{1};
    std::vector<float> gradient(3);
    EXPECT_EQ(softmax_cross_entropy(scores, right, 3, 1, gradient), 0);
    EXPECT_EQ(gradient, (std::vector<float>{0, 0, 0}));
    EXPECT_NEAR(softmax_cross_entropy(scores, wrong, 3, 1, gradient) / 1e30, 1, 1e-6);
    EXPECT_EQ(gradient, (std::vector<float>{1, -1, 0}));
}

TEST(Loss, TheGradientIsThatOfTheLoss) {
    constexpr std::size_t kClasses = 7;
    Rng rng(11);
    std::vector<float> scores(3 * kClasses);
    for (float& value : scores) {
        value = static_cast<float>(2 * rng.normal());
    }
    const std::array<int, 3> labels{0, 6, 3};
    std::vector<float> gradient(scores.size());
    static_cast<void>(softmax_cross_entropy(scores, labels, kClasses, 0.25, gradient));
    for (std::size_t i = 0; i < scores.size(); ++i) {
        // A step of 2^-8 is exact in float; the central difference errs by its square, 2e-5.
        constexpr float kStep = 1.0F / 256;
        std::vector<float> moved = scores;
        moved[i] += kStep;
        const double up = softmax_cross_entropy(moved, labels, kClasses, 1, {});
        moved[i] -= 2 * kStep;
        const double down = softmax_cross_entropy(moved, labels, kClasses, 1, {});
        EXPECT_NEAR(static_cast<double>(gradient[i]), 0.25 * (up - down) / (2 * kStep), 1e-5) << i;
    }
}

TEST(Loss, LabelsOutsideTheClassesAreErrors) {
    const std::vector<float> scores(4);
    EXPECT_THROW(softmax_cross_entropy(scores, std::array<int, 1>{4}, 4, 1, {}), Error);
    EXPECT_THROW(softmax_cross_entropy(scores, std::array<int, 1>{-1}, 4, 1, {}), Error);
    EXPECT_THROW(softmax_cross_entropy(scores, std::array<int, 2>{0, 1}, 4, 1, {}), Error);
}

} // namespace
} // namespace espalier
