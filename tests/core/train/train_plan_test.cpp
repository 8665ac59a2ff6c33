// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/train_plan.h"
#include "core/train/zoo.h"
#include "core/train/zoo/recurrent_units.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

/// A plan with random input and labels, and a gradient of its loss.
struct Fixture {
    TrainPlan plan;
    std::vector<int> labels;
    BatchLoss loss;

    Fixture(const Graph& graph, std::int64_t batch, TrainPlanOptions options = {})
        : plan(graph, batch, std::move(options)) {
        Rng rng(7);
        for (float& value : plan.input()) {
            value = static_cast<float>(rng.normal());
        }
        for (std::int64_t i = 0; i < batch; ++i) {
            labels.push_back(static_cast<int>(rng.below(plan.classes())));
        }
        loss = plan.forward(CrossEntropy(), {.labels = labels});
        plan.backward();
    }
};

/// |a - b| <= rtol * (the largest of all |b|): gradients are sums, so their errors scale with it.
void expect_close(const Tensor& a, const Tensor& b, double rtol, const std::string& what) {
    ASSERT_EQ(a.shape(), b.shape());
    double largest = 0;
    double error = 0;
    for (std::int64_t i = 0; i < a.elements(); ++i) {
        largest = std::max(largest, std::abs(b.at(i)));
        error = std::max(error, std::abs(a.at(i) - b.at(i)));
    }
    EXPECT_LE(error, rtol * largest + 1e-7) << what;
}

/// Gradients against central differences of the loss, a few elements of every parameter.
void check_differences(const Graph& graph, const TrainPlanOptions& options) {
    Fixture own(graph, 16, options);
    Rng rng(9);
    for (const auto& parameter : own.plan.parameters()) {
        const Tensor gradient = parameter->gradient;
        double largest = 0;
        for (std::int64_t i = 0; i < gradient.elements(); ++i) {
            largest = std::max(largest, std::abs(gradient.at(i)));
        }
        for (int draw = 0; draw < 4; ++draw) {
            const auto i = static_cast<std::size_t>(
                rng.below(static_cast<std::uint64_t>(gradient.elements())));
            const float before = parameter->latent.data<float>()[i];
            // Small enough that few rectifiers and maxima change sides, large enough for float.
            constexpr float kStep = 1.0F / 1024;
            const auto loss_at = [&](float value) {
                parameter->latent.writable<float>()[i] = value;
                own.plan.parameters_changed();
                return own.plan.forward(CrossEntropy(), {.labels = own.labels}).loss;
            };
            const double slope = (loss_at(before + kStep) - loss_at(before - kStep)) /
                                 static_cast<double>((before + kStep) - (before - kStep));
            static_cast<void>(loss_at(before));
            EXPECT_NEAR(gradient.at(static_cast<std::int64_t>(i)), slope, 0.02 * largest + 2e-3)
                << parameter->name << "[" << i << "]";
        }
    }
}

TEST(TrainPlan, GradientsMatchFiniteDifferences) {
    check_differences(test::residual_net(5, 1), {});
    check_differences(test::plain_net(5, 2), {});
    check_differences(test::inverted_net(5, 3), {});
}

TEST(TrainPlan, GradientsMatchFiniteDifferencesWithFrozenNorm) {
    check_differences(test::residual_net(5, 1), {.freeze_batch_norm = true});
}

/// Units written out in elementwise operators, over pictures of four short rows.
Graph units(const char* id) {
    return make_network(id, 6, 1, PictureSize{4, 3, 1});
}

