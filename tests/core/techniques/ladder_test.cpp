// SPDX-License-Identifier: GPL-3.0-or-later
// The rungs beside rounding: equalisation changes nothing but ranges, corrected biases bring means
// back, and bits are dealt out as the exhaustive search does.
#include "tests/core/nets/small_nets.h"

#include "core/analysis/accounting.h"
#include "core/analysis/grids/bit_allocation.h"
#include "core/base/error.h"
#include "core/compress/recipe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace espalier {
namespace {

Graph run_step(const std::string& text, const Graph& graph, const Context& context = {}) {
    const Step step = Step::parse(text);
    return step.technique->apply(graph, step.params, step.scope, context);
}

/// Three convolutions in a row, the middle one of each channel alone, with ranges that differ.
Graph uneven_chain() {
    test::NetBuilder net("uneven", 4);
    ValueId x = net.relu(net.conv(net.input(3), 3, 8));
    x = net.relu(net.conv(x, 8, 8, {.groups = 8}));
    x = net.op("MaxPool", {x}, [] {
        Attributes attributes;
        attributes.set("kernel_shape", std::vector<std::int64_t>{2, 2});
        return attributes;
    }());
    Graph graph = net.classify(net.conv(x, 8, 6, {.kernel = 1}), 6);
    // Each channel gets a range of its own in the first layer, and the second makes up for it.
    const auto scale = [&](ValueId id, std::size_t each, float sign) {
        const Parameter old = *graph.parameter(id);
        Tensor values = old.latent();
        const auto target = values.writable<float>();
        for (std::size_t i = 0; i < target.size(); ++i) {
            target[i] *= std::exp2(sign * (static_cast<float>(i / each) - 3));
        }
        graph.set_parameter(id, old.with_latent(values));
    };
    scale(graph.nodes[0].inputs[1], 27, 1);
    scale(graph.nodes[0].inputs[2], 1, 1);
    scale(graph.nodes[2].inputs[1], 9, -1);
    return graph;
}

double spread_of_ranges(const Graph& graph) {
    const auto values = graph.parameter(graph.nodes[0].inputs[1])->latent().data<float>();
    float least = 1e9F;
    float most = 0;
    for (std::size_t channel = 0; channel < 8; ++channel) {
        float range = 0;
        for (std::size_t i = 0; i < 27; ++i) {
            range = std::max(range, std::abs(values[channel * 27 + i]));
        }
        least = std::min(least, range);
        most = std::max(most, range);
    }
    return most / least;
}

TEST(EqualiseLayers, ChangesRangesAndNothingElse) {
    const Graph graph = uneven_chain();
    const Graph equal = run_step("equalise.layers:rounds=100", graph);
    const Tensor x = test::random_pictures(graph, 4, 2);
    EXPECT_LT(test::relative_error(test::run_plain(equal, x), test::run_plain(graph, x)), 1e-5);
    EXPECT_GT(spread_of_ranges(graph), 50);
    EXPECT_LT(spread_of_ranges(equal), 0.2 * spread_of_ranges(graph));
    // Both layers around a channel have its range in common.
    const auto w1 = equal.parameter(equal.nodes[0].inputs[1])->latent().data<float>();
    const auto w2 = equal.parameter(equal.nodes[2].inputs[1])->latent().data<float>();
    for (std::size_t channel = 0; channel < 8; ++channel) {
        float before = 0;
        float behind = 0;
        for (std::size_t i = 0; i < 27; ++i) {
            before = std::max(before, std::abs(w1[channel * 27 + i]));
        }
        for (std::size_t i = 0; i < 9; ++i) {
            behind = std::max(behind, std::abs(w2[channel * 9 + i]));
        }
        EXPECT_NEAR(before / behind, 1, 1e-2) << channel;
    }
}

TEST(EqualiseLayers, HelpsOneScaleForAllChannels) {
    const Graph graph = uneven_chain();
    const Graph equal = run_step("equalise.layers", graph);
    const Tensor x = test::random_pictures(graph, 8, 3);
    const Tensor expected = test::run_plain(graph, x);
    const std::string coarse = "quantise.uniform:weight_bits=4,granularity=tensor";
    EXPECT_LT(test::relative_error(test::run_plain(run_step(coarse, equal), x), expected),
              0.7 * test::relative_error(test::run_plain(run_step(coarse, graph), x), expected));
}

TEST(EqualiseLayers, KeepsEveryNetworkWhatItIs) {
    for (const auto& net : test::small_nets()) {
        const Graph graph = run_step("fold.batchnorm", net.make());
        const Graph equal = run_step("equalise.layers", graph);
        const Tensor x = test::random_pictures(graph, 2, 9);
        EXPECT_LT(test::relative_error(test::run_plain(equal, x), test::run_plain(graph, x)), 1e-5)
            << net.name;
    }
}

class Colours final : public Dataset {
public:
    [[nodiscard]] std::string name() const override { return "colours"; }

    [[nodiscard]] std::size_t size() const override { return 32; }

