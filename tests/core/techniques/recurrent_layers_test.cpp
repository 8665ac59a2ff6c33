// SPDX-License-Identifier: GPL-3.0-or-later
// Techniques on recurrent layers: both weights take part, gates are told apart.
#include "tests/core/nets/small_nets.h"

#include "core/analysis/accounting.h"
#include "core/compress/recipe.h"
#include "core/graph/code.h"
#include "core/graph/infer.h"
#include "core/train/train_plan.h"
#include "core/train/zoo.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace espalier {
namespace {

/// A classifier with an LSTM of 128 units over 28 rows, its gates of different magnitudes.
Graph network(const char* id = "lstm-rows") {
    Graph graph = make_network(id, 10, 3);
    const ValueId r = graph.find_value("rnn.R");
    Tensor values = graph.parameter(r)->latent();
    const std::int64_t gates = recurrent_gate_count(graph.nodes[*graph.find_node("rnn")]);
    const auto numbers = values.writable<float>();
    const std::size_t size = numbers.size() / static_cast<std::size_t>(gates);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        numbers[i] *= static_cast<float>(1 + i / size);
    }
    graph.set_parameter(r, Parameter(values));
    return graph;
}

Graph applied(const Graph& graph, const std::string& step) {
    const Step parsed = Step::parse(step);
    return parsed.technique->apply(graph, parsed.params, parsed.scope, {});
}

const Parameter& weight(const Graph& graph, const char* name) {
    return *graph.parameter(graph.find_value(name));
}

/// Share of zeros in each quarter (LSTM) of the rows.
std::vector<double> zeros_by_gate(const Parameter& parameter, std::size_t gates) {
    const auto values = parameter.effective().data<float>();
    const std::size_t size = values.size() / gates;
    std::vector<double> shares;
    for (std::size_t g = 0; g < gates; ++g) {
        const auto part = values.subspan(g * size, size);
        shares.push_back(static_cast<double>(std::ranges::count(part, 0.0F)) /
                         static_cast<double>(size));
    }
    return shares;
}

TEST(RecurrentLayers, AccountCountsBothWeights) {
    const Account counted = account(network());
    const auto& layer = *std::ranges::find(counted.layers, "rnn", &LayerAccount::name);
    EXPECT_EQ(layer.weights, 512 * 28 + 512 * 128);
    EXPECT_EQ(layer.macs, 28 * (512 * 28 + 512 * 128));
    EXPECT_EQ(layer.params, layer.weights + 2 * 512);
    const Graph graph = network();
    EXPECT_EQ(mac_weights(graph, graph.nodes[*graph.find_node("rnn")]).size(), 2U);
}

TEST(RecurrentLayers, MagnitudesArePrunedInInputAndRecurrentWeights) {
    for (const char* id : {"lstm-rows", "gru-rows", "rnn-rows"}) {
        const Graph pruned = applied(network(id), "prune.magnitude:sparsity=0.75,scope=layer");
        for (const char* name : {"rnn.W", "rnn.R"}) {
            const Parameter& parameter = weight(pruned, name);
            EXPECT_EQ(parameter.nonzeros(),
                      std::llround(0.25 * static_cast<double>(parameter.shape().elements())))
                << id << " " << name;
        }
        EXPECT_NEAR(account(pruned).sparsity(), 0.75, 1e-3);
    }
}

TEST(RecurrentLayers, ByGateEveryGateLosesTheSame) {
    const Graph by_layer = applied(network(), "prune.magnitude:sparsity=0.5,scope=layer");
    const auto uneven = zeros_by_gate(weight(by_layer, "rnn.R"), 4);
    EXPECT_GT(uneven[0], uneven[3] + 0.2);
    const Graph by_gate = applied(network(), "prune.magnitude:sparsity=0.5,scope=gate");
    for (const double share : zeros_by_gate(weight(by_gate, "rnn.R"), 4)) {
        EXPECT_DOUBLE_EQ(share, 0.5);
    }
    // A second step adds to the first, and one that asks for less changes nothing.
    const Graph more = applied(by_gate, "prune.magnitude:sparsity=0.75,scope=gate");
    for (const double share : zeros_by_gate(weight(more, "rnn.R"), 4)) {
        EXPECT_DOUBLE_EQ(share, 0.75);
    }
    EXPECT_EQ(applied(more, "prune.magnitude:sparsity=0.5,scope=gate").content_hash(),
              more.content_hash());
}

/// Distinct scales of a weight's code.
std::size_t scales(const Parameter& parameter) {
    const auto code = std::dynamic_pointer_cast<const AffineCode>(parameter.code());
    EXPECT_NE(code, nullptr);
    return code == nullptr ? 0
                           : std::set<float>(code->scales().begin(), code->scales().end()).size();
}

