// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"

#include "core/base/parallel.h"
#include "core/engine/engine.h"
#include "core/train/batch_norm_estimate.h"
#include "core/train/image_source.h"

#include <gtest/gtest.h>

#include <numeric>

namespace espalier {
namespace {

using test::Stripes;

Tensor all_pictures(const Dataset& set) {
    std::vector<std::size_t> indices(set.size());
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    return load_batch(set, indices, {}, {1, 3, 8, 8});
}

Graph reestimated(const Graph& graph, const Dataset& set, std::size_t batch) {
    const Preprocess preprocess;
    ImageSource source(set, preprocess, {}, 1);
    return reestimate_batch_norm(graph, source, {.samples = set.size(), .batch = batch});
}

void scale(Graph& graph, const char* name, float factor) {
    const ValueId id = graph.find_value(name);
    Tensor latent = graph.parameter(id)->latent();
    for (float& value : latent.writable<float>()) {
        value *= factor;
    }
    graph.set_parameter(id, graph.parameter(id)->with_latent(latent));
}

/// The first normalisation sees the same whatever the statistics are: over all pictures, each
/// channel's mean and variance as a plain loop finds them.
TEST(BatchNormEstimate, TheFirstNormalisationGetsMeanAndVarianceOfItsInput) {
    const Stripes set(48, 8, 3, 1);
    const Graph graph = test::residual_net(8, 1);
    std::vector<double> mean(16);
    std::vector<double> square(16);
    const ValueId input = graph.nodes[*graph.find_node("stem.bn")].inputs[0];
    Graph bound = graph;
    static_cast<void>(reference_run(
        bound, std::vector<Tensor>{all_pictures(set)}, [&](ValueId id, const Tensor& value) {
            if (id != input) {
                return;
            }
            const auto data = value.data<float>();
            for (std::size_t i = 0; i < data.size(); ++i) {
                const std::size_t channel = i / 64 % 16;
                mean[channel] += data[i] / (48.0 * 64);
                square[channel] += data[i] * double{data[i]} / (48.0 * 64);
            }
        }));
    const Graph after = reestimated(graph, set, 16);
    const Node& norm = after.nodes[*after.find_node("stem.bn")];
    for (std::int64_t c = 0; c < 16; ++c) {
        const auto i = static_cast<std::size_t>(c);
        const double variance = square[i] - mean[i] * mean[i];
        // Sums of 3,072 floats around 1 in another order.
        EXPECT_NEAR(after.parameter(norm.inputs[3])->latent().at(c), mean[i], 1e-5);
        EXPECT_NEAR(after.parameter(norm.inputs[4])->latent().at(c), variance,
                    1e-5 + 1e-4 * variance);
    }
}

/// Normalisation takes a factor on the weights before it out again, once it knows of it.
TEST(BatchNormEstimate, AFactorOnTheWeightsBeforeItDisappears) {
    const Stripes set(48, 8, 3, 1);
    const Graph graph = test::residual_net(8, 1);
    Graph scaled = graph;
    scale(scaled, "stem.weight", 4);
    scale(scaled, "conv3.weight", 0.5F);
    const Tensor x = all_pictures(set);
    const auto run = [&](const Graph& of) { return reference_run(of, std::vector<Tensor>{x})[0]; };
    const Tensor wanted = run(reestimated(graph, set, 16));
    const Tensor found = run(reestimated(scaled, set, 16));
    const Tensor stale = run(scaled);
    double largest = 0;
    double wrong = 0;
    for (std::int64_t i = 0; i < wanted.elements(); ++i) {
        // epsilon = 1e-5 is what does not scale with the weights.
        EXPECT_NEAR(found.at(i), wanted.at(i), 2e-3) << i;
        largest = std::max(largest, std::abs(wanted.at(i)));
        wrong = std::max(wrong, std::abs(stale.at(i) - wanted.at(i)));
    }
    EXPECT_GT(wrong, 0.1 * largest);
}

TEST(BatchNormEstimate, OnlyStatisticsChangeOnAnyNumberOfThreads) {
    const Stripes set(48, 8, 3, 1);
    const Graph graph = test::residual_net(8, 1);
    const int before = threads();
    set_threads(1);
    const Graph one = reestimated(graph, set, 16);
    set_threads(3);
    const Graph three = reestimated(graph, set, 16);
    set_threads(before);
    EXPECT_EQ(one.content_hash(), three.content_hash());
    std::size_t changed = 0;
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        const auto id = static_cast<ValueId>(i);
        if (graph.parameter(id) != nullptr &&
            graph.parameter(id)->content_hash() != one.parameter(id)->content_hash()) {
            ++changed;
        }
    }
    EXPECT_EQ(changed, 8U); // mean and variance of four normalisations
}

} // namespace
} // namespace espalier
