// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrent layers: the fused kernels against the plain loops, in every form they have.
#include "compare.h"
#include "networks.h"

#include "core/base/parallel.h"
#include "core/engine/engine.h"

#include <fmt/core.h>

namespace espalier {
namespace {

struct Form {
    std::string name;
    std::string op;
    Attributes attributes = {};
    std::int64_t directions = 1;
    bool bias = true;
    bool states = false; ///< initial ones, computed at run time
    bool fused = true;
    bool peepholes = false;
    bool lengths = false; ///< sequences that end early, one that never begins
};

void PrintTo(const Form& form, std::ostream* out) {
    *out << form.name;
}

Attributes with(std::vector<std::pair<std::string, Attribute>> list) {
    Attributes attributes = {};
    for (auto& [name, value] : list) {
        attributes.set(name, value);
    }
    return attributes;
}

std::vector<Form> forms() {
    const std::string both = "bidirectional";
    using Names = std::vector<std::string>;
    return {
        {.name = "lstm", .op = "LSTM"},
        {.name = "lstm_without_bias", .op = "LSTM", .bias = false},
        {.name = "lstm_both_ways",
         .op = "LSTM",
         .attributes = with({{"direction", both}}),
         .directions = 2,
         .states = true},
        {.name = "lstm_reverse_batch_first",
         .op = "LSTM",
         .attributes = with({{"direction", std::string("reverse")}, {"layout", std::int64_t{1}}}),
         .states = true},
        {.name = "lstm_clipped", .op = "LSTM", .attributes = with({{"clip", 0.5F}})},
        {.name = "lstm_with_peepholes", .op = "LSTM", .states = true, .peepholes = true},
        {.name = "lstm_coupled",
         .op = "LSTM",
         .attributes = with({{"input_forget", std::int64_t{1}}})},
        {.name = "lstm_with_everything",
         .op = "LSTM",
         .attributes =
             with({{"input_forget", std::int64_t{1}}, {"clip", 0.4F}, {"direction", both}}),
         .directions = 2,
         .states = true,
         .peepholes = true,
         .lengths = true},
        {.name = "lstm_of_lengths", .op = "LSTM", .lengths = true},
        {.name = "gru_of_lengths_both_ways",
         .op = "GRU",
         .attributes = with({{"direction", both}}),
         .directions = 2,
         .states = true,
         .lengths = true},
        {.name = "gru_clipped", .op = "GRU", .attributes = with({{"clip", 0.3F}})},
        {.name = "gru_reset_after_clipped",
         .op = "GRU",
         .attributes = with({{"linear_before_reset", std::int64_t{1}}, {"clip", 0.3F}})},
        {.name = "rnn_of_lengths_backwards_clipped",
         .op = "RNN",
         .attributes = with({{"direction", std::string("reverse")}, {"clip", 0.3F}}),
         .lengths = true},
        {.name = "gru", .op = "GRU", .states = true},
        {.name = "gru_without_bias", .op = "GRU", .bias = false},
        {.name = "gru_reset_after",
         .op = "GRU",
         .attributes = with({{"linear_before_reset", std::int64_t{1}}, {"direction", both}}),
         .directions = 2},
        {.name = "gru_reset_after_without_bias",
         .op = "GRU",
         .attributes = with({{"linear_before_reset", std::int64_t{1}}}),
         .bias = false},
        {.name = "rnn", .op = "RNN"},
        {.name = "rnn_rectified",
         .op = "RNN",
         .attributes = with({{"activations", Names{"Relu"}}})},
        {.name = "rnn_of_another_kind",
         .op = "RNN",
         .attributes = with({{"activations", Names{"Softsign"}}}),
         .fused = false},
    };
}

constexpr std::int64_t kSteps = 6;
constexpr std::int64_t kInputs = 5;
constexpr std::int64_t kHidden = 19; // no multiple of a vector

/// One layer and all its outputs, for `batch` sequences.
Graph layer(const Form& form, std::int64_t batch) {
    test::NetworkBuilder net;
    const std::int64_t gates = form.op == "LSTM" ? 4 : form.op == "GRU" ? 3 : 1;
    const std::int64_t d = form.directions;
    const bool batch_first = form.attributes.integer("layout", 0) == 1;
    const ValueId x =
        net.input(batch_first ? Shape{batch, kSteps, kInputs} : Shape{kSteps, batch, kInputs});
    std::vector<ValueId> inputs{x, net.parameter({d, gates * kHidden, kInputs}, -1, 1),
                                net.parameter({d, gates * kHidden, kHidden}, -0.5, 0.5)};
    if (form.bias || form.states || form.lengths || form.peepholes) {
        inputs.push_back(form.bias ? net.parameter({d, 2 * gates * kHidden}, -1, 1) : kNoValue);
    }
    if (form.lengths) {
        std::vector<std::int32_t> lengths;
        for (std::int64_t n = 0; n < batch; ++n) {
            lengths.push_back(static_cast<std::int32_t>((kSteps + 2 * n) % (kSteps + 1)));
        }
        inputs.push_back(net.graph.add_parameter(
            "lengths", Parameter(Tensor::of<std::int32_t>({batch}, lengths))));
    }
    if (form.states) {
        const Shape state = batch_first ? Shape{batch, d, kHidden} : Shape{d, batch, kHidden};
        inputs.resize(5, kNoValue);
        inputs.push_back(net.input(state));
        if (form.op == "LSTM") {
            inputs.push_back(net.input(state));
        }
    }
    if (form.peepholes) {
        inputs.resize(7, kNoValue);
        inputs.push_back(net.parameter({d, 3 * kHidden}, -1, 1));
    }
    Node node;
    node.name = "layer";
    node.op = form.op;
    node.attributes = form.attributes;
    node.inputs = inputs;
    const std::size_t outputs = form.op == "LSTM" ? 3 : 2;
    for (std::size_t i = 0; i < outputs; ++i) {
        node.outputs.push_back(net.graph.add_value(fmt::format("y{}", i)));
    }
    const auto made = node.outputs;
    net.graph.add_node(std::move(node));
    return net.finish(made);
}

std::vector<Tensor> inputs_of(const Graph& graph) {
    std::vector<Tensor> result;
    for (const ValueId input : graph.inputs) {
        result.push_back(test::random_tensor(graph.value(input).type.shape, 5 + result.size()));
    }
    return result;
}

class RecurrentForms : public testing::TestWithParam<Form> {
protected:
    void TearDown() override { set_threads(0); }
};

TEST_P(RecurrentForms, FusedKernelsMatchThePlainLoops) {
    // One sequence, one piece, and several pieces of which the last is smaller.
    for (const std::int64_t batch : {1, 32, 70}) {
        const Graph graph = layer(GetParam(), batch);
        Executable net = Executable::compile(graph, {.batch = batch});
        const bool fused = net.steps().back().kernel.find("fused") != std::string::npos;
        EXPECT_EQ(fused, GetParam().fused) << net.steps().back().kernel;
        const auto inputs = inputs_of(graph);
        const auto found = net.run(inputs);
        const auto expected = reference_run(graph, inputs);
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            ASSERT_EQ(found[i].shape(), expected[i].shape());
            // Rounding errors scale with the largest values, which a rectifier does not bound.
            double largest = 1;
            for (std::int64_t k = 0; k < found[i].elements(); ++k) {
                largest = std::max(largest, std::abs(expected[i].at(k)));
            }
            for (std::int64_t k = 0; k < found[i].elements(); ++k) {
                ASSERT_NEAR(found[i].at(k), expected[i].at(k), 2e-6 * largest)
                    << "output " << i << ", batch " << batch;
            }
        }
    }
}

TEST_P(RecurrentForms, TheThreadCountDoesNotChangeABit) {
    const Graph graph = layer(GetParam(), 70);
    const auto inputs = inputs_of(graph);
    std::vector<std::vector<Tensor>> results;
    for (const int count : {1, 2, 3}) {
        set_threads(count);
        results.push_back(Executable::compile(graph, {.batch = 70}).run(inputs));
    }
    for (std::size_t i = 0; i < results[0].size(); ++i) {
        EXPECT_TRUE(results[0][i].equals(results[1][i]));
        EXPECT_TRUE(results[0][i].equals(results[2][i]));
    }
}

TEST_P(RecurrentForms, OutputsThatNobodyWantsAreLeftOut) {
    Graph graph = layer(GetParam(), 3);
    const auto all = reference_run(graph, inputs_of(graph));
    graph.nodes[0].outputs[0] = kNoValue;
    graph.outputs = {graph.nodes[0].outputs[1]};
    graph.nodes[0].outputs.resize(2);
    const auto found = Executable::compile(graph, {.batch = 3}).run(inputs_of(graph));
    ASSERT_EQ(found.size(), 1U);
    for (std::int64_t k = 0; k < found[0].elements(); ++k) {
        ASSERT_NEAR(found[0].at(k), all[1].at(k), 2e-6);
    }
}

INSTANTIATE_TEST_SUITE_P(Recurrent, RecurrentForms, testing::ValuesIn(forms()),
                         [](const auto& form) { return form.param.name; });

} // namespace
} // namespace espalier
