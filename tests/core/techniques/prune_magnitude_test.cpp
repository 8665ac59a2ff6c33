// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets/small_nets.h"

#include "core/analysis/accounting.h"
#include "core/analysis/storage.h"
#include "core/base/error.h"
#include "core/compress/recipe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace espalier {
namespace {

Graph prune(const Graph& graph, const std::string& step,
            std::vector<std::string>* notes = nullptr) {
    const Step parsed = Step::parse("prune.magnitude:" + step);
    Context context;
    context.note = [&](std::string_view text) {
        if (notes != nullptr) {
            notes->emplace_back(text);
        }
    };
    return parsed.technique->apply(graph, parsed.params, parsed.scope, context);
}

/// Gemm layers with the given weights, one output row each.
Graph rows(const std::vector<std::vector<float>>& weights) {
    test::NetBuilder b("rows");
    const ValueId x = b.op("Flatten", {b.input(1, 2)});
    std::vector<ValueId> outputs;
    for (const auto& row : weights) {
        Attributes attributes;
        attributes.set("transB", std::int64_t{1});
        const auto size = static_cast<std::int64_t>(row.size()) / 4;
        const ValueId weight =
            b.graph.add_parameter("weight", Parameter(Tensor::of(Shape{size, 4}, row)));
        outputs.push_back(b.op("Gemm", {x, weight}, attributes));
    }
    return b.finish(b.concat(outputs));
}

std::vector<bool> mask_of(const Graph& graph, std::size_t node) {
    const auto mask = graph.parameter(graph.nodes[node].input(1))->mask();
    if (!mask.defined()) {
        return {};
    }
    return {mask.data<bool>().begin(), mask.data<bool>().end()};
}

TEST(PruneMagnitude, TakesTheSmallestOfEachLayer) {
    const Graph graph = rows({{3, -1, 2, -4}, {0.1F, 0.4F, -0.3F, 0.2F}});
    const Graph pruned = prune(graph, "sparsity=0.5,scope=layer");
    EXPECT_EQ(mask_of(pruned, 1), (std::vector<bool>{true, false, false, true}));
    EXPECT_EQ(mask_of(pruned, 2), (std::vector<bool>{false, true, true, false}));
}

TEST(PruneMagnitude, OneThresholdForAllButNoLayerDies) {
    const Graph graph = rows({{3, -1, 2, -4}, {0.1F, 0.4F, -0.3F, 0.2F}});
    std::vector<std::string> notes;
    const Graph pruned = prune(graph, "sparsity=0.625,scope=global,cap=0.75", &notes);
    EXPECT_EQ(mask_of(pruned, 1), (std::vector<bool>{true, false, false, true}));
    EXPECT_EQ(mask_of(pruned, 2), (std::vector<bool>{false, true, false, false}));
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_NE(notes[0].find("Gemm_1 keeps 1 of its 4 weights"), std::string::npos) << notes[0];
}

TEST(PruneMagnitude, TiesGoInOrder) {
    const Graph pruned = prune(rows({{1, -1, 1, -1, 1, 1, -1, 1}}), "sparsity=0.375,scope=layer");
    EXPECT_EQ(mask_of(pruned, 1),
              (std::vector<bool>{false, false, false, true, true, true, true, true}));
}

TEST(PruneMagnitude, CountsAreExact) {
    for (const auto& net : test::small_nets()) {
        const Graph graph = net.make();
        const std::int64_t weights = account(graph).weights;
        for (const double sparsity : {0.1, 0.37, 0.5, 0.9, 0.97}) {
            const std::string value = std::to_string(sparsity);
            const Graph global = prune(graph, "sparsity=" + value);
            EXPECT_EQ(weights - account(global).weight_nonzeros,
                      std::llround(sparsity * static_cast<double>(weights)))
                << net.name << " " << sparsity;
            const Graph each = prune(graph, "scope=layer,sparsity=" + value);
            for (const auto& layer : account(each).layers) {
                const auto wanted = std::llround(sparsity * static_cast<double>(layer.weights));
                EXPECT_EQ(
                    layer.weights - layer.weight_nonzeros,
                    std::max<std::int64_t>(std::min<std::int64_t>(wanted, layer.weights - 1), 0))
                    << net.name << " " << layer.name;
            }
        }
    }
}

TEST(PruneMagnitude, ZerosStayAndCount) {
    const Graph graph = test::small_net("residual");
    const Graph half = prune(graph, "sparsity=0.5");
    const Graph more = prune(half, "sparsity=0.8");
    EXPECT_EQ(more.content_hash(), prune(graph, "sparsity=0.8").content_hash());
    EXPECT_EQ(prune(more, "sparsity=0.5").content_hash(), more.content_hash());
}

TEST(PruneMagnitude, WhatIsRememberedOfWeightsGoesWithThem) {
    Graph graph = rows({{3, -1, 2, -4}});
    const ValueId weight = graph.nodes[1].input(1);
    EXPECT_EQ(mask_of(prune(graph, "sparsity=0.25,scope=layer"), 1),
              (std::vector<bool>{true, false, true, true}));
    const std::vector<float> moved = {0.5F, -1, 2, -4};
    graph.set_parameter(weight,
                        graph.parameter(weight)->with_latent(Tensor::of(Shape{1, 4}, moved)));
    EXPECT_EQ(mask_of(prune(graph, "sparsity=0.25,scope=layer"), 1),
              (std::vector<bool>{false, true, true, true}));
    // A mask of its own counts as before, whatever was asked of the same weights without it.
    const Graph half = prune(graph, "sparsity=0.5,scope=layer");
    EXPECT_EQ(mask_of(prune(half, "sparsity=0.75,scope=layer"), 1),
              (std::vector<bool>{false, false, false, true}));
    EXPECT_EQ(mask_of(prune(graph, "sparsity=0.5,scope=layer"), 1), mask_of(half, 1));
}

TEST(PruneMagnitude, WeightsThatACodeRoundsAwayAreZeroAlready) {
    Graph graph = rows({{0.04F, 0.9F, -0.03F, 0.3F, 0.6F, -0.2F, 0.7F, 0.5F}});
    const ValueId weight = graph.nodes[1].input(1);
    graph.set_parameter(
        weight, graph.parameter(weight)->with_code(std::make_shared<AffineCode>(
                    4, true, true, -1, std::vector<float>{0.1F}, std::vector<std::int32_t>{0})));
    const Graph pruned = prune(graph, "sparsity=0.375,scope=layer");
    EXPECT_EQ(account(pruned).weight_nonzeros, 5);
    EXPECT_NE(pruned.parameter(weight)->code(), nullptr);
    EXPECT_EQ(prune(graph, "sparsity=0.25,scope=layer").content_hash(), graph.content_hash());
}

TEST(PruneMagnitude, MeetsAParameterBudgetExactly) {
    for (const auto& net : test::small_nets()) {
        const Graph graph = net.make();
        const std::int64_t all = account(graph).nonzeros;
        for (const std::int64_t budget : {all - 1, all * 3 / 4, all / 2}) {
            for (const char* scope : {"layer", "global"}) {
                const Graph pruned = prune(graph, "params=" + std::to_string(budget) +
                                                      ",scope=" + std::string(scope));
                EXPECT_EQ(account(pruned).nonzeros, budget) << net.name << " " << scope;
            }
        }
        EXPECT_EQ(prune(graph, "params=" + std::to_string(all)).content_hash(),
                  graph.content_hash());
        EXPECT_THROW(prune(graph, "params=5"), Error);
    }
}

TEST(PruneMagnitude, MeetsAByteBudget) {
    const Graph graph = test::small_net("flatten");
    const std::int64_t all = stored_bytes(graph);
    for (const std::int64_t budget : {all * 3 / 4, all / 2, all * 2 / 5}) {
        for (const char* scope : {"layer", "global"}) {
            const Graph pruned =
                prune(graph, "bytes=" + std::to_string(budget) + ",scope=" + std::string(scope));
            EXPECT_LE(stored_bytes(pruned), budget);
            EXPECT_GT(stored_bytes(pruned), budget - all / 40);
        }
    }
    EXPECT_EQ(prune(graph, "bytes=" + std::to_string(all)).content_hash(), graph.content_hash());
    EXPECT_THROW(prune(graph, "bytes=50"), Error);
}

TEST(PruneMagnitude, KeepsToItsScope) {
    const Graph graph = test::small_net("residual");
    const Graph pruned = prune(graph, "sparsity=0.5,layers=Conv_*,except=Conv_2");
    for (const auto& layer : account(pruned).layers) {
        const bool inside = layer.name.rfind("Conv_", 0) == 0 && layer.name != "Conv_2";
        EXPECT_EQ(layer.weight_nonzeros < layer.weights, inside) << layer.name;
    }
    try {
        static_cast<void>(prune(graph, "layers=Conb_1"));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Usage);
        EXPECT_NE(error.hint().find("Conv_1"), std::string::npos) << error.hint();
    }
}

TEST(PruneMagnitude, NotANumberIsNotSmall) {
    const Graph pruned = prune(rows({{NAN, 1, 2, INFINITY}}), "sparsity=0.5,scope=layer");
    EXPECT_EQ(mask_of(pruned, 1), (std::vector<bool>{true, false, false, true}));
}

} // namespace
} // namespace espalier
