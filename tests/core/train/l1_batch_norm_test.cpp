// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"

#include "core/base/parallel.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/train_plan.h"
#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace espalier {
namespace {

using test::Stripes;

/// By hand: x = 1 ... 8 has mean 4.5 and mean absolute deviation 2.
TEST(L1BatchNorm, RunningStatisticsFollowTheirFormula) {
    NetBuilder net("norm", 1, 2, 2, {}, 1);
    const ValueId y = net.batch_norm("bn", net.input(), 1);
    const Graph graph = net.finish(net.linear("fc", net.flatten("flat", y), 4, 2));
    TrainPlan plan(graph, 2, {.l1_batch_norm = true});
    const std::vector<float> x{1, 2, 3, 4, 5, 6, 7, 8};
    std::copy(x.begin(), x.end(), plan.input().begin());
    const std::vector<int> labels{0, 1};
    static_cast<void>(plan.forward(CrossEntropy(), {.labels = labels}));
    ASSERT_EQ(plan.statistics().size(), 2U);
    EXPECT_FLOAT_EQ(plan.statistics()[0]->value.data<float>()[0], 0.1F * 4.5F);
    // The square of sqrt(pi / 2) * 2.
    EXPECT_FLOAT_EQ(plan.statistics()[1]->value.data<float>()[0],
                    0.9F + 0.1F * 2 * std::numbers::pi_v<float>);
}

TEST(L1BatchNorm, GradientsAreThoseOfTheLoss) {
    TrainPlan plan(test::residual_net(8, 5), 16, {.l1_batch_norm = true});
    Rng rng(3);
    for (float& value : plan.input()) {
        value = static_cast<float>(rng.normal());
    }
    std::vector<int> labels;
    for (int i = 0; i < 16; ++i) {
        labels.push_back(i % 8);
    }
    static_cast<void>(plan.forward(CrossEntropy(), {.labels = labels}));
    plan.backward();
    for (const auto& parameter : plan.parameters()) {
        const Tensor gradient =
            Tensor::of<float>(parameter->gradient.shape(), parameter->gradient.data<float>());
        double largest = 1e-3;
        for (const float g : gradient.data<float>()) {
            largest = std::max(largest, static_cast<double>(std::abs(g)));
        }
        for (int draw = 0; draw < 3; ++draw) {
            const auto i = static_cast<std::size_t>(
                rng.below(static_cast<std::uint64_t>(gradient.elements())));
            const float at = parameter->latent.data<float>()[i];
            const auto loss_at = [&](float value) {
                parameter->latent.writable<float>()[i] = value;
                plan.parameters_changed();
                return plan.forward(CrossEntropy(), {.labels = labels}).loss;
            };
            constexpr float kStep = 1.0F / 1024;
            const double slope =
                (loss_at(at + kStep) - loss_at(at - kStep)) / (2 * static_cast<double>(kStep));
            static_cast<void>(loss_at(at));
            // Kinks of rectifiers and of |x - mean| within the step cost a few per cent.
            EXPECT_NEAR(gradient.data<float>()[i], slope, 0.05 * largest)
                << parameter->name << " " << i;
        }
    }
}

/// sqrt(pi / 2) E|x - mean| is the deviation of normal values: both normalisations then agree.
TEST(L1BatchNorm, OfNormalValuesItIsBatchNorm) {
    NetBuilder net("norm", 1, 16, 16, {}, 1);
    const ValueId y = net.batch_norm("bn", net.input(), 1);
    const Graph graph = net.finish(net.linear("fc", net.flatten("flat", y), 256, 2));
    const auto variance = [&](bool l1) {
        TrainPlan plan(graph, 64, {.batch_norm_momentum = 0.0F, .l1_batch_norm = l1});
        Rng rng(4);
        for (float& value : plan.input()) {
            value = static_cast<float>(3 + 2 * rng.normal());
        }
        const std::vector<int> labels(64, 1);
        static_cast<void>(plan.forward(CrossEntropy(), {.labels = labels}));
        return static_cast<double>(plan.statistics()[1]->value.data<float>()[0]);
    };
    EXPECT_NEAR(variance(true), variance(false), 0.03 * 4); // 16,384 draws
}

TEST(L1BatchNorm, TrainsWithEightBitStatisticsOnAnyNumberOfThreads) {
    const Stripes set(64, 8, 3, 1);
    TrainOptions options;
    options.epochs = 12;
    options.batch = 16;
    options.schedule.rate = 0.05;
    options.l1_batch_norm = true;
    options.numerics[NumericObject::Statistics] = NumericHook::parse("8");
    const int before = threads();
    set_threads(1);
    const TrainResult one = train(test::residual_net(8, 1), set, {}, options);
    set_threads(3);
    const TrainResult three = train(test::residual_net(8, 1), set, {}, options);
    set_threads(before);
    EXPECT_EQ(one.graph.content_hash(), three.graph.content_hash());
    EXPECT_GT(one.epochs.back().accuracy, 90);
}

} // namespace
} // namespace espalier
