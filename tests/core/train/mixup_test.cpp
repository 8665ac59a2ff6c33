// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/mixup.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace espalier {
namespace {

/// Beta(a, a) has mean 1/2 and variance 1 / (4 (2 a + 1)).
TEST(Mixup, SharesHaveTheMomentsOfTheBetaDistribution) {
    for (const double alpha : {0.1, 0.4, 1.0, 2.0, 8.0}) {
        Rng rng(5);
        constexpr int kDraws = 100000;
        double sum = 0;
        double square = 0;
        for (int i = 0; i < kDraws; ++i) {
            const double share = symmetric_beta(rng, alpha);
            ASSERT_GE(share, 0);
            ASSERT_LE(share, 1);
            sum += share;
            square += (share - 0.5) * (share - 0.5);
        }
        const double variance = 1 / (4 * (2 * alpha + 1));
        // Four standard errors; no fourth moment exceeds variance / 4.
        EXPECT_NEAR(sum / kDraws, 0.5, 4 * std::sqrt(variance / kDraws)) << alpha;
        EXPECT_NEAR(square / kDraws, variance, 4 * std::sqrt(variance / 4 / kDraws)) << alpha;
    }
}

TEST(Mixup, BlendsPicturesAndLabelsWithTheSamePartner) {
    constexpr std::size_t kSamples = 8;
    std::vector<float> x;
    std::vector<int> labels;
    for (std::size_t n = 0; n < kSamples; ++n) {
        labels.push_back(static_cast<int>(n));
        x.insert(x.end(), 3, static_cast<float>(n));
    }
    std::vector<int> others(kSamples);
    Rng rng(2);
    const double share = mix_up(rng, 1.0, kSamples, x, labels, others);
    std::vector<bool> taken(kSamples);
    for (std::size_t n = 0; n < kSamples; ++n) {
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_NEAR(x[3 * n + i], share * labels[n] + (1 - share) * others[n], 1e-6);
        }
        taken[static_cast<std::size_t>(others[n])] = true;
    }
    EXPECT_EQ(std::count(taken.begin(), taken.end(), true), 8);
}

} // namespace
} // namespace espalier
