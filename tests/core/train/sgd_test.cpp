// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/train/sgd.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <vector>

namespace espalier {
namespace {

TEST(Sgd, TwoStepsByHand) {
    // g1 = 1 + 0.5*2 = 2, v1 = 2, w1 = 2 - 0.1*2 = 1.8
    // g2 = 1 + 0.5*1.8 = 1.9, v2 = 0.9*2 + 1.9 = 3.7, w2 = 1.8 - 0.1*3.7 = 1.43
    const Sgd sgd{.momentum = 0.9, .weight_decay = 0.5};
    std::array<float, 1> w{2};
    std::array<float, 1> v{0};
    const std::array<float, 1> g{1};
    sgd.update(w, v, g, {}, 0.1, true);
    EXPECT_FLOAT_EQ(w[0], 1.8F);
    sgd.update(w, v, g, {}, 0.1, true);
    EXPECT_FLOAT_EQ(v[0], 3.7F);
    EXPECT_FLOAT_EQ(w[0], 1.43F);
}

TEST(Sgd, NesterovLooksAhead) {
    // v1 = 1, w1 = 1 - 0.1*(1 + 0.5*1) = 0.85; v2 = 1.5, w2 = 0.85 - 0.1*(1 + 0.75) = 0.675
    const Sgd sgd{.momentum = 0.5, .weight_decay = 0, .nesterov = true};
    std::array<float, 1> w{1};
    std::array<float, 1> v{0};
    const std::array<float, 1> g{1};
    sgd.update(w, v, g, {}, 0.1, true);
    EXPECT_FLOAT_EQ(w[0], 0.85F);
    sgd.update(w, v, g, {}, 0.1, true);
    EXPECT_FLOAT_EQ(w[0], 0.675F);
}

TEST(Sgd, BiasesDoNotDecay) {
    const Sgd sgd{.momentum = 0, .weight_decay = 1};
    std::array<float, 1> w{3};
    std::array<float, 1> v{0};
    const std::array<float, 1> g{0};
    sgd.update(w, v, g, {}, 0.1, false);
    EXPECT_EQ(w[0], 3);
}

TEST(Sgd, MaskedWeightsStayZeroForAThousandSteps) {
    const Sgd sgd{.momentum = 0.9, .weight_decay = 0.01};
    std::array<float, 4> w{1, 0, -2, 0.5F};
    std::array<float, 4> v{5, 5, 5, 5}; // a momentum left from before the mask
    const std::array<bool, 4> mask{true, false, true, false};
    Rng rng(3);
    for (int step = 0; step < 1000; ++step) {
        std::array<float, 4> g{};
        for (float& value : g) {
            value = static_cast<float>(rng.normal());
        }
        sgd.update(w, v, g, mask, 0.05, true);
        ASSERT_EQ(w[1], 0);
        ASSERT_EQ(w[3], 0);
    }
    EXPECT_NE(w[0], 0);
    EXPECT_NE(w[2], 0);
}

} // namespace
} // namespace espalier