TEST(RecurrentLayers, AreQuantisedByTensorGateOrRow) {
    const auto coded = [](const char* granularity) {
        return applied(network(),
                       std::string("quantise.uniform:weight_bits=4,granularity=") + granularity);
    };
    EXPECT_EQ(scales(weight(coded("tensor"), "rnn.R")), 1U);
    EXPECT_EQ(scales(weight(coded("gate"), "rnn.R")), 4U);
    EXPECT_EQ(weight(coded("gate"), "rnn.W").code()->bits(), 4);
    const Graph rows = coded("channel");
    EXPECT_GT(scales(weight(rows, "rnn.R")), 400U);
    // Finer ranges err less.
    const auto error = [](const Graph& graph) {
        const Parameter& parameter = weight(graph, "rnn.R");
        double sum = 0;
        for (std::int64_t i = 0; i < parameter.latent().elements(); ++i) {
            const double gap = parameter.latent().at(i) - parameter.effective().at(i);
            sum += gap * gap;
        }
        return sum;
    };
    EXPECT_LT(error(coded("gate")), 0.6 * error(coded("tensor")));
    EXPECT_LE(error(rows), error(coded("gate")));
}

TEST(RecurrentLayers, SvdOfFullRankComputesTheSame) {
    const Graph graph = network();
    const Graph split = applied(graph, "decompose.svd:rank=28,larger=true,layers='rnn'");
    ASSERT_TRUE(split.find_node("rnn_1").has_value());
    EXPECT_EQ(split.nodes[*split.find_node("rnn_1")].op, "MatMul");
    EXPECT_EQ(split.nodes[*split.find_node("rnn_2")].op, "LSTM");
    const Tensor x = test::random_pictures(graph, 5, 2);
    EXPECT_LT(test::relative_error(test::run_plain(split, x), test::run_plain(graph, x)), 1e-5);
}

/// The same with the reset in front of the product.
Graph reset_before(Graph graph) {
    graph.nodes[*graph.find_node("rnn")].attributes.set("linear_before_reset", std::int64_t{0});
    return graph;
}

TEST(RecurrentLayers, SvdOfTheStatesIsTheLayerInSteps) {
    for (const char* id : {"lstm-rows", "gru-rows", "-gru-rows", "rnn-rows"}) {
        const Graph graph = id[0] == '-' ? reset_before(network(id + 1)) : network(id);
        const Graph split =
            applied(graph, "decompose.svd:rank=128,larger=true,states=true,layers='rnn'");
        for (const Node& node : split.nodes) {
            EXPECT_FALSE(is_recurrent(node)) << node.name;
        }
        const Tensor x = test::random_pictures(graph, 5, 2);
        EXPECT_LT(test::relative_error(test::run_plain(split, x), test::run_plain(graph, x)), 1e-5)
            << id;
        EXPECT_NO_THROW(TrainPlan(split, 4, {})) << id;
    }
}

/// The input in factors lies between the turn to the front of time and the steps.
TEST(RecurrentLayers, InputAndStatesInFactorsCanBeTrained) {
    for (const char* id : {"lstm-rows", "gru-rows"}) {
        const Graph graph = network(id);
        const Graph split = applied(graph, "decompose.svd:rank=28,larger=true,states=true");
        const Tensor x = test::random_pictures(graph, 5, 2);
        EXPECT_EQ(test::run_plain(split, x).shape(), test::run_plain(graph, x).shape());
        EXPECT_NO_THROW(TrainPlan(split, 4, {})) << id;
    }
}

TEST(RecurrentLayers, LayersOnEachOthersStatesAreWrittenOutTogether) {
    for (const char* id : {"stacked-lstm-rows", "residual-lstm-rows"}) {
        const Graph graph = make_network(id, 10, 3);
        const Graph split =
            applied(graph, "decompose.svd:rank=128,larger=true,states=true,layers='rnn*'");
        validate(split); // no two nodes of one name
        const Tensor x = test::random_pictures(graph, 5, 2);
        EXPECT_LT(test::relative_error(test::run_plain(split, x), test::run_plain(graph, x)), 1e-5)
            << id;
    }
}

/// What the preview promises is what is counted afterwards.
void expect_counts(const std::string& id, const Graph& graph, bool states) {
    const Step step =
        Step::parse(fmt::format("decompose.svd:rank=8,larger=true,layers='rnn',states={}", states));
    const Preview preview = step.technique->plan(graph, step.params, step.scope);
    const Graph split = step.technique->apply(graph, step.params, step.scope, {});
    ASSERT_EQ(preview.layers.size(), 1U);
    const Account before = account(graph);
    const Account after = account(split);
    const LayerChange& change = preview.layers[0];
    EXPECT_EQ(after.params - before.params, change.params_after - change.params_before) << id;
    EXPECT_EQ(after.macs - before.macs, change.macs_after - change.macs_before) << id;
    if (id == "lstm-rows") {
        const std::int64_t input = 28 * (512 * 28 - 8 * (512 + 28));
        const std::int64_t state = 28 * 512 * 128 - 27 * 8 * (512 + 128);
        EXPECT_EQ(before.macs - after.macs, input + (states ? state : 0));
    }
}

TEST(RecurrentLayers, SvdCountsAsItSays) {
    for (const char* id : {"lstm-rows", "gru-rows", "rnn-rows"}) {
        expect_counts(id, network(id), false);
        expect_counts(id, network(id), true);
    }
    expect_counts("gru that resets before", reset_before(network("gru-rows")), true);
}

} // namespace
} // namespace espalier
