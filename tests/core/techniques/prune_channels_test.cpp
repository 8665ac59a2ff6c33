// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets/small_nets.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/compress/recipe.h"
#include "core/graph/dependency.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace espalier {
namespace {

Graph run(const Graph& graph, const std::string& step, std::vector<std::string>* notes = nullptr) {
    const Step parsed = Step::parse(step);
    Context context;
    context.note = [&](std::string_view text) {
        if (notes != nullptr) {
            notes->emplace_back(text);
        }
    };
    return parsed.technique->apply(graph, parsed.params, parsed.scope, context);
}

/// Output channels of a node's weight.
std::int64_t width(const Graph& graph, const std::string& node) {
    return graph.parameter(graph.nodes.at(graph.find_node(node).value()).input(1))->shape()[0];
}

/// Output channels of a node's weight that are not masked throughout.
std::int64_t alive(const Graph& graph, const std::string& node) {
    const Parameter& weight =
        *graph.parameter(graph.nodes.at(graph.find_node(node).value()).input(1));
    const auto data = weight.effective().data<float>();
    const auto run_length =
        static_cast<std::size_t>(weight.shape().elements(1, weight.shape().rank()));
    std::int64_t count = 0;
    for (std::size_t begin = 0; begin < data.size(); begin += run_length) {
        const auto slice = data.subspan(begin, run_length);
        count += std::any_of(slice.begin(), slice.end(), [](float v) { return v != 0; }) ? 1 : 0;
    }
    return count;
}

class Nets : public testing::TestWithParam<test::NamedNet> {};

// The masked network and the smaller one are the same function; the masked one really differs from
// the original, so that the comparison says something.
TEST_P(Nets, MaskedEqualsShrunk) {
    const Graph graph = GetParam().make();
    const Tensor input = test::random_pictures(graph, 3, 11);
    for (const char* options : {"ratio=0.2", "ratio=0.5,criterion=l1", "ratio=0.4,scope=global",
                                "ratio=0.6,aggregate=sum,round_to=2"}) {
        const Graph masked = run(graph, std::string("prune.channels:") + options);
        const Graph shrunk = run(masked, "materialise");
        const Tensor expected = test::run_plain(masked, input);
        EXPECT_LT(test::relative_error(test::run_plain(shrunk, input), expected), 1e-5) << options;
        const Account before = account(masked);
        const Account after = account(shrunk);
        if (masked.content_hash() == graph.content_hash()) {
            continue; // the rounding left nothing to prune in a net this small
        }
        EXPECT_GT(test::relative_error(test::run_plain(graph, input), expected), 1e-4) << options;
        EXPECT_EQ(before.params, account(graph).params);
        EXPECT_LT(after.params, before.params) << options;
        EXPECT_LT(after.macs, before.macs) << options;
        EXPECT_EQ(after.nonzeros, before.nonzeros) << options; // what was left, and nothing else
        EXPECT_EQ(after.nonzeros, after.params) << options;
    }
}

INSTANTIATE_TEST_SUITE_P(PruneChannels, Nets, testing::ValuesIn(test::small_nets()),
                         [](const auto& net) { return net.param.name; });

TEST(PruneChannels, TheWeakestGo) {
    test::NetBuilder b("known");
    std::vector<float> filters;
    for (const float size : {0.5F, 3.0F, 0.1F, 2.0F}) {
        filters.insert(filters.end(), 27, size);
    }
    const ValueId weight =
        b.graph.add_parameter("w", Parameter(Tensor::of(Shape{4, 3, 3, 3}, filters)));
    const ValueId x = b.conv_with(b.input(3), weight);
    const ValueId even = b.graph.add_parameter(
        "v", Parameter(Tensor::of(Shape{2, 4, 3, 3}, std::vector<float>(72, 1.0F))));
    const Graph graph = b.classify(b.conv_with(b.relu(x), even), 2);
    const Graph masked = run(graph, "prune.channels:ratio=0.5,layers=Conv");
    const auto mask = masked.parameter(weight)->mask().data<bool>();
    EXPECT_FALSE(mask[0]);
    EXPECT_TRUE(mask[27]);
    EXPECT_FALSE(mask[54]);
    EXPECT_TRUE(mask[81]);
    // The reader loses the same channels: nothing may leak into it.
    const auto columns = masked.parameter(even)->mask().data<bool>();
    EXPECT_FALSE(columns[0]);
    EXPECT_TRUE(columns[9]);
    EXPECT_FALSE(columns[18]);
}

TEST(PruneChannels, CountsAreAsAsked) {
    const Graph graph = test::small_net("residual");
    const Graph layerwise = run(graph, "prune.channels:ratio=0.25");
    EXPECT_EQ(alive(layerwise, "Conv_1"), 6); // its own group of 8
    EXPECT_EQ(alive(layerwise, "Conv_3"), 12);
    EXPECT_EQ(alive(layerwise, "Conv_4"), 12); // the residual group of 16
    const Graph rounded = run(graph, "prune.channels:ratio=0.3,round_to=8");
    EXPECT_EQ(alive(rounded, "Conv_1"), 8);  // 5.6 rounds up to 8
    EXPECT_EQ(alive(rounded, "Conv_3"), 16); // 11.2 rounds up to 16
    const Graph least = run(graph, "prune.channels:ratio=0.95,min_channels=5");
    EXPECT_EQ(alive(least, "Conv_1"), 5);
    EXPECT_EQ(alive(least, "Conv_3"), 5);
}

TEST(PruneChannels, TheHighestRatioLeavesAChannelEverywhere) {
    for (const auto& net : test::small_nets()) {
        const Graph graph = net.make();
        for (const char* scope : {"layer", "global"}) {
            const Graph shrunk = run(
                run(graph, std::string("prune.channels:ratio=0.95,scope=") + scope), "materialise");
            const Tensor output = test::run_plain(shrunk, test::random_pictures(graph, 1, 3));
            EXPECT_EQ(output.shape(), (Shape{1, 10})) << net.name;
            for (const auto& layer : account(shrunk).layers) {
                EXPECT_TRUE(layer.weights > 0 || layer.op != "Conv") << net.name;
            }
        }
    }
}

TEST(PruneChannels, BatchNormShiftsDoNotLeak) { // nni 2130
    const Graph graph = test::small_net("plain");
    const Graph masked = run(graph, "prune.channels:ratio=0.5,layers=Conv");
    const Node& norm = masked.nodes.at(masked.find_node("BatchNormalization").value());
    for (const std::size_t slot : {1U, 2U, 3U}) {
        ASSERT_TRUE(masked.parameter(norm.input(slot))->has_mask()) << slot;
        EXPECT_EQ(masked.parameter(norm.input(slot))->nonzeros(), 4) << slot;
    }
    EXPECT_FALSE(masked.parameter(norm.input(4))->has_mask()); // a variance of 0 is no variance
}

TEST(PruneChannels, ScopeCoversWholeGroups) {
    const Graph graph = test::small_net("residual");
    const Graph only = run(graph, "prune.channels:ratio=0.5,layers=Conv_1");
    EXPECT_EQ(alive(only, "Conv_1"), 4);
    EXPECT_EQ(alive(only, "Conv_3"), 16);
    std::vector<std::string> notes;
    const Graph without = run(graph, "prune.channels:ratio=0.5,except=Conv_4", &notes);
    EXPECT_EQ(alive(without, "Conv"), 8); // joined to Conv_4 by the shortcuts
    EXPECT_EQ(alive(without, "Conv_3"), 8);
    EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), [](const std::string& note) {
        return note.find("Conv stays: its channels hang on an excluded layer") != std::string::npos;
    }));
}

