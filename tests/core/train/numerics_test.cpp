// SPDX-License-Identifier: GPL-3.0-or-later
// The six hooks through whole steps of training.
#include "tests/core/train/small_nets.h"

#include "core/base/parallel.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/trainer.h"
#include "core/train/update.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace espalier {
namespace {

using test::Stripes;

Numerics only(NumericObject object, const char* hook) {
    Numerics numerics;
    numerics[object] = NumericHook::parse(hook);
    return numerics;
}

TrainOptions quick(Numerics numerics, double epochs = 2) {
    TrainOptions options;
    options.epochs = epochs;
    options.batch = 16;
    options.schedule.rate = 0.05;
    options.numerics = std::move(numerics);
    return options;
}

std::string trained(const Numerics& numerics) {
    return train(test::residual_net(8, 1), Stripes(64, 8, 3, 1), {}, quick(numerics))
        .graph.content_hash();
}

class EveryObject : public testing::TestWithParam<NumericObject> {};

TEST_P(EveryObject, OffItIsFloatBitByBitAndOnItIsNot) {
    const std::string whole = trained({});
    Numerics none = only(GetParam(), "float");
    EXPECT_EQ(trained(none), whole);
    EXPECT_EQ(trained(only(GetParam(), "top1")), whole);
    EXPECT_NE(trained(only(GetParam(), "4")), whole);
    if (GetParam() != NumericObject::Statistics) { // a variance of zero ends a training
        EXPECT_NE(trained(only(GetParam(), "top0.5")), whole);
    }
    Numerics elsewhere = only(GetParam(), "4");
    elsewhere.chosen = [](const Node&) { return false; };
    if (GetParam() != NumericObject::Statistics) {
        EXPECT_EQ(trained(elsewhere), whole);
    }
}

TEST_P(EveryObject, TheSameBitsOnAnyNumberOfThreads) {
    const int before = threads();
    set_threads(1);
    const std::string one = trained(only(GetParam(), "5s"));
    set_threads(3);
    EXPECT_EQ(trained(only(GetParam(), "5s")), one);
    set_threads(before);
}

TEST_P(EveryObject, ManyBitsTrainAsFloatsDo) {
    const Stripes set(64, 8, 3, 1);
    const TrainResult whole = train(test::residual_net(8, 1), set, {}, quick({}, 10));
    const TrainResult many =
        train(test::residual_net(8, 1), set, {}, quick(only(GetParam(), "16s"), 10));
    EXPECT_NEAR(many.loss, whole.loss, 0.05 + 0.2 * whole.loss);
    EXPECT_GT(many.epochs.back().accuracy, 90);
}

INSTANTIATE_TEST_SUITE_P(Numerics, EveryObject, testing::ValuesIn(kNumericObjects),
                         [](const auto& object) { return std::string(object_name(object.param)); });

/// A plan after one forward and backward pass.
struct Stepped {
    TrainPlan plan;

    explicit Stepped(const Graph& graph, Numerics numerics)
        : plan(graph, 16, {.numerics = std::move(numerics)}) {
        Rng rng(7);
        for (float& value : plan.input()) {
            value = static_cast<float>(rng.normal());
        }
        std::vector<int> labels;
        for (int i = 0; i < 16; ++i) {
            labels.push_back(i % 8);
        }
        static_cast<void>(plan.forward(CrossEntropy(), {.labels = labels}));
        plan.backward();
    }

    [[nodiscard]] const TrainParameter& of(const std::string& name) const {
        for (const auto& parameter : plan.parameters()) {
            if (parameter->name == name) {
                return *parameter;
            }
        }
        throw std::runtime_error("no " + name);
    }
};

std::size_t levels(const Tensor& tensor) {
    const auto values = tensor.data<float>();
    return std::set<float>(values.begin(), values.end()).size();
}

TEST(Numerics, WeightsAreSeenOnTheirGridAndMoveBelowIt) {
    const Stepped step(test::plain_net(8, 1), only(NumericObject::Weight, "3"));
    const TrainParameter& weight = step.of("fc1.weight");
    EXPECT_LE(levels(weight.effective()), 7U);
    EXPECT_GT(levels(weight.latent), 100U);
    EXPECT_FALSE(step.of("fc1.bias").coded.defined());
}

/// One sample: the gradient of the last bias is the error of the last layer itself.
std::vector<float> bias_gradient(Numerics numerics) {
    TrainPlan plan(test::plain_net(8, 1), 1, {.numerics = std::move(numerics)});
    std::ranges::fill(plan.input(), 0.5F);
    const std::vector<int> labels{3};
    static_cast<void>(plan.forward(CrossEntropy(), {.labels = labels}));
    plan.backward();
    const auto values = plan.parameters().back()->gradient.data<float>();
    return {values.begin(), values.end()};
}

TEST(Numerics, ErrorsLieOnTheirGridWhenTheLayerGetsThem) {
    std::vector<float> wanted = bias_gradient({});
    ASSERT_EQ(wanted.size(), 8U);
    apply_hook(NumericHook::parse("4"), 1, wanted);
    EXPECT_EQ(bias_gradient(only(NumericObject::Error, "4")), wanted);
}

/// meProp (Sun et al. 2017): of each sample's errors the largest stay.
TEST(Numerics, SparseErrorsAreTheLargestOfEachSample) {
    const std::vector<float> dense = bias_gradient({});
    const std::vector<float> sparse = bias_gradient(only(NumericObject::Error, "top0.125"));
    const auto largest =
        std::ranges::max_element(dense, [](float a, float b) { return std::abs(a) < std::abs(b); });
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_EQ(sparse[i], i == static_cast<std::size_t>(largest - dense.begin()) ? *largest : 0);
    }
}

