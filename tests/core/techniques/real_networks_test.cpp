// SPDX-License-Identifier: GPL-3.0-or-later
// Pruning of networks that others trained.
#include "tests/core/nets/small_nets.h"
#include "tests/support/paths.h"

#include "core/analysis/accounting.h"
#include "core/compress/recipe.h"
#include "core/data/dataset.h"
#include "core/engine/engine.h"
#include "core/formats/onnx_read.h"
#include "core/train/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

namespace espalier {
namespace {

Tensor run(const Graph& graph, const Tensor& input) {
    CompileOptions options;
    options.batch = input.shape()[0];
    return Executable::compile(graph, options).run({input}).front();
}

Recipe channel_recipe() {
    Recipe recipe;
    recipe.steps.push_back(Step::parse("prune.channels:ratio=0.3"));
    recipe.steps.push_back(Step::parse("materialise"));
    return recipe;
}

/// Prunes 30 % of all channels and checks that the smaller network is the masked one; returns it.
Graph shrink_and_check(const Graph& graph) {
    const auto outcomes = run_recipe(graph, channel_recipe(), {}, nullptr);
    const Graph& masked = outcomes[0].graph;
    const Graph& shrunk = outcomes[1].graph;
    const Tensor input = test::random_pictures(graph, 1, 31);
    EXPECT_LT(test::relative_error(run(shrunk, input), run(masked, input)), 1e-5);
    const Account before = account(graph);
    const Account after = account(shrunk);
    EXPECT_EQ(account(masked).params, before.params);
    // A share p of all channels is about 1 - (1 - p)^2 of what lies between pruned layers.
    EXPECT_LT(after.params, before.params * 3 / 4);
    EXPECT_LT(after.macs, before.macs * 3 / 4);
    EXPECT_GT(after.params, before.params * 2 / 5);
    return shrunk;
}

TEST(RealNetworks, ResNet20ShrinksAndStillSees) {
    ESPALIER_DATA_OR_SKIP(path, "models/cifar/resnet20_cifar10/model.onnx");
    ESPALIER_DATA_OR_SKIP(pictures, "cifar10");
    const Graph graph = read_onnx(path);
    EXPECT_EQ(account(graph).params, 269722);
    EXPECT_EQ(account(graph).macs, 40551040);
    const Graph shrunk = shrink_and_check(graph);
    Preprocess preprocess;
    preprocess.mean = {0.485, 0.456, 0.406};
    preprocess.std = {0.229, 0.224, 0.225};
    const DatasetPtr set = limited(open_dataset(pictures.string(), Split::Test), 500);
    const double full = evaluate(graph, *set, preprocess).top1;
    const double pruned = evaluate(shrunk, *set, preprocess).top1;
    EXPECT_GT(full, 89);
    EXPECT_LT(pruned, full);
    const auto few = run_recipe(
        graph, Recipe{"", {Step::parse("prune.channels:ratio=0.05"), Step::parse("materialise")}},
        {}, nullptr);
    const double slight = evaluate(few.back().graph, *set, preprocess).top1;
    EXPECT_GT(slight, 30); // far above guessing, with no training after it
    std::printf("ResNet-20, 500 pictures: %.1f %% full, %.1f %% at ratio 0.05, %.1f %% at 0.3, all "
                "before fine-tuning\n",
                full, slight, pruned);
}

TEST(RealNetworks, ResNet56HasItsPublishedSize) {
    ESPALIER_DATA_OR_SKIP(path, "models/cifar/resnet56_cifar10/model.onnx");
    const Graph graph = read_onnx(path);
    EXPECT_EQ(account(graph).params, 853018);
    EXPECT_EQ(account(graph).macs, 125485696);
    static_cast<void>(shrink_and_check(graph));
}

TEST(RealNetworks, SqueezeNetShrinksThroughItsConcats) {
    ESPALIER_DATA_OR_SKIP(path, "models/imagenet/squeezenet_v1.0_deepcompressed_fp32/model.onnx");
    static_cast<void>(shrink_and_check(read_onnx(path)));
}

TEST(RealNetworks, MobileNetV2ShrinksThroughItsDepthwiseFilters) {
    ESPALIER_DATA_OR_SKIP(path, "models/imagenet/mobilenet_v2_1.0_224_fp32/model.onnx");
    static_cast<void>(shrink_and_check(read_onnx(path)));
}

TEST(RealNetworks, MagnitudePruningIsExactAtSize) {
    ESPALIER_DATA_OR_SKIP(path, "models/imagenet/squeezenet_v1.0_deepcompressed_fp32/model.onnx");
    const Graph graph = read_onnx(path);
    const Account before = account(graph);
    const Step step = Step::parse("prune.magnitude:sparsity=0.8");
    const Account after = account(step.technique->apply(graph, step.params, step.scope, {}));
    EXPECT_EQ(before.weights - after.weight_nonzeros,
              std::llround(0.8 * static_cast<double>(before.weights)));
}

} // namespace
} // namespace espalier
