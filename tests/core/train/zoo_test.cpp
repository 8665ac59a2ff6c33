// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/data/preprocess.h"
#include "core/train/zoo.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

struct Published {
    const char* id;
    std::int64_t params;
    std::int64_t macs;
};

class ZooCounts : public testing::TestWithParam<Published> {};

TEST_P(ZooCounts, AreThePublishedOnes) {
    const Account counted = account(make_network(GetParam().id, 10, 1));
    EXPECT_EQ(counted.params, GetParam().params);
    EXPECT_EQ(counted.macs, GetParam().macs);
}

// LeNet: Han et al. 2015, table 1 (267 k, 431 k); MACs = 784*300 + 300*100 + 100*10, and
// 24*24*20*25 + 8*8*50*500 + 800*500 + 500*10. Recurrent: 4, 3 and 2 times 28*128 + 128*128 and
// biases (two of each for the operators of ONNX), in 28 steps; MGU's first step has no state yet.
// ResNets: He et al. 2016, table 6 (0.27 M, 0.85 M). VGG-small: 9*(3*32 + 32*32 + 32*64 + 64*64 +
// 64*128 + 128*128) + 2048*128 + 128*10 weights, 138 biases, two values for each of 448 normalised
// maps; at 32x32, 16x16 and 8x8 places. SqueezeNet-small: 3*9*32, six modules of in*s + 10*s*e with
// (s, e) from (16, 48) to (48, 160), 320*10 + 10, two values for each of 1344 maps.
INSTANTIATE_TEST_SUITE_P(Zoo, ZooCounts,
                         testing::Values(Published{"lenet-300-100", 266610, 266200},
                                         Published{"mlp-1200-1200", 2395210, 2392800},
                                         Published{"mlp-800-800", 1276810, 1275200},
                                         Published{"lenet-5", 431080, 2293000},
                                         Published{"resnet-20", 269722, 40551040},
                                         Published{"resnet-56", 853018, 125485696},
                                         Published{"squeezenet-small", 245610, 37855232},
                                         Published{"vgg-small", 551018, 38896896},
                                         Published{"lstm-rows", 82186, 2237696},
                                         Published{"gru-rows", 61962, 1678592},
                                         Published{"mgu-rows", 41482, 1086720}));

TEST(Zoo, EveryEntryCanBeMadeForAnyNumberOfClasses) {
    for (const ZooEntry& entry : zoo()) {
        const Graph graph = make_network(entry.id, 7, 1);
        EXPECT_EQ(graph.value(graph.inputs.at(0)).type.shape,
                  (Shape{kUnknownDim, entry.channels, entry.height, entry.width}));
        EXPECT_EQ(graph.value(graph.outputs.at(0)).type.shape, (Shape{kUnknownDim, 7}));
        EXPECT_TRUE(Preprocess::from_metadata(graph.metadata).has_value());
    }
    const Account small = account(make_network("mobilenet-v2-small", 10, 1));
    EXPECT_GT(small.params, 100000);
    EXPECT_LT(small.params, 300000);
    EXPECT_THROW(static_cast<void>(make_network("vgg", 10, 1)), Error);
    EXPECT_THROW(static_cast<void>(make_network("lenet-5", 1, 1)), Error);
}

TEST(Zoo, NetworksOverRowsTakeTheSizeOfThePictures) {
    const PictureSize size{32, 8, 1};
    for (const char* id : {"lstm-rows", "gru-rows", "mgu-rows", "qrnn-rows", "urnn-rows"}) {
        const Graph graph = make_network(id, 8, 1, size);
        EXPECT_EQ(graph.value(graph.inputs.at(0)).type.shape, (Shape{kUnknownDim, 1, 32, 8}));
    }
    const Graph graph = make_network("lenet-5", 8, 1, size);
    EXPECT_EQ(graph.value(graph.inputs.at(0)).type.shape, (Shape{kUnknownDim, 1, 28, 28}));
}

TEST(Zoo, TheSeedDecidesTheWeights) {
    const std::string one = make_network("lenet-5", 10, 1).content_hash();
    EXPECT_EQ(one, make_network("lenet-5", 10, 1).content_hash());
    EXPECT_NE(one, make_network("lenet-5", 10, 2).content_hash());
}

TEST(Zoo, WeightsHaveHesVariance) {
    const Graph graph = make_network("lenet-5", 10, 1);
    const auto values = graph.parameter(graph.find_value("fc1.weight"))->latent().data<float>();
    double sum = 0;
    double squares = 0;
    for (const float value : values) {
        sum += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto count = static_cast<double>(values.size());
    // 400,000 draws: the mean errs by 8e-5, the variance by 0.22 %; five times as much is allowed.
    EXPECT_NEAR(sum / count, 0, 4e-4);
    EXPECT_NEAR(squares / count, 2.0 / 800, 2.0 / 800 * 0.012);
}

} // namespace
} // namespace espalier