/// WAGE 2-8-8-8 (Wu et al. 2018): weights on three levels, all updates whole multiples of 2^-7.
TEST(Numerics, WageTrainsOnIntegersOfItsGrids) {
    Numerics wage;
    wage[NumericObject::Weight] = NumericHook::parse("2-unit");
    wage[NumericObject::Activation] = NumericHook::parse("8-unit");
    wage[NumericObject::Error] = NumericHook::parse("8-shift");
    wage[NumericObject::Gradient] = NumericHook::parse("norm");
    wage[NumericObject::Update] = NumericHook::parse("8s-unit");
    TrainOptions options;
    options.epochs = 60;
    options.batch = 16;
    options.optimiser.momentum = 0;
    options.schedule = {.kind = ScheduleKind::Cosine, .rate = 4.0 / 128};
    options.numerics = wage;
    const Graph start = test::plain_net(8, 1);
    const TrainResult result = train(start, Stripes(128, 8, 1, 1), {}, options);
    EXPECT_GT(result.epochs.back().accuracy, 80);
    // fc1 has 45 inputs: L = sqrt(6 / 45), L_min = 0.75, Shift(2.05) = 2, so that its unit is 1/2.
    const Tensor& weight = result.graph.parameter(result.graph.find_value("fc1.weight"))->latent();
    for (const float value : weight.data<float>()) {
        EXPECT_TRUE(value == 0 || std::abs(value) == 0.25F) << value;
    }
}

TEST(Numerics, GradientsAndUpdatesLieOnTheirGrids) {
    Stepped step(test::plain_net(8, 1), only(NumericObject::Gradient, "3"));
    restrict_gradients(step.plan, NumericHook::parse("3"), 1);
    EXPECT_LE(levels(step.of("fc1.weight").gradient), 7U);
    EXPECT_GT(levels(step.of("fc1.bias").gradient), 7U);

    const Optimiser sgd;
    reset_states(step.plan, sgd);
    const Tensor before = Tensor::of<float>(step.of("fc1.weight").latent.shape(),
                                            step.of("fc1.weight").latent.data<float>());
    update_parameters(step.plan, sgd, 0.5, 1, NumericHook::parse("2-unit"), 1);
    // Levels -1/2, 0, 1/2: every weight moved by one of them.
    const auto old = before.data<float>();
    const auto now = step.of("fc1.weight").latent.data<float>();
    for (std::size_t i = 0; i < old.size(); ++i) {
        const float moved = std::abs(now[i] - old[i]);
        EXPECT_TRUE(moved < 1e-6F || std::abs(moved - 0.5F) < 1e-6F) << moved;
    }
}

/// An update is kept where the weight is: less than half a level of the weights' grid is lost.
TEST(Numerics, UpdatesTooSmallForTheGridOfTheWeightsAreLost) {
    Stepped step(test::plain_net(8, 1), only(NumericObject::Update, "4"));
    const Optimiser sgd;
    reset_states(step.plan, sgd);
    const TrainParameter& weight = step.of("fc1.weight");
    const auto now = weight.latent.data<float>();
    const std::vector<float> before(now.begin(), now.end());
    const float half = largest_size(before) / 7 / 2;
    const float steepest = largest_size(weight.gradient.data<float>());
    update_parameters(step.plan, sgd, 0.9 * half / steepest, 1, NumericHook::parse("4"), 1);
    const auto kept = weight.latent.data<float>();
    EXPECT_EQ(std::vector<float>(kept.begin(), kept.end()), before);
    update_parameters(step.plan, sgd, 10 * half / steepest, 2, NumericHook::parse("4"), 1);
    const auto moved = weight.latent.data<float>();
    EXPECT_NE(std::vector<float>(moved.begin(), moved.end()), before);
}

} // namespace
} // namespace espalier
