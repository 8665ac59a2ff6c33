// SPDX-License-Identifier: GPL-3.0-or-later
// Layers of signs, counted by bits, against the products of floats they stand for.
#include "compare.h"
#include "networks.h"

#include "core/engine/engine.h"
#include "core/graph/infer.h"
#include "core/graph/multibit_code.h"
#include "core/kernels/sign_product.h"

#include <algorithm>

namespace espalier {
namespace {

using test::NetworkBuilder;

/// Sums of some hundred equal sizes: float products differ from exact counts by their rounding.
constexpr double kTolerance = 1e-5;

TEST(SignProducts, AreThoseOfFloats) {
    Rng rng(3);
    for (const std::size_t depth : {1U, 63U, 64U, 65U, 512U, 1000U, 20000U}) {
        constexpr std::size_t kRows = 7;
        std::vector<float> a(depth);
        std::vector<float> b(kRows * depth);
        for (auto* values : {&a, &b}) {
            for (float& x : *values) {
                x = static_cast<float>(rng.below(5)) - 2; // zeros count as 1
            }
        }
        std::vector<std::uint64_t> row(sign_words(depth));
        pack_signs(a, row);
        std::vector<std::int32_t> dots(kRows);
        sign_products(row, SignMatrix::of(b, kRows), 0, kRows, dots);
        for (std::size_t n = 0; n < kRows; ++n) {
            std::int32_t expected = 0;
            for (std::size_t k = 0; k < depth; ++k) {
                expected += (a[k] >= 0) == (b[n * depth + k] >= 0) ? 1 : -1;
            }
            EXPECT_EQ(dots[n], expected) << depth;
        }
    }
}

CodePtr signs(int axis, std::vector<float> factors) {
    return std::make_shared<MultiBitCode>(1, axis, std::move(factors));
}

/// `graph` with signs for the inputs of its layers and for their weights.
Graph binarised(Graph graph, Rng& rng) {
    infer_types(graph);
    for (const Node& node : graph.nodes) {
        if (node.op != "Conv" && node.op != "Gemm" && node.op != "MatMul") {
            continue;
        }
        graph.value(node.inputs[0]).code = signs(-1, {rng.below(2) == 0 ? 1.0F : 0.7F});
        const Parameter& weight = *graph.parameter(node.inputs[1]);
        const bool columns =
            node.op == "MatMul" || (node.op == "Gemm" && node.attributes.integer("transB", 0) == 0);
        const int axis = rng.below(3) == 0 ? -1 : columns ? 1 : 0;
        std::vector<float> factors;
        for (std::int64_t i = 0; i < (axis < 0 ? 1 : weight.shape()[axis]); ++i) {
            factors.push_back(static_cast<float>(rng.uniform(0.1, 1)));
        }
        graph.set_parameter(node.inputs[1], weight.with_code(signs(axis, std::move(factors))));
    }
    return graph;
}

std::ptrdiff_t counted_steps(const Executable& net) {
    const auto steps = net.steps();
    return std::ranges::count(steps, "xnor", &StepInfo::kernel);
}

void expect_agreement(const Graph& graph, std::int64_t batch, std::ptrdiff_t layers) {
    Executable net = Executable::compile(graph, {.batch = batch});
    EXPECT_EQ(counted_steps(net), layers);
    const Tensor x = test::random_tensor(net.input_types()[0].shape, 5);
    const Tensor expected = reference_run(graph, std::span(&x, 1))[0];
    net.poison();
    for (int run = 0; run < 2; ++run) {
        EXPECT_LT(test::relative_difference(net.run({x})[0], expected), kTolerance);
    }
    CompileOptions floats;
    floats.batch = batch;
    floats.integers = false;
    EXPECT_EQ(counted_steps(Executable::compile(graph, floats)), 0);
}

TEST(SignLayers, ConvolutionsOfAnyShape) {
    for (std::uint64_t seed = 0; seed < 24; ++seed) {
        Rng rng(seed);
        NetworkBuilder net(seed);
        const auto channels = static_cast<std::int64_t>(1 + rng.below(70));
        ValueId x = net.input({kUnknownDim, channels, 9, 11});
        NetworkBuilder::ConvShape shape;
        shape.kernel = static_cast<std::int64_t>(1 + rng.below(4));
        shape.stride = static_cast<std::int64_t>(1 + rng.below(2));
        shape.pad = static_cast<std::int64_t>(rng.below(2));
        shape.dilation = static_cast<std::int64_t>(1 + rng.below(2));
        shape.bias = rng.below(2) == 0;
        x = net.conv(x, static_cast<std::int64_t>(1 + rng.below(20)), shape);
        const Graph graph = binarised(net.finish({net.relu(x)}), rng);
        SCOPED_TRACE(seed);
        expect_agreement(graph, static_cast<std::int64_t>(1 + rng.below(3)), 1);
    }
}

TEST(SignLayers, ProductsOfAnyShape) {
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        Rng rng(seed);
        NetworkBuilder net(seed);
        const auto depth = static_cast<std::int64_t>(1 + rng.below(700));
        const auto outputs = static_cast<std::int64_t>(1 + rng.below(600));
        const ValueId x = net.input({kUnknownDim, depth});
        const ValueId y = seed % 2 == 0
                              ? net.gemm(x, outputs)
                              : net.node("MatMul", {x, net.parameter({depth, outputs}, -1, 1)});
        const Graph graph = binarised(net.finish({y}), rng);
        SCOPED_TRACE(seed);
        expect_agreement(graph, static_cast<std::int64_t>(1 + rng.below(5)), 1);
    }
}

TEST(SignLayers, GroupsAndMaskedWeightsAreFloats) {
    Rng rng(1);
    NetworkBuilder net(1);
    const ValueId x = net.input({kUnknownDim, 8, 6, 6});
    NetworkBuilder::ConvShape shape;
    shape.groups = 2;
    expect_agreement(binarised(net.finish({net.conv(x, 4, shape)}), rng), 2, 0);
}

} // namespace
} // namespace espalier
