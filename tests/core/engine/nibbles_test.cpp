// SPDX-License-Identifier: GPL-3.0-or-later
// Products with packed weights of up to 4 bits against the same products of floats.
#include "compare.h"
#include "networks.h"

#include "core/engine/engine.h"
#include "core/graph/group_code.h"
#include "core/graph/infer.h"

#include <algorithm>

namespace espalier {
namespace {

using test::NetworkBuilder;

/// Sums of some thousand terms in another order.
constexpr double kTolerance = 1e-5;

std::vector<float> scales(Rng& rng, std::int64_t count) {
    std::vector<float> result;
    for (std::int64_t i = 0; i < count; ++i) {
        result.push_back(static_cast<float>(rng.uniform(0.05, 0.3)));
    }
    return result;
}

/// Any uniform code of at most 4 bits for a matrix whose outputs lie along `axis`.
CodePtr random_code(Rng& rng, const Shape& shape, int axis) {
    const int bits = static_cast<int>(2 + rng.below(3));
    const bool with_sign = rng.below(2) == 0;
    const auto zeros = [&](std::size_t count) {
        std::vector<std::int32_t> list;
        for (std::size_t i = 0; i < count; ++i) {
            list.push_back(with_sign ? 0 : static_cast<std::int32_t>(rng.below(4)));
        }
        return list;
    };
    if (rng.below(3) == 0) {
        const auto size = static_cast<std::int64_t>(32 * (1 + rng.below(4)));
        const auto ends = GroupCode::equal_ends(shape[1 - axis], size);
        const std::int64_t count = shape[axis] * static_cast<std::int64_t>(ends.size());
        return std::make_shared<GroupCode>(bits, with_sign, with_sign, axis, ends,
                                           scales(rng, count),
                                           zeros(static_cast<std::size_t>(count)));
    }
    const bool whole = rng.below(2) == 0;
    const std::int64_t count = whole ? 1 : shape[axis];
    return std::make_shared<AffineCode>(bits, with_sign, with_sign, whole ? -1 : axis,
                                        scales(rng, count), zeros(static_cast<std::size_t>(count)));
}

TEST(NibbleProducts, AreThoseOfFloats) {
    for (std::uint64_t seed = 0; seed < 24; ++seed) {
        SCOPED_TRACE(seed);
        Rng rng(seed);
        NetworkBuilder net(seed);
        const auto depth = static_cast<std::int64_t>(500 + rng.below(500));
        const auto outputs = static_cast<std::int64_t>(600 + rng.below(300));
        const ValueId x = net.input({kUnknownDim, depth});
        const ValueId y = seed % 2 == 0
                              ? net.gemm(x, outputs)
                              : net.node("MatMul", {x, net.parameter({depth, outputs}, -1, 1)});
        Graph graph = net.finish({net.relu(y)});
        const Node& product = graph.nodes[0];
        const Parameter& weight = *graph.parameter(product.inputs[1]);
        const int axis =
            product.op == "Gemm" && product.attributes.integer("transB", 0) != 0 ? 0 : 1;
        graph.set_parameter(product.inputs[1],
                            weight.with_code(random_code(rng, weight.shape(), axis)));
        infer_types(graph);
        const auto batch = static_cast<std::int64_t>(1 + rng.below(4));
        CompileOptions options;
        options.batch = batch;
        options.single_thread = true; // the batch stays whole
        Executable found = Executable::compile(graph, options);
        const auto steps = found.steps();
        EXPECT_EQ(std::ranges::count(steps, "4-bit", &StepInfo::kernel),
                  depth * outputs >= 1 << 18 ? 1 : 0);
        const Tensor input = test::random_tensor(found.input_types()[0].shape, 5);
        const Tensor expected = reference_run(graph, std::span(&input, 1))[0];
        found.poison();
        for (int run = 0; run < 2; ++run) {
            EXPECT_LT(test::relative_difference(found.run({input})[0], expected), kTolerance);
        }
        options.integers = false;
        const auto floats = Executable::compile(graph, options).steps();
        EXPECT_EQ(std::ranges::count(floats, "4-bit", &StepInfo::kernel), 0);
    }
}

} // namespace
} // namespace espalier