TEST(TrainPlan, TheFastPathAgreesWithTheOperatorsOwnGradients) {
    for (const Graph& graph :
         {test::residual_net(6, 3), test::plain_net(6, 4), test::inverted_net(6, 5),
          units("mgu-rows"), units("phased-lstm-rows"), units("qrnn-rows"), units("urnn-rows"),
          units("janet-rows")}) {
        const Fixture fast(graph, 24);
        const Fixture plain(graph, 24, {.fast = false});
        EXPECT_NEAR(fast.loss.loss, plain.loss.loss, 1e-5 * plain.loss.loss);
        EXPECT_EQ(fast.loss.correct, plain.loss.correct);
        ASSERT_EQ(fast.plan.parameters().size(), plain.plan.parameters().size());
        for (std::size_t i = 0; i < fast.plan.parameters().size(); ++i) {
            expect_close(fast.plan.parameters()[i]->gradient, plain.plan.parameters()[i]->gradient,
                         2e-4, fast.plan.parameters()[i]->name);
        }
        for (std::size_t i = 0; i < fast.plan.statistics().size(); ++i) {
            expect_close(fast.plan.statistics()[i]->value, plain.plan.statistics()[i]->value, 1e-5,
                         fast.plan.statistics()[i]->name);
        }
    }
}

TEST(TrainPlan, TheSameBitsOnAnyNumberOfThreads) {
    const int before = threads();
    for (const Graph& graph : {test::residual_net(6, 3), test::plain_net(6, 4)}) {
        set_threads(1);
        const Fixture one(graph, 32);
        for (const int count : {2, 3, 4}) {
            set_threads(count);
            const Fixture many(graph, 32);
            EXPECT_EQ(one.loss.loss, many.loss.loss);
            for (std::size_t i = 0; i < one.plan.parameters().size(); ++i) {
                EXPECT_TRUE(
                    one.plan.parameters()[i]->gradient.equals(many.plan.parameters()[i]->gradient))
                    << one.plan.parameters()[i]->name << " with " << count << " threads";
            }
        }
    }
    set_threads(before);
}

TEST(TrainPlan, CodesActForwardAndPassGradientsStraight) {
    Graph graph = test::plain_net(4, 5);
    const ValueId weight = graph.find_value("fc1.weight");
    const auto code = std::make_shared<AffineCode>(4, true, true, -1, std::vector<float>{0.1F},
                                                   std::vector<std::int32_t>{0});
    graph.set_parameter(weight, graph.parameter(weight)->with_code(code));
    const Fixture coded(graph, 8);
    // The same network with the coded values as its weights: same loss, same gradient.
    Graph projected = graph;
    projected.set_parameter(weight, Parameter(graph.parameter(weight)->effective()));
    const Fixture plain(projected, 8);
    EXPECT_EQ(coded.loss.loss, plain.loss.loss);
    for (std::size_t i = 0; i < coded.plan.parameters().size(); ++i) {
        EXPECT_TRUE(
            coded.plan.parameters()[i]->gradient.equals(plain.plan.parameters()[i]->gradient));
    }
    const Graph result = coded.plan.result();
    EXPECT_TRUE(result.parameter(weight)->latent().equals(graph.parameter(weight)->effective()));
    EXPECT_EQ(result.parameter(weight)->code(), code);
}

TEST(TrainPlan, ActivationCodesClipTheGradient) {
    Graph graph = test::plain_net(4, 5);
    const ValueId hidden = graph.find_value("relu1.out");
    // A range so narrow that every open unit lies beyond it: nothing may flow to fc1.
    graph.value(hidden).code = std::make_shared<AffineCode>(
        2, false, false, -1, std::vector<float>{1e-6F}, std::vector<std::int32_t>{0});
    const Fixture closed(graph, 8);
    graph.value(hidden).code = std::make_shared<AffineCode>(
        8, false, false, -1, std::vector<float>{0.5F}, std::vector<std::int32_t>{0});
    const Fixture open(graph, 8);
    const auto largest = [&](const Fixture& fixture, const std::string& name) {
        double result = 0;
        for (const auto& parameter : fixture.plan.parameters()) {
            for (std::int64_t i = 0; parameter->name == name && i < parameter->gradient.elements();
                 ++i) {
                result = std::max(result, std::abs(parameter->gradient.at(i)));
            }
        }
        return result;
    };
    // Units at exactly zero lie within the range and pass their gradient, but their Relu does not.
    EXPECT_EQ(largest(closed, "fc1.weight"), 0);
    EXPECT_GT(largest(open, "fc1.weight"), 0);
    EXPECT_GT(largest(closed, "fc2.bias"), 0);
}

