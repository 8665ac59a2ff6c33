// SPDX-License-Identifier: GPL-3.0-or-later
// Every network that ships does what its card says.
#include "tests/support/paths.h"

#include "app/session/network_file.h"
#include "core/analysis/accounting.h"
#include "core/base/files.h"
#include "core/train/evaluate.h"
#include "core/train/text_score.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

TEST(Bundled, TheseNetworksShip) {
    EXPECT_EQ(bundled_networks(),
              (std::vector<std::string>{
                  "char-lstm-small-shakespeare", "gru-rows-sequences", "lenet-300-100-glyphs",
                  "lenet-300-100-mnist", "lenet-5-glyphs", "lenet-5-mnist", "lstm-rows-mnist",
                  "mobilenet-v2-small-cifar10", "mobilenet-v2-small-shapes", "resnet-20-cifar10",
                  "resnet-20-shapes", "squeezenet-small-cifar10", "vgg-small-cifar10"}));
}

TEST(Bundled, CardsTellTheMeasuredAccuracy) {
    for (const std::string& name : bundled_networks()) {
        const Network network = load_network(name);
        ASSERT_TRUE(network.card) << name;
        EXPECT_NE(network.card->command.find("espalier train"), std::string::npos) << name;
        EXPECT_EQ(network.card->sha256, network.sha256) << name;
        EXPECT_EQ(network.card->params, account(network.graph).params) << name;
        EXPECT_EQ(network.card->macs, account(network.graph).macs) << name;
        const std::string& data = network.card->data;
        if (is_text_set(data)) {
            ASSERT_TRUE(network.card->perplexity) << name;
            if (test::data("text")) {
                EXPECT_NEAR(evaluate_text(network.graph, open_text(data, Split::Test)).perplexity,
                            *network.card->perplexity, 1e-3);
            }
            continue;
        }
        ASSERT_TRUE(network.card->top1) << name;
        EXPECT_EQ(network.preprocess_source, PreprocessSource::Metadata) << name;
        if ((data == "mnist" || data == "cifar10") && !test::data(data)) {
            continue;
        }
        const DatasetPtr set = open_dataset(network.card->data, Split::Test);
        const Accuracy accuracy = evaluate(network.graph, *set, network.preprocess);
        // Two pictures: float sums may round otherwise on another instruction set.
        EXPECT_NEAR(accuracy.top1, *network.card->top1,
                    200.0 / static_cast<double>(accuracy.images))
            << name;
    }
}

/// What was measured of one file is not said of another one that lies in its place.
TEST(Bundled, ACardOfAnotherFileTellsNoAccuracy) {
    const test::TempDir folder;
    Network network = load_network("lenet-5-glyphs");
    network.graph.metadata["note"] = "not the same file";
    const auto path = folder.path() / "mine.onnx";
    save_network(network.graph, network.preprocess, path);
    const auto card = folder.path() / "mine.card.json";
    write_atomically(card, network.card->to_json().dump());
    const Network other = load_network(path.string());
    ASSERT_TRUE(other.card);
    EXPECT_EQ(other.card->data, "glyphs");
    EXPECT_FALSE(other.card->top1);
    EXPECT_TRUE(other.card->command.empty());

    ModelCard unsigned_card = *network.card;
    unsigned_card.sha256.clear();
    write_atomically(card, unsigned_card.to_json().dump());
    EXPECT_EQ(load_network(path.string()).card->top1, network.card->top1);
}

/// The aim of the trainer: LeNet-5 on MNIST at 99.2 %.
TEST(Bundled, LeNet5ReachesTheAimOnMnist) {
    ESPALIER_DATA_OR_SKIP(mnist, "mnist");
    const Network network = load_network("lenet-5-mnist");
    const DatasetPtr set = open_dataset(mnist.string(), Split::Test);
    EXPECT_GE(evaluate(network.graph, *set, network.preprocess).top1, 99.2);
}

} // namespace
} // namespace espalier
