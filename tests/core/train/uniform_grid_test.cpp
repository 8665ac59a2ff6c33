// SPDX-License-Identifier: GPL-3.0-or-later
// Grids of activations that learn: their gradients against the equations of LSQ and PACT, with the
// gradient of the rounded values taken by difference quotients.
#include "tests/core/train/small_nets.h"

#include "core/train/losses/cross_entropy.h"
#include "core/train/train_plan.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

constexpr std::int64_t kBatch = 8;
constexpr std::size_t kFeatures = 12;

Graph rows_to_scores(const CodePtr& code) {
    NetBuilder net("rows", "input", Shape{kUnknownDim, kFeatures}, 3);
    Graph graph = net.finish(net.linear("fc", net.input(), kFeatures, 5));
    graph.value(graph.inputs.front()).code = code;
    return graph;
}

std::vector<float> rows() {
    Rng rng(4);
    std::vector<float> values(kBatch * kFeatures);
    for (float& x : values) {
        x = static_cast<float>(rng.normal());
    }
    return values;
}

double loss_of(TrainPlan& plan, std::span<const float> input) {
    std::ranges::copy(input, plan.input().begin());
    std::vector<int> labels;
    for (int i = 0; i < kBatch; ++i) {
        labels.push_back(i % 5);
    }
    return plan.forward(CrossEntropy(), {.labels = labels}).loss;
}

/// The derivative of the loss by the first layer's input at `values`.
std::vector<double> slopes(const std::vector<float>& values) {
    TrainPlan plain(rows_to_scores(nullptr), kBatch, {});
    std::vector<double> result;
    for (std::size_t i = 0; i < values.size(); ++i) {
        constexpr float kStep = 1.0F / 128;
        std::vector<float> moved = values;
        moved[i] = values[i] + kStep;
        const double up = loss_of(plain, moved);
        moved[i] = values[i] - kStep;
        result.push_back((up - loss_of(plain, moved)) / (2 * static_cast<double>(kStep)));
    }
    return result;
}

/// The gradient of what learns of `code`.
double found(const CodePtr& code, ActivationMethod method) {
    TrainPlan plan(rows_to_scores(code), kBatch, {.activations = method});
    static_cast<void>(loss_of(plan, rows()));
    plan.backward();
    for (const auto& parameter : plan.parameters()) {
        if (parameter->name == "input.grid") {
            EXPECT_TRUE(parameter->positive);
            return parameter->gradient.at(0);
        }
    }
    ADD_FAILURE() << "nothing learns";
    return 0;
}

TEST(UniformGrid, StepsFollowTheEquationOfLsq) {
    for (const bool with_sign : {true, false}) {
        const auto code =
            std::make_shared<AffineCode>(3, with_sign, with_sign, -1, std::vector<float>{0.4F},
                                         std::vector<std::int32_t>{with_sign ? 0 : 2});
        const Tensor x = Tensor::of<float>(Shape{kBatch, kFeatures}, rows());
        const Tensor y = code->project(x);
        const std::vector<double> g = slopes({y.data<float>().begin(), y.data<float>().end()});
        const double low = code->low() - code->zero_points()[0];
        const double high = code->high() - code->zero_points()[0];
        double expected = 0;
        for (std::size_t i = 0; i < g.size(); ++i) {
            const double at = x.at(static_cast<std::int64_t>(i)) / 0.4;
            expected += g[i] * (at <= low ? low : at >= high ? high : std::nearbyint(at) - at);
        }
        expected /= std::sqrt(kFeatures * static_cast<double>(code->high()));
        EXPECT_NEAR(found(code, ActivationMethod::Step), expected,
                    1e-3 * std::max(1.0, std::abs(expected)));
    }
}

TEST(UniformGrid, BoundsFollowTheEquationOfPact) {
    const auto code = std::make_shared<AffineCode>(2, false, false, -1, std::vector<float>{0.3F},
                                                   std::vector<std::int32_t>{0});
    const Tensor x = Tensor::of<float>(Shape{kBatch, kFeatures}, rows());
    const Tensor y = code->project(x);
    const std::vector<double> g = slopes({y.data<float>().begin(), y.data<float>().end()});
    double expected = 0;
    for (std::size_t i = 0; i < g.size(); ++i) {
        expected += x.at(static_cast<std::int64_t>(i)) >= 3 * 0.3 ? g[i] : 0;
    }
    EXPECT_NEAR(found(code, ActivationMethod::Clip), expected,
                1e-3 * std::max(1.0, std::abs(expected)));
}

TEST(UniformGrid, WhatIsLearntEndsUpInTheNetwork) {
    const auto code = std::make_shared<AffineCode>(3, false, false, -1, std::vector<float>{0.5F},
                                                   std::vector<std::int32_t>{0});
    for (const auto method : {ActivationMethod::Step, ActivationMethod::Clip}) {
        TrainPlan plan(rows_to_scores(code), kBatch, {.activations = method});
        for (const auto& parameter : plan.parameters()) {
            if (parameter->name == "input.grid") {
                parameter->latent.writable<float>()[0] *= 1.5F;
            }
        }
        const Graph result = plan.result();
        const auto& learnt = dynamic_cast<const AffineCode&>(*result.value(result.inputs[0]).code);
        EXPECT_FLOAT_EQ(learnt.scales()[0], 0.75F);
        EXPECT_EQ(learnt.bits(), 3);
    }
    TrainPlan still(rows_to_scores(code), kBatch, {});
    EXPECT_EQ(still.parameters().size(), 2U); // weight and bias
}

TEST(UniformGrid, StatisticsThatAreKeptLateAreThoseOfFrozenNorm) {
    const Graph graph = test::residual_net(5, 1);
    TrainPlan late(graph, 16, {});
    TrainPlan frozen(graph, 16, {.freeze_batch_norm = true});
    late.keep_norm_statistics();
    std::vector<int> labels(16, 2);
    for (TrainPlan* plan : {&late, &frozen}) {
        Rng rng(6);
        for (float& x : plan->input()) {
            x = static_cast<float>(rng.normal());
        }
        static_cast<void>(plan->forward(CrossEntropy(), {.labels = labels}));
        plan->backward();
    }
    ASSERT_EQ(late.parameters().size(), frozen.parameters().size());
    for (std::size_t i = 0; i < late.parameters().size(); ++i) {
        EXPECT_TRUE(late.parameters()[i]->gradient.equals(frozen.parameters()[i]->gradient))
            << late.parameters()[i]->name;
    }
    EXPECT_TRUE(late.statistics()[0]->value.equals(frozen.statistics()[0]->value));
}

} // namespace
} // namespace espalier