TEST(TrainPlan, RunningStatisticsFollowTheirFormula) {
    NetBuilder net("norm", 1, 2, 2, {}, 1);
    const ValueId y = net.batch_norm("bn", net.input(), 1);
    const Graph graph = net.finish(net.linear("fc", net.flatten("flat", y), 4, 2));
    TrainPlan plan(graph, 2, {});
    const std::vector<float> x{1, 2, 3, 4, 5, 6, 7, 8}; // mean 4.5, variance 5.25
    std::copy(x.begin(), x.end(), plan.input().begin());
    const std::vector<int> labels{0, 1};
    static_cast<void>(plan.forward(CrossEntropy(), {.labels = labels}));
    ASSERT_EQ(plan.statistics().size(), 2U);
    EXPECT_FLOAT_EQ(plan.statistics()[0]->value.data<float>()[0], 0.1F * 4.5F);
    EXPECT_FLOAT_EQ(plan.statistics()[1]->value.data<float>()[0], 0.9F + 0.1F * 5.25F);
}

TEST(TrainPlan, NoReferenceKernelOfTheLibraryIsUsed) {
    for (const ZooEntry& entry : zoo()) {
        const TrainPlan plan(make_network(entry.id, 10, 1), 8, {});
        for (const std::string& kernel : plan.kernels()) {
            EXPECT_EQ(kernel.find("ref"), std::string::npos) << entry.id << ": " << kernel;
        }
    }
}

TEST(TrainPlan, RefusesAnOperatorWithoutAGradientByName) {
    const auto net = [](bool behind) {
        NetBuilder made("net", 1, 4, 4, {}, 1);
        ValueId x = made.flatten("flatten", made.input());
        x = behind ? x : made.linear("fc1", x, 16, 8);
        Attributes like_c;
        like_c.set("fmod", std::int64_t{1});
        x = made.node("Mod", "remainder", {x, made.parameter("one", Tensor::scalar(1.0F))}, like_c);
        return made.finish(made.linear("fc2", x, behind ? 16 : 8, 3));
    };
    try {
        const TrainPlan plan(net(false), 8, {});
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Unsupported);
        EXPECT_NE(error.message().find("remainder"), std::string::npos) << error.message();
        EXPECT_NE(error.message().find("Mod"), std::string::npos) << error.message();
    }
    // Nothing before it is trained: no gradient is asked of it.
    EXPECT_EQ(TrainPlan(net(true), 8, {}).parameters().size(), 2U);
    EXPECT_EQ(
        TrainPlan(net(false), 8, {.trains = [](const Node& node) { return node.name == "fc2"; }})
            .parameters()
            .size(),
        2U);
}

TEST(TrainPlan, WeightsDecayAndBiasesDoNot) {
    for (const char* id : {"lstm-rows", "gru-rows", "mgu-rows", "lenet-5", "resnet-20"}) {
        const TrainPlan plan(make_network(id, 10, 1), 8, {});
        for (const auto& parameter : plan.parameters()) {
            // B of a recurrent layer is [directions, 2 * gates * hidden].
            const bool bias = parameter->latent.shape().rank() < 2 ||
                              parameter->name.ends_with(".B") || parameter->name.ends_with(".b");
            EXPECT_EQ(parameter->decays, !bias) << id << ' ' << parameter->name;
        }
    }
}

TEST(TrainPlan, OnlyChosenLayersAreTrained) {
    const TrainPlan plan(test::plain_net(4, 5), 8,
                         {.trains = [](const Node& node) { return node.name == "fc1"; }});
    ASSERT_EQ(plan.parameters().size(), 2U);
    EXPECT_EQ(plan.parameters()[0]->name, "fc1.weight");
    EXPECT_THROW(TrainPlan(test::plain_net(4, 5), 8, {.trains = [](const Node&) { return false; }}),
                 Error);
}

} // namespace
} // namespace espalier
