// SPDX-License-Identifier: GPL-3.0-or-later
// Slices and parts of a Split are views: whoever reads one must start at its place.
#include "tests/core/nets/small_nets.h"

#include "core/engine/engine.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

using test::NetBuilder;

double error_of(const Graph& graph, std::int64_t batch) {
    CompileOptions options;
    options.batch = batch;
    const Tensor input = test::random_pictures(graph, batch, 4);
    return test::relative_error(Executable::compile(graph, options).run({input}).front(),
                                test::run_plain(graph, input));
}

TEST(EngineViews, ConvolutionsReadSlicesInPlace) {
    for (const std::int64_t from : {0, 1, 5, 8}) {
        NetBuilder b("slice");
        const ValueId x = b.relu(b.input(12));
        const Graph graph = b.finish(b.conv(b.slice(x, 1, from, from + 4), 4, 8));
        EXPECT_LT(error_of(graph, 1), 1e-5) << from;
        EXPECT_LT(error_of(graph, 3), 1e-5) << from;
    }
}

TEST(EngineViews, ProductsReadBothHalvesInPlace) {
    NetBuilder b("halves");
    const ValueId x = b.relu(b.input(4));
    const Graph graph = b.finish(b.op("Mul", {b.slice(x, 1, 0, 2), b.slice(x, 1, 2, 4)}));
    EXPECT_LT(error_of(graph, 1), 1e-5);
    EXPECT_LT(error_of(graph, 3), 1e-5);
}

/// What is row-major already is not copied, wherever it begins.
TEST(EngineViews, PlainLoopsReadOnePictureOfABatchInPlace) {
    for (const std::int64_t from : {0, 1, 2}) {
        NetBuilder b("picture");
        const ValueId x = b.op("Exp", {b.input(4)});
        const Graph graph = b.finish(b.op("Sin", {b.slice(x, 0, from, from + 1)}));
        EXPECT_LT(error_of(graph, 3), 1e-5) << from;
    }
}

// oneDNN 2.6 skips the padded last block of channels of a binary primitive with an activation;
// pruned networks have all sorts of channel counts.
TEST(EngineChannels, EveryNumberOfChannelsAddsAndActivates) {
    for (const std::int64_t channels : {1, 2, 3, 5, 8, 15, 16, 17, 24, 31, 33, 48}) {
        NetBuilder b("add");
        const ValueId x = b.input(3);
        Attributes pool;
        pool.set("kernel_shape", std::vector<std::int64_t>{1, 1});
        const ValueId left = b.op("MaxPool", {b.conv(x, 3, channels)}, pool);
        const ValueId right = b.op("MaxPool", {b.conv(x, 3, channels)}, pool);
        const Graph graph = b.finish(b.relu(b.op("Add", {left, right})));
        EXPECT_LT(error_of(graph, 1), 1e-5) << channels;
        EXPECT_LT(error_of(graph, 3), 1e-5) << channels;
    }
}

TEST(EngineChannels, EveryNumberOfChannelsGoesThroughResidualBlocks) {
    for (const std::int64_t channels : {1, 2, 3, 5, 8, 15, 16, 17, 24, 31, 33, 48}) {
        NetBuilder b("residual");
        const ValueId x = b.relu(b.conv(b.input(3), 3, channels));
        const ValueId y = b.relu(b.op("Add", {b.conv(x, channels, channels), x}));
        const ValueId z = b.relu(b.op("Add", {b.conv(y, channels, channels), x}));
        const ValueId all = b.relu(b.op("Add", {b.relu(b.conv(z, channels, channels)), y}));
        const ValueId product = b.relu(b.op("Mul", {all, b.op("Sigmoid", {z})}));
        const Graph graph = b.classify(b.op("Sub", {product, x}), channels);
        EXPECT_LT(error_of(graph, 1), 1e-5) << channels;
        EXPECT_LT(error_of(graph, 3), 1e-5) << channels;
    }
}

TEST(EngineViews, SmallNetworksAgreeWithThePlainLoops) {
    for (const auto& net : test::small_nets()) {
        for (const std::int64_t batch : {1, 2, 5}) {
            EXPECT_LT(error_of(net.make(), batch), 1e-5) << net.name << " batch " << batch;
        }
    }
}

} // namespace
} // namespace espalier
