// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets/small_nets.h"

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/graph/dependency.h"
#include "core/graph/infer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace espalier {
namespace {

using test::NetBuilder;

const ChannelGroup& group_named(const ChannelDependencies& dependencies, const std::string& name) {
    for (const auto& group : dependencies.groups()) {
        if (group.name == name) {
            return group;
        }
    }
    fail(ErrorCode::Failed, "no group {}", name);
}

/// All parameter slices of the removed units set to zero, where that is meant to be harmless.
Graph zeroed(const Graph& graph, const ChannelDependencies& dependencies,
             const std::vector<bool>& removed) {
    Graph result = graph;
    for (std::size_t u = 0; u < removed.size(); ++u) {
        for (const ChannelSlice& slice : dependencies.units()[u].parameters) {
            if (!removed[u] || !dependencies.maskable(slice.value)) {
                continue;
            }
            Tensor latent = result.parameter(slice.value)->latent();
            const Shape shape = latent.shape();
            const std::int64_t run = shape.elements(slice.axis + 1, shape.rank());
            const auto data = latent.writable<float>();
            for (std::int64_t i = 0; i < latent.elements(); ++i) {
                if (i / run % shape[slice.axis] == slice.index) {
                    data[static_cast<std::size_t>(i)] = 0;
                }
            }
            result.set_parameter(slice.value, Parameter(latent));
        }
    }
    return result;
}

class EveryNet : public testing::TestWithParam<test::NamedNet> {};

// The heart of it: whatever set of units goes, the smaller network computes what the network with
// zeros in their place does.
TEST_P(EveryNet, RemovingEqualsZeroing) {
    const Graph graph = GetParam().make();
    const ChannelDependencies dependencies(graph);
    const Tensor input = test::random_pictures(graph, 2, 5);
    int tried = 0;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        Rng rng(seed);
        const double share = rng.uniform(0.1, 0.6);
        std::vector<bool> removed;
        for (const auto& unit : dependencies.units()) {
            removed.push_back(unit.removable() && rng.uniform() < share);
        }
        if (!dependencies.emptied_by(removed).empty()) {
            continue;
        }
        ++tried;
        const Graph smaller = remove_channels(graph, dependencies, removed);
        EXPECT_LT(
            test::relative_error(test::run_plain(smaller, input),
                                 test::run_plain(zeroed(graph, dependencies, removed), input)),
            1e-5)
            << "seed " << seed;
    }
    EXPECT_GE(tried, 5);
}

TEST_P(EveryNet, SomethingCanBeRemovedOneByOne) {
    const Graph graph = GetParam().make();
    const ChannelDependencies dependencies(graph);
    const Tensor input = test::random_pictures(graph, 1, 6);
    int removable = 0;
    for (std::size_t u = 0; u < dependencies.units().size(); ++u) {
        if (!dependencies.units()[u].removable()) {
            continue;
        }
        ++removable;
        std::vector<bool> removed(dependencies.units().size(), false);
        removed[u] = true;
        const Graph smaller = remove_channels(graph, dependencies, removed);
        EXPECT_LT(
            test::relative_error(test::run_plain(smaller, input),
                                 test::run_plain(zeroed(graph, dependencies, removed), input)),
            1e-5);
    }
    EXPECT_GT(removable, 3);
}

TEST_P(EveryNet, NothingKeptIsRefused) {
    const Graph graph = GetParam().make();
    const ChannelDependencies dependencies(graph);
    std::vector<bool> removed;
    for (const auto& unit : dependencies.units()) {
        removed.push_back(unit.removable());
    }
    EXPECT_FALSE(dependencies.emptied_by(removed).empty());
    try {
        static_cast<void>(remove_channels(graph, dependencies, removed));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Usage);
        EXPECT_NE(error.message().find("0 channels"), std::string::npos) << error.message();
    }
}

INSTANTIATE_TEST_SUITE_P(Dependency, EveryNet, testing::ValuesIn(test::small_nets()),
                         [](const auto& net) { return net.param.name; });

TEST(Dependency, ResidualAddsJoinTheirConvolutions) {
    const Graph graph = test::small_net("residual");
    const ChannelDependencies dependencies(graph);
    const ChannelGroup& stem = group_named(dependencies, "Conv");
    // The stem, the first block's second convolution, the padding of the shortcut and the second
    // block's second convolution: one group of 16 channels, 8 of which are padding on the shortcut.
    std::vector<std::string> names;
    for (const std::size_t producer : stem.producers) {
        names.push_back(graph.nodes[producer].name);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"Conv", "Conv_2", "Conv_4", "Pad"}));
    EXPECT_EQ(stem.units.size(), 16U);
    EXPECT_TRUE(stem.fixed.empty());
}

TEST(Dependency, ConcatenatingTwiceTiesBothPlaces) { // cat(x, x)
    NetBuilder b("twice");
    const ValueId x = b.relu(b.conv(b.input(3), 3, 4));
    const Graph graph = b.classify(b.conv(b.concat({x, x}), 8, 5), 5);
    const ChannelDependencies dependencies(graph);
    const ChannelGroup& group = group_named(dependencies, "Conv");
    ASSERT_EQ(group.units.size(), 4U);
    int readers = 0;
    for (const ChannelSlice& slice : dependencies.units()[group.units[1]].parameters) {
        readers += slice.axis == 1 ? 1 : 0;
        EXPECT_EQ(slice.index % 4, 1);
    }
    EXPECT_EQ(readers, 2);
}