TEST(PruneChannels, SaysWhatStaysAndWhatWillBeSaved) {
    const Graph graph = test::small_net("plain");
    std::vector<std::string> notes;
    const Graph masked = run(graph, "prune.channels:ratio=0.5", &notes);
    ASSERT_EQ(notes.size(), 2U);
    EXPECT_EQ(notes[0], "Gemm stays: they are the network's output Gemm_out");
    const Account after = account(run(masked, "materialise"));
    EXPECT_NE(notes[1].find(std::to_string(after.params) + " parameters"), std::string::npos)
        << notes[1];
}

TEST(PruneChannels, ASecondStepCountsWhatIsGone) {
    const Graph graph = test::small_net("plain");
    const Graph half = run(graph, "prune.channels:ratio=0.5");
    EXPECT_EQ(run(half, "prune.channels:ratio=0.25").content_hash(), half.content_hash());
    const Graph more = run(half, "prune.channels:ratio=0.75");
    EXPECT_EQ(alive(more, "Conv"), 2);
}

TEST(Materialise, LeavesWhatContributes) {
    for (const auto& net : test::small_nets()) {
        const Graph graph = net.make();
        EXPECT_EQ(run(graph, "materialise").content_hash(), graph.content_hash()) << net.name;
    }
}

TEST(Materialise, ZeroFiltersGoWithoutAnyMask) {
    Graph graph = test::small_net("residual");
    // Conv_1 has no bias; its batch norm would still shift a zero channel, unless told not to.
    const Node conv = graph.nodes.at(graph.find_node("Conv_1").value());
    Tensor latent = graph.parameter(conv.input(1))->latent();
    std::fill_n(latent.writable<float>().begin(), 3 * 72, 0.0F);
    graph.set_parameter(conv.input(1), Parameter(latent));
    EXPECT_EQ(width(run(graph, "materialise"), "Conv_1"), 8); // the shift still comes through
    const Node norm = graph.nodes.at(graph.find_node("BatchNormalization_1").value());
    for (const std::size_t slot : {1U, 2U}) {
        Tensor values = graph.parameter(norm.input(slot))->latent();
        std::fill_n(values.writable<float>().begin(), 3, 0.0F);
        graph.set_parameter(norm.input(slot), Parameter(values));
    }
    std::vector<std::string> notes;
    const Graph shrunk = run(graph, "materialise", &notes);
    EXPECT_EQ(width(shrunk, "Conv_1"), 5);
    const Tensor input = test::random_pictures(graph, 2, 8);
    EXPECT_LT(test::relative_error(test::run_plain(shrunk, input), test::run_plain(graph, input)),
              1e-5);
    EXPECT_NE(notes.back().find("equal within"), std::string::npos);
}

