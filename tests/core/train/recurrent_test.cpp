// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrent layers in training: the fused kernels against Op::gradient, which has central
// differences behind it (tests/core/ops), and the same bits on any number of threads.
#include "core/base/parallel.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/train_plan.h"
#include "core/train/zoo/recurrent_units.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

constexpr std::int64_t kSteps = 20;
constexpr std::int64_t kInputs = 5;

struct Form {
    std::string name;
    std::vector<StandardLayer> layers;
    bool all_states = false; ///< scores from every step, else from the last
};

void PrintTo(const Form& form, std::ostream* out) {
    *out << form.name;
}

Graph network(const Form& form) {
    NetBuilder net("rows", 1, kSteps, kInputs, {}, 3);
    Sequence x = rows_of_picture(net, kSteps, kInputs);
    States states;
    for (std::size_t i = 0; i < form.layers.size(); ++i) {
        states = standard_layer(net, fmt::format("layer{}", i), x, form.layers[i]);
        x.value = states.all;
        x.inputs = form.layers[i].hidden * (form.layers[i].bidirectional ? 2 : 1);
    }
    if (form.all_states) {
        return net.finish(net.linear("fc", net.flatten("flat", states.all), kSteps * x.inputs, 4));
    }
    return net.finish(net.linear("fc", states.last, x.inputs, 4));
}

std::vector<Form> forms() {
    return {
        {"lstm", {{.op = "LSTM", .hidden = 19}}},
        {"gru", {{.op = "GRU", .hidden = 19, .reset_after = false}}},
        {"gru_reset_after", {{.op = "GRU", .hidden = 19}}},
        {"rnn", {{.op = "RNN", .hidden = 19}}},
        {"lstm_both_ways", {{.op = "LSTM", .hidden = 7, .bidirectional = true}}, true},
        {"two_layers", {{.op = "LSTM", .hidden = 8}, {.op = "GRU", .hidden = 6}}},
        {"two_layers_both_ways",
         {{.op = "GRU", .hidden = 8, .bidirectional = true},
          {.op = "LSTM", .hidden = 6, .bidirectional = true}},
         true},
    };
}

/// Gradients of the mean loss for random inputs.
std::vector<Tensor> gradients(const Graph& graph, std::int64_t batch, bool fast) {
    TrainPlan plan(graph, batch, {.fast = fast});
    Rng rng(7);
    for (float& value : plan.input()) {
        value = static_cast<float>(rng.normal());
    }
    std::vector<int> labels;
    for (std::int64_t i = 0; i < batch; ++i) {
        labels.push_back(static_cast<int>(rng.below(plan.classes())));
    }
    plan.forward(CrossEntropy(), {.labels = labels});
    plan.backward();
    std::vector<Tensor> result;
    for (const auto& parameter : plan.parameters()) {
        result.push_back(parameter->gradient);
    }
    return result;
}

class RecurrentTraining : public testing::TestWithParam<Form> {
protected:
    void TearDown() override { set_threads(0); }
};

TEST_P(RecurrentTraining, FusedGradientsMatchThoseOfTheOperators) {
    const Graph graph = network(GetParam());
    // Several pieces; the last one smaller.
    const auto fused = gradients(graph, 40, true);
    const auto plain = gradients(graph, 40, false);
    ASSERT_EQ(fused.size(), plain.size());
    EXPECT_EQ(fused.size(), 3 * GetParam().layers.size() + 2);
    for (std::size_t i = 0; i < fused.size(); ++i) {
        double largest = 0;
        double error = 0;
        for (std::int64_t k = 0; k < fused[i].elements(); ++k) {
            largest = std::max(largest, std::abs(plain[i].at(k)));
            error = std::max(error, std::abs(fused[i].at(k) - plain[i].at(k)));
        }
        EXPECT_GT(largest, 0);
        EXPECT_LE(error, 2e-5 * largest) << "parameter " << i;
    }
}

TEST_P(RecurrentTraining, UsesTheFusedKernels) {
    const TrainPlan plan(network(GetParam()), 8, {});
    std::size_t fused = 0;
    for (const std::string& kernel : plan.kernels()) {
        fused += kernel.starts_with("recurrent") ? 1 : 0;
    }
    EXPECT_EQ(fused, GetParam().layers.size());
}

TEST_P(RecurrentTraining, TheThreadCountDoesNotChangeABit) {
    const Graph graph = network(GetParam());
    set_threads(1);
    const auto one = gradients(graph, 70, true);
    set_threads(2);
    const auto two = gradients(graph, 70, true);
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_TRUE(one[i].equals(two[i])) << "parameter " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Recurrent, RecurrentTraining, testing::ValuesIn(forms()),
                         [](const auto& form) { return form.param.name; });

} // namespace
} // namespace espalier