TEST(Dependency, FlattenMapsAChannelToAllItsPlaces) {
    const Graph graph = test::small_net("flatten");
    const ChannelDependencies dependencies(graph);
    const ChannelGroup& group = group_named(dependencies, "Conv");
    std::vector<std::int64_t> columns;
    for (const ChannelSlice& slice : dependencies.units()[group.units[2]].parameters) {
        if (graph.parameter(slice.value)->shape() == Shape{20, 96}) {
            columns.push_back(slice.index);
        }
    }
    std::vector<std::int64_t> expected(16);
    std::iota(expected.begin(), expected.end(), 2 * 16);
    EXPECT_EQ(columns, expected);
}

TEST(Dependency, SharedWeightsTieInputsToOutputs) {
    const Graph graph = test::small_net("tied");
    const ChannelDependencies dependencies(graph);
    const ChannelGroup& group = group_named(dependencies, "Conv");
    EXPECT_EQ(group.producers.size(), 3U); // the first convolution and both uses of the shared one
    EXPECT_EQ(group.units.size(), 6U);
}

TEST(Dependency, GroupedConvolutionsShuffleInStep) {
    const Graph graph = test::small_net("shuffle");
    const ChannelDependencies dependencies(graph);
    // 12 channels: k and k + 6 are tied by the first grouped convolution; the shuffle takes channel
    // 6 i + j to 2 j + i, where the second one ties places p and p + 6, hence j and j + 3.
    EXPECT_EQ(group_named(dependencies, "Conv_1").units.size(), 3U);
    EXPECT_EQ(group_named(dependencies, "Conv").units.size(), 6U);
}

TEST(Dependency, InputsAndOutputsStayAndSayWhy) {
    const Graph graph = test::small_net("plain");
    const ChannelDependencies dependencies(graph);
    const ChannelGroup& last = group_named(dependencies, "Gemm");
    EXPECT_NE(last.fixed.find("output"), std::string::npos) << last.fixed;
    std::vector<bool> removed(dependencies.units().size(), false);
    removed[last.units.front()] = true;
    EXPECT_THROW(static_cast<void>(remove_channels(graph, dependencies, removed)), Error);
}

TEST(Dependency, WhatIsNotFollowedIsFixedWithItsReason) {
    {
        NetBuilder b("softmax");
        const ValueId x = b.conv(b.input(3), 3, 6);
        Attributes axis;
        axis.set("axis", std::int64_t{1});
        const Graph graph = b.classify(b.conv(b.op("Softmax", {x}, axis), 6, 5), 5);
        const ChannelDependencies dependencies(graph);
        EXPECT_NE(group_named(dependencies, "Conv").fixed.find("Softmax normalises"),
                  std::string::npos);
        EXPECT_TRUE(group_named(dependencies, "Conv_1").fixed.empty());
    }
    {
        NetBuilder b("stepped");
        const ValueId x = b.conv(b.input(3), 3, 6);
        const Graph graph = b.classify(b.conv(b.slice(x, 1, 0, 6, 2), 3, 5), 5);
        EXPECT_FALSE(group_named(ChannelDependencies(graph), "Conv").fixed.empty());
    }
    {
        NetBuilder b("divided");
        const ValueId x = b.input(3);
        const ValueId quotient = b.op("Div", {b.conv(x, 3, 6), b.op("Exp", {b.conv(x, 3, 6)})});
        const Graph graph = b.classify(quotient, 6);
        EXPECT_NE(group_named(ChannelDependencies(graph), "Conv").fixed.find("divides"),
                  std::string::npos);
    }
    {
        NetBuilder b("reduced");
        const ValueId x = b.conv(b.input(3), 3, 6);
        Attributes axes;
        axes.set("axes", std::vector<std::int64_t>{1});
        const ValueId mean = b.op("ReduceMean", {x}, axes);
        const Graph graph = b.classify(b.op("Mul", {x, mean}), 6);
        EXPECT_NE(group_named(ChannelDependencies(graph), "Conv").fixed.find("reduces"),
                  std::string::npos);
    }
}

TEST(Dependency, MasksAndCodesShrinkWithTheirWeights) {
    Graph graph = test::small_net("plain");
    const ValueId weight = graph.nodes[0].input(1);
    Tensor mask(DType::Bool, {8, 3, 3, 3});
    mask.writable<bool>()[0] = true;
    mask.writable<bool>()[7 * 27] = true;
    const std::vector<float> scales{1, 2, 3, 4, 5, 6, 7, 8};
    graph.set_parameter(
        weight, graph.parameter(weight)->with_mask(mask).with_code(std::make_shared<AffineCode>(
                    8, true, true, 0, scales, std::vector<std::int32_t>(8))));
    const ChannelDependencies dependencies(graph);
    std::vector<bool> removed(dependencies.units().size(), false);
    removed[group_named(dependencies, "Conv").units[0]] = true;
    const Graph smaller = remove_channels(graph, dependencies, removed);
    const Parameter& cut = *smaller.parameter(smaller.nodes[0].input(1));
    EXPECT_EQ(cut.shape(), (Shape{7, 3, 3, 3}));
    const auto kept = cut.mask().data<bool>();
    EXPECT_EQ(std::count(kept.begin(), kept.end(), true), 1);
    EXPECT_TRUE(kept[6 * 27]);
    EXPECT_EQ(dynamic_cast<const AffineCode&>(*cut.code()).scales(),
              (std::vector<float>{2, 3, 4, 5, 6, 7, 8}));
}

} // namespace
} // namespace espalier