TEST(Materialise, UnreadChannelsGo) {
    Graph graph = test::small_net("plain");
    const Node reader = graph.nodes.at(graph.find_node("Conv_1").value());
    Tensor latent = graph.parameter(reader.input(1))->latent(); // [12, 8, 3, 3]
    const auto data = latent.writable<float>();
    for (std::size_t i = 0; i < data.size(); ++i) {
        data[i] = i / 9 % 8 == 5 ? 0.0F : data[i];
    }
    graph.set_parameter(reader.input(1), Parameter(latent));
    EXPECT_EQ(width(run(graph, "materialise"), "Conv"), 7);
}

TEST(Materialise, ChannelsBeyondEverySliceGo) {
    test::NetBuilder b("cut");
    const ValueId x = b.relu(b.conv(b.input(3), 3, 9));
    const Graph graph = b.classify(b.conv(b.slice(x, 1, 2, 6), 4, 5), 5);
    const Graph shrunk = run(graph, "materialise");
    EXPECT_EQ(width(shrunk, "Conv"), 4);
    const Tensor input = test::random_pictures(graph, 2, 8);
    EXPECT_LT(test::relative_error(test::run_plain(shrunk, input), test::run_plain(graph, input)),
              1e-5);
}

TEST(Materialise, AnEntirelyZeroLayerKeepsOneChannelAndSaysSo) {
    Graph graph = test::small_net("plain");
    const Node conv = graph.nodes.at(graph.find_node("Conv_1").value());
    for (const std::size_t slot : {1U, 2U}) {
        graph.set_parameter(
            conv.input(slot),
            Parameter(Tensor(DType::Float32, graph.parameter(conv.input(slot))->shape())));
    }
    std::vector<std::string> notes;
    const Graph shrunk = run(graph, "materialise", &notes);
    EXPECT_EQ(width(shrunk, "Conv_1"), 1);
    EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), [](const std::string& note) {
        return note.find("is zero altogether; one channel stays") != std::string::npos;
    }));
}

TEST(Materialise, KeepsMasksOfSingleWeights) {
    const Graph graph = run(run(test::small_net("residual"), "prune.magnitude:sparsity=0.4"),
                            "prune.channels:ratio=0.25");
    const Graph shrunk = run(graph, "materialise");
    EXPECT_EQ(account(shrunk).nonzeros, account(graph).nonzeros);
    EXPECT_LT(account(shrunk).params, account(graph).params);
    const Parameter& weight = *shrunk.parameter(shrunk.nodes[0].input(1));
    EXPECT_TRUE(weight.has_mask());
}

} // namespace
} // namespace espalier
