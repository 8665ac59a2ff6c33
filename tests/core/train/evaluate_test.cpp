// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/graph/infer.h"
#include "core/train/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

/// Pictures of 1x`classes` pixels, one bright pixel each; the label is another pixel every fifth
/// time.
class OneHot final : public Dataset {
public:
    OneHot(std::size_t size, int classes)
        : size_(size)
        , classes_(classes) {}

    std::string name() const override { return "one-hot"; }

    std::size_t size() const override { return size_; }

    int classes() const override { return classes_; }

    int bright(std::size_t index) const {
        return static_cast<int>(index * 3 % static_cast<std::size_t>(classes_));
    }

    int label(std::size_t index) const override {
        return (bright(index) + (index % 5 == 0 ? 1 : 0)) % classes_;
    }

    Image image(std::size_t index) const override {
        Image image{1, classes_, 1,
                    std::vector<std::uint8_t>(static_cast<std::size_t>(classes_), 0)};
        image.pixels[static_cast<std::size_t>(bright(index))] = 255;
        return image;
    }

    std::string fingerprint() const override { return "one-hot"; }

private:
    std::size_t size_;
    int classes_;
};

/// Scores are the pixels times `gain`, with `background` columns of `bias` in front.
Graph reader(std::int64_t classes, std::int64_t background, float gain, float bias,
             const std::string& last = {}) {
    Graph graph;
    const ValueId x = graph.add_value("x", {DType::Float32, Shape{kUnknownDim, 1, 1, classes}});
    graph.inputs = {x};
    Node flatten;
    flatten.op = "Flatten";
    flatten.name = "flatten";
    flatten.inputs = {x};
    flatten.outputs = {graph.add_value("flat")};
    const std::int64_t scores = classes + background;
    std::vector<float> weight(static_cast<std::size_t>(classes * scores), 0.0F);
    std::vector<float> offset(static_cast<std::size_t>(scores), 0.0F);
    for (std::int64_t i = 0; i < classes; ++i) {
        weight[static_cast<std::size_t>(i * scores + background + i)] = gain;
    }
    for (std::int64_t i = 0; i < background; ++i) {
        offset[static_cast<std::size_t>(i)] = bias;
    }
    Node gemm;
    gemm.op = "Gemm";
    gemm.name = "gemm";
    gemm.inputs = {
        flatten.outputs[0],
        graph.add_parameter("w", Parameter(Tensor::of<float>({classes, scores}, weight))),
        graph.add_parameter("b", Parameter(Tensor::of<float>(Shape{scores}, offset)))};
    gemm.outputs = {graph.add_value("scores")};
    graph.outputs = {gemm.outputs[0]};
    graph.add_node(std::move(flatten));
    graph.add_node(std::move(gemm));
    if (!last.empty()) {
        Node node;
        node.op = last;
        node.name = "last";
        node.inputs = {graph.outputs[0]};
        node.outputs = {graph.add_value("probabilities")};
        graph.outputs = {node.outputs[0]};
        graph.add_node(std::move(node));
    }
    infer_types(graph);
    return graph;
}

TEST(Evaluate, CountsGuessesAndTheirLoss) {
    const OneHot set(103, 10); // every fifth label is wrong: 21 of 103
    const Accuracy found = evaluate(reader(10, 0, 2, 0), set, {}, {}, 16);
    EXPECT_EQ(found.images, 103U);
    EXPECT_EQ(found.correct(), 82U);
    EXPECT_DOUBLE_EQ(found.top1, 100.0 * 82 / 103);
    EXPECT_EQ(found.predictions.size(), 103U);
    for (std::size_t i = 0; i < set.size(); ++i) {
        EXPECT_EQ(found.predictions[i], set.bright(i));
    }
    // log(e^2 + 9) less 2 where the guess is right.
    const double all = std::log(std::exp(2.0) + 9);
    EXPECT_NEAR(found.loss, (82 * (all - 2) + 21 * all) / 103, 1e-6);
}

TEST(Evaluate, TopFiveTakesTheLowerNumberOfEqualScores) {
    const OneHot set(10, 10);
    // Wrong labels have score 0 like eight others; those with a lower number come first.
    const Accuracy found = evaluate(reader(10, 0, 1, 0), set, {}, {}, 4);
    std::size_t expected = 0;
    for (std::size_t i = 0; i < set.size(); ++i) {
        const int label = set.label(i);
        const int before = label == set.bright(i) ? 0 : 1 + label - (set.bright(i) < label ? 1 : 0);
        expected += before < 5 ? 1U : 0U;
    }
    EXPECT_DOUBLE_EQ(found.top5, 10.0 * static_cast<double>(expected));
}

TEST(Evaluate, OneClassMoreIsABackgroundInFront) {
    const OneHot set(20, 10);
    EXPECT_EQ(evaluate(reader(10, 1, 1, 0), set, {}).correct(), 16U);
    const Accuracy nothing = evaluate(reader(10, 1, 1, 5), set, {});
    EXPECT_EQ(nothing.correct(), 0U);
    EXPECT_EQ(nothing.predictions, std::vector<int>(20, -1));
}

TEST(Evaluate, TheLossKnowsASoftmaxAtTheEnd) {
    const OneHot set(20, 10);
    const double logits = evaluate(reader(10, 0, 3, 0), set, {}).loss;
    EXPECT_NEAR(evaluate(reader(10, 0, 3, 0, "Softmax"), set, {}).loss, logits, 1e-5);
    EXPECT_NEAR(evaluate(reader(10, 0, 3, 0, "LogSoftmax"), set, {}).loss, logits, 1e-5);
}

TEST(Evaluate, WhatDoesNotFitIsAnError) {
    const OneHot set(20, 10);
    EXPECT_THROW(static_cast<void>(evaluate(reader(10, 3, 1, 0), set, {})), Error);
    EXPECT_THROW(static_cast<void>(evaluate(reader(10, 0, 1, 0), OneHot(0, 10), {})), Error);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(
        static_cast<void>(evaluate(reader(10, 0, 1, 0), set, {}, Job(stop.get_token(), {}))),
        Error);
}

} // namespace
} // namespace espalier
