// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"

#include "core/base/error.h"
#include "core/compress/recipe.h"
#include "core/compress/technique.h"
#include "core/engine/engine.h"
#include "core/graph/multibit_code.h"
#include "core/train/evaluate.h"
#include "core/train/quantise/method.h"
#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace espalier {
namespace {

using test::Stripes;

Graph after(const Graph& graph, const std::string& settings) {
    const Step step = Step::parse("quantise.qat:batch=32," + settings);
    Context context;
    context.train = std::make_shared<Stripes>(256, 8, 3, 1);
    return step.technique->apply(graph, step.params, step.scope, context);
}

const Graph& trained() {
    static const Graph graph = [] {
        TrainOptions options;
        options.epochs = 12;
        options.batch = 32;
        options.schedule.rate = 0.05;
        return train(test::residual_net(8, 1), Stripes(256, 8, 3, 1), {}, options).graph;
    }();
    return graph;
}

double accuracy(const Graph& graph) {
    return evaluate(graph, Stripes(256, 8, 3, 2), {}).top1;
}

class QatMethods : public testing::TestWithParam<const QuantisationMethod*> {};

/// Every layer between the ends has its code, the result is what was trained, and it knows more
/// than the network rounded without training.
TEST_P(QatMethods, LearnInFewBits) {
    const std::string id(GetParam()->id);
    const std::string method = "method=" + id;
    const Graph result =
        after(trained(), method + ",ends=float,epochs=12,lr=0.05,freeze_after=0.8");
    for (const char* name : {"conv1.weight", "conv2.weight", "conv3.weight"}) {
        const Parameter& weight = *result.parameter(result.find_value(name));
        ASSERT_NE(weight.code(), nullptr) << name;
        EXPECT_TRUE(weight.latent().equals(weight.effective())) << name;
    }
    EXPECT_EQ(result.parameter(result.find_value("stem.weight"))->code(), nullptr);
    EXPECT_EQ(result.parameter(result.find_value("fc.weight"))->code(), nullptr);
    std::size_t codes = 0;
    for (std::size_t i = 0; i < result.value_count(); ++i) {
        codes += result.value(static_cast<ValueId>(i)).code != nullptr ? 1 : 0;
    }
    EXPECT_EQ(codes, GetParam()->activations == ActivationMethod::None ? 0U : 3U);
    EXPECT_GT(accuracy(result), 70) << id;
}

INSTANTIATE_TEST_SUITE_P(Methods, QatMethods, testing::ValuesIn(quantisation_methods()),
                         [](const auto& each) {
                             std::string name(each.param->id);
                             std::erase(name, '-');
                             return name;
                         });

TEST(QuantiseQat, ShortcutsStayFloat) {
    const Graph result = after(trained(), "epochs=1,weight_bits=3,activation_bits=3");
    const std::size_t add = *result.find_node("add");
    for (const ValueId id : result.nodes[add].inputs) {
        EXPECT_EQ(result.value(id).code, nullptr);
    }
    const Node& conv = result.nodes[*result.find_node("conv1")];
    ASSERT_NE(result.value(conv.inputs[0]).code, nullptr);
    EXPECT_EQ(result.value(conv.inputs[0]).code->bits(), 3);
    // The ends have 8 bits, the picture too.
    EXPECT_EQ(result.value(result.inputs[0]).code->bits(), 8);
    EXPECT_EQ(result.parameter(result.find_value("fc.weight"))->code()->bits(), 8);
    EXPECT_EQ(result.parameter(result.find_value("conv1.weight"))->code()->bits(), 3);
}

TEST(QuantiseQat, StepsLearn) {
    const std::string same = "epochs=4,weight_bits=2,activation_bits=2,momentum=0.9";
    const auto steps = [](const Graph& graph) {
        const Node& conv = graph.nodes[*graph.find_node("conv2")];
        const auto& input = dynamic_cast<const AffineCode&>(*graph.value(conv.inputs[0]).code);
        const auto& weight =
            dynamic_cast<const AffineCode&>(*graph.parameter(conv.inputs[1])->code());
        return std::pair{input.scales()[0], weight.scales()[0]};
    };
    const auto slow = steps(after(trained(), same + ",lr=1e-7"));
    const auto fast = steps(after(trained(), same + ",lr=0.05"));
    EXPECT_NE(slow.first, fast.first);
    EXPECT_NE(slow.second, fast.second);
}

Graph made_by(const Graph& graph, const std::string& text) {
    const Step step = Step::parse(text);
    Context context;
    context.train = std::make_shared<Stripes>(256, 8, 3, 1);
    return step.technique->apply(graph, step.params, step.scope, context);
}

/// Two bits cost much of what the network knew; training brings it back, and more of it where the
/// steps of weights and activations learn too.
TEST(QuantiseQat, LearnedStepsBringBackWhatRoundingLost) {
    const auto loss = [](const Graph& graph) {
        return evaluate(graph, Stripes(256, 8, 3, 2), {}).loss;
    };
    const Graph rounded = made_by(
        trained(), "quantise.uniform:weight_bits=2,activation_bits=2,skip_ends=true,images=64");
    const std::string settings = "epochs=4,batch=32,lr=0.01";
    const double still = loss(made_by(rounded, "finetune:" + settings));
    const double learnt = loss(made_by(rounded, "finetune:learn_codes=true," + settings));
    const double lsq =
        loss(after(trained(), "weight_bits=2,activation_bits=2,ends=float,epochs=4,lr=0.01"));
    EXPECT_GT(loss(rounded), 2 * loss(trained()));
    EXPECT_LT(still, loss(rounded));
    EXPECT_LT(learnt, still);
    EXPECT_LT(lsq, learnt); // shortcuts stay float there
}

TEST(QuantiseQat, SignsComeBeforeRectifiers) {
    const Graph result = after(trained(), "method=bnn,epochs=1,ends=float");
    EXPECT_FALSE(result.find_node("relu1").has_value());
    EXPECT_TRUE(result.find_node("relu2").has_value()); // the shortcut has it
    const Node& conv = result.nodes[*result.find_node("conv2")];
    const auto* code = dynamic_cast<const MultiBitCode*>(result.value(conv.inputs[0]).code.get());
    ASSERT_NE(code, nullptr);
    EXPECT_EQ(code->factors(), std::vector<float>{1});
}

TEST(QuantiseQat, RunsInTheEngineAsInItsReference) {
    const Graph result = after(trained(), "epochs=1,weight_bits=2,activation_bits=2");
    Tensor x(DType::Float32, Shape{2, 3, 8, 8});
    Rng rng(3);
    for (float& value : x.writable<float>()) {
        value = static_cast<float>(rng.uniform(-1, 1));
    }
    const auto fast = Executable::compile(result, {.batch = 2}).run(std::span(&x, 1));
    const auto plain = reference_run(result, std::span(&x, 1));
    for (std::int64_t i = 0; i < fast[0].elements(); ++i) {
        EXPECT_NEAR(fast[0].at(i), plain[0].at(i), 0.05);
    }
}

TEST(QuantiseQat, BadSettingsAreToldSo) {
    EXPECT_THROW(static_cast<void>(after(trained(), "method=lsq,weight_bits=1")), Error);
    EXPECT_THROW(static_cast<void>(after(trained(), "method=multibit,weight_bits=8")), Error);
    EXPECT_THROW(static_cast<void>(after(trained(), "activation_bits=1")), Error);
}

TEST(QuantiseQat, PrunedWeightsStayPrunedOrTheirLayersFloat) {
    Graph graph = trained();
    const ValueId id = graph.find_value("conv2.weight");
    Tensor mask(DType::Bool, graph.parameter(id)->shape());
    const auto keep = mask.writable<bool>();
    for (std::size_t i = 0; i < keep.size(); ++i) {
        keep[i] = i % 2 == 0;
    }
    graph.set_parameter(id, graph.parameter(id)->with_mask(mask));
    const Graph ternary = after(graph, "method=twn,epochs=1");
    EXPECT_LE(ternary.parameter(id)->nonzeros(), mask.elements() / 2);
    EXPECT_NE(ternary.parameter(id)->code(), nullptr);
    EXPECT_EQ(after(graph, "method=dorefa,epochs=1").parameter(id)->code(), nullptr);
}

} // namespace
} // namespace espalier
