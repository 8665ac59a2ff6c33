// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/train/optimiser.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace espalier {
namespace {

/// Weights under one optimiser, without a plan around them.
struct Bench {
    Optimiser optimiser;
    std::vector<float> weights;
    std::array<std::vector<float>, 2> states;
    std::size_t steps = 0;

    Bench(Optimiser settings, std::vector<float> start)
        : optimiser(settings)
        , weights(std::move(start)) {
        for (auto& state : states) {
            state.resize(weights.size());
        }
    }

    void step(const std::vector<float>& gradient, double rate, std::span<const bool> mask = {},
              bool decays = true) {
        optimiser.update({weights, gradient, mask, {states[0], states[1]}, decays}, rate, ++steps);
    }
};

constexpr OptimiserKind kAll[] = {OptimiserKind::Sgd, OptimiserKind::Nesterov, OptimiserKind::Adam,
                                  OptimiserKind::AdamW, OptimiserKind::RmsProp};

/// Weights after the first and the fifth step on f(w) = sum a (w - 0.3)^2 / 2, a = (1, 0.1, 10),
/// from (1, -2, 0.5), in PyTorch 1.13 (Debian's python3-torch):
///     w = torch.nn.Parameter(torch.tensor([1.0, -2.0, 0.5]))
///     opt = torch.optim.SGD([w], lr=0.05, momentum=0.9, weight_decay=0.01)      # and so on
///     for t in range(5):
///         opt.zero_grad()
///         (0.5 * torch.tensor([1.0, 0.1, 10.0]) * (w - 0.3) ** 2).sum().backward()
///         opt.step()
struct Published {
    OptimiserKind kind;
    std::array<float, 3> first;
    std::array<float, 3> fifth;
};

constexpr Published kTorch[] = {
    {OptimiserKind::Sgd,
     {0.96450001F, -1.98749995F, 0.399749994F},
     {0.586686432F, -1.83782053F, 0.195445001F}},
    {OptimiserKind::Nesterov,
     {0.932550013F, -1.97625005F, 0.309525013F},
     {0.515341103F, -1.79429638F, 0.297585487F}},
    {OptimiserKind::Adam,
     {0.949999988F, -1.95000005F, 0.449999988F},
     {0.752387822F, -1.75054753F, 0.272232831F}},
    {OptimiserKind::AdamW,
     {0.949499965F, -1.949F, 0.449750006F},
     {0.750186145F, -1.74580646F, 0.271523833F}},
    {OptimiserKind::RmsProp,
     {0.50000006F, -1.50000024F, -7.4505806e-09F},
     {-0.0259775892F, 1.51099122F, 0.602271616F}},
};

TEST(Optimiser, MovesAsPyTorchDoes) {
    for (const Published& torch : kTorch) {
        SCOPED_TRACE(optimiser_name(torch.kind));
        Bench bench({.kind = torch.kind, .momentum = 0.9, .weight_decay = 0.01}, {1, -2, 0.5F});
        constexpr std::array<float, 3> kA{1, 0.1F, 10};
        for (int step = 0; step < 5; ++step) {
            std::vector<float> gradient(3);
            for (std::size_t i = 0; i < 3; ++i) {
                gradient[i] = kA[i] * (bench.weights[i] - 0.3F);
            }
            bench.step(gradient, 0.05);
            for (std::size_t i = 0; i < 3 && (step == 0 || step == 4); ++i) {
                // A few roundings of numbers around 1.
                EXPECT_NEAR(bench.weights[i], (step == 0 ? torch.first : torch.fifth)[i], 1e-6F)
                    << step << ", " << i;
            }
        }
    }
}

TEST(Optimiser, TwoStepsOfSgdByHand) {
    // g1 = 1 + 0.5*2 = 2, v1 = 2, w1 = 2 - 0.1*2 = 1.8
    // g2 = 1 + 0.5*1.8 = 1.9, v2 = 0.9*2 + 1.9 = 3.7, w2 = 1.8 - 0.1*3.7 = 1.43
    Bench bench({.momentum = 0.9, .weight_decay = 0.5}, {2});
    bench.step({1}, 0.1);
    EXPECT_FLOAT_EQ(bench.weights[0], 1.8F);
    bench.step({1}, 0.1);
    EXPECT_FLOAT_EQ(bench.states[0][0], 3.7F);
    EXPECT_FLOAT_EQ(bench.weights[0], 1.43F);
}

TEST(Optimiser, NesterovLooksAhead) {
    // v1 = 1, w1 = 1 - 0.1*(1 + 0.5*1) = 0.85; v2 = 1.5, w2 = 0.85 - 0.1*(1 + 0.75) = 0.675
    Bench bench({.kind = OptimiserKind::Nesterov, .momentum = 0.5}, {1});
    bench.step({1}, 0.1);
    EXPECT_FLOAT_EQ(bench.weights[0], 0.85F);
    bench.step({1}, 0.1);
    EXPECT_FLOAT_EQ(bench.weights[0], 0.675F);
}

TEST(Optimiser, TheFirstStepOfAdamIsTheRateWhateverTheGradient) {
    for (const float g : {1e-3F, 0.5F, 2e4F}) {
        Bench bench({.kind = OptimiserKind::Adam}, {0, 0});
        bench.step({g, -g}, 0.01);
        // epsilon / |g| is the relative error
        EXPECT_NEAR(bench.weights[0], -0.01, 0.01 * 2e-5);
        EXPECT_NEAR(bench.weights[1], 0.01, 0.01 * 2e-5);
    }
}

TEST(Optimiser, BiasesDoNotDecay) {
    for (const OptimiserKind kind : kAll) {
        Bench bench({.kind = kind, .momentum = 0, .weight_decay = 1}, {3});
        bench.step({0}, 0.1, {}, false);
        EXPECT_EQ(bench.weights[0], 3) << optimiser_name(kind);
        bench.step({0}, 0.1, {}, true);
        EXPECT_LT(bench.weights[0], 3) << optimiser_name(kind);
    }
}

TEST(Optimiser, MaskedWeightsStayZeroForAThousandSteps) {
    for (const OptimiserKind kind : kAll) {
        Bench bench({.kind = kind, .momentum = 0.9, .weight_decay = 0.01}, {1, 0, -2, 0.5F});
        for (auto& state : bench.states) {
            state.assign(4, 5); // left from before the mask
        }
        const std::array<bool, 4> mask{true, false, true, false};
        Rng rng(3);
        for (int step = 0; step < 1000; ++step) {
            std::vector<float> gradient(4);
            for (float& value : gradient) {
                value = static_cast<float>(rng.normal());
            }
            bench.step(gradient, 0.05, mask);
            ASSERT_EQ(bench.weights[1], 0) << optimiser_name(kind);
            ASSERT_EQ(bench.weights[3], 0) << optimiser_name(kind);
        }
        EXPECT_NE(bench.weights[0], 0);
        EXPECT_NE(bench.weights[2], 0);
    }
}

TEST(Optimiser, NamesGoBothWays) {
    for (const OptimiserKind kind : kAll) {
        EXPECT_EQ(optimiser_kind(optimiser_name(kind)), kind);
    }
    EXPECT_THROW(static_cast<void>(optimiser_kind("lion")), Error);
}

} // namespace
} // namespace espalier