    [[nodiscard]] int classes() const override { return 10; }

    [[nodiscard]] int label(std::size_t index) const override {
        return static_cast<int>(index % 10);
    }

    [[nodiscard]] Image image(std::size_t index) const override {
        Image image{8, 8, 3, std::vector<std::uint8_t>(8 * 8 * 3)};
        Rng rng(5, index);
        for (auto& pixel : image.pixels) {
            pixel = static_cast<std::uint8_t>(rng.below(256));
        }
        return image;
    }

    [[nodiscard]] std::string fingerprint() const override { return "colours"; }
};

/// Sum of the squared differences of the means of all outputs.
double means_off(const Graph& graph, const Graph& other, const Dataset& set) {
    std::vector<std::size_t> all(set.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = i;
    }
    const Tensor x = load_batch(set, all, {}, graph.value(graph.inputs.front()).type.shape);
    const Tensor a = test::run_plain(graph, x);
    const Tensor b = test::run_plain(other, x);
    std::vector<double> off(10, 0);
    for (std::size_t i = 0; i < a.data<float>().size(); ++i) {
        off[i % 10] += a.data<float>()[i] - b.data<float>()[i];
    }
    double sum = 0;
    for (const double x_off : off) {
        sum += x_off * x_off;
    }
    return sum;
}

TEST(CorrectBias, BringsTheMeansOfOutputsBack) {
    Context context;
    const auto set = std::make_shared<Colours>();
    context.train = set;
    const Graph graph = run_step("fold.batchnorm", test::small_net("plain"));
    const Graph coarse = run_step("quantise.uniform:weight_bits=3", graph, context);
    const Graph corrected = run_step("correct.bias:images=32", coarse, context);
    EXPECT_LT(means_off(graph, corrected, *set), 1e-3 * means_off(graph, coarse, *set));
    const Graph both =
        run_step("quantise.uniform:weight_bits=3,activation_bits=8,images=32", graph, context);
    EXPECT_LT(means_off(graph, run_step("correct.bias:images=32", both, context), *set),
              0.1 * means_off(graph, both, *set));
    // Without codes there is nothing to correct.
    EXPECT_EQ(run_step("correct.bias", graph, context).content_hash(), graph.content_hash());
}

TEST(BitAllocation, IsThatOfTheExhaustiveSearch) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng rng(seed);
        std::vector<BitLayer> layers;
        std::int64_t weights = 0;
        for (int i = 0; i < 5; ++i) {
            BitLayer layer{static_cast<std::int64_t>(10 + rng.below(90)), {}};
            double cost = rng.uniform(1, 100);
            for (const int bits : {2, 4, 6, 8}) {
                layer.choices.push_back({bits, cost});
                cost *= rng.uniform(0.05, 0.6);
            }
            weights += layer.weights;
            layers.push_back(layer);
        }
        const auto budget =
            static_cast<std::int64_t>(static_cast<double>(weights) * rng.uniform(2.1, 7));
        double least = 1e18;
        for (int way = 0; way < 1024; ++way) {
            double cost = 0;
            std::int64_t used = 0;
            for (std::size_t i = 0; i < 5; ++i) {
                const auto& choice =
                    layers[i].choices[static_cast<std::size_t>(way >> (2 * i)) % 4];
                cost += choice.cost;
                used += layers[i].weights * choice.bits;
            }
            least = used <= budget ? std::min(least, cost) : least;
        }
        const auto chosen = allocate_bits(layers, budget);
        double cost = 0;
        std::int64_t used = 0;
        for (std::size_t i = 0; i < 5; ++i) {
            cost += layers[i].choices[chosen[i]].cost;
            used += layers[i].weights * layers[i].choices[chosen[i]].bits;
        }
        EXPECT_LE(used, budget);
        EXPECT_DOUBLE_EQ(cost, least);
        const auto fewest = allocate_bits(layers, 10);
        EXPECT_EQ(fewest, std::vector<std::size_t>(5, 0));
    }
}

TEST(QuantiseMixed, KeepsToItsAverage) {
    Context context;
    context.train = std::make_shared<Colours>();
    const Graph graph = run_step("fold.batchnorm", test::small_net("residual"));
    const Graph mixed = run_step("quantise.mixed:bits=3.5,images=16", graph, context);
    double bits = 0;
    double weights = 0;
    int least = 9;
    int most = 0;
    for (const Node& node : mixed.nodes) {
        if (mac_weight(mixed, node) == kNoValue) {
            continue;
        }
        const Parameter& weight = *mixed.parameter(mac_weight(mixed, node));
        ASSERT_NE(weight.code(), nullptr) << node.name;
        const auto count = static_cast<double>(weight.latent().elements());
        bits += count * weight.code()->bits();
        weights += count;
        least = std::min(least, weight.code()->bits());
        most = std::max(most, weight.code()->bits());
    }
    EXPECT_LE(bits, 3.5 * weights);
    EXPECT_GT(bits, 3 * weights);
    EXPECT_LT(least, most);
}

} // namespace
} // namespace espalier
