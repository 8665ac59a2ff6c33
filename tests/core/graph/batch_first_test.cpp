// SPDX-License-Identifier: GPL-3.0-or-later
// Networks with the time in front, brought to batch first: the same values.
#include "tests/core/nets.h"

#include "core/engine/engine.h"
#include "core/graph/rewrites/batch_first.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

Attributes one(const char* name, Attribute value) {
    Attributes attributes;
    attributes.set(name, std::move(value));
    return attributes;
}

ValueId integers(test::Net& net, const std::string& name, std::vector<std::int64_t> values) {
    return net.parameter(
        name, Tensor::of<std::int64_t>({static_cast<std::int64_t>(values.size())}, values));
}

/// [N,T,5] -> Transpose -> LSTM both ways -> [T,N,2H] -> GRU -> last step -> [N,4].
Graph stacked(bool initial_zeros) {
    test::Net net;
    const ValueId x = net.input({kUnknownDim, 7, 5});
    using Ints = std::vector<std::int64_t>;
    const ValueId turned = net.node("Transpose", {x}, "turned", one("perm", Ints{1, 0, 2}));
    Attributes both = one("direction", std::string("bidirectional"));
    both.set("hidden_size", std::int64_t{3});
    std::vector<ValueId> inputs{turned, net.parameter("W", test::noise({2, 12, 5}, 1)),
                                net.parameter("R", test::noise({2, 12, 3}, 2)),
                                net.parameter("B", test::noise({2, 24}, 3))};
    if (initial_zeros) {
        inputs.push_back(kNoValue);
        inputs.push_back(net.parameter("h0", Tensor(DType::Float32, {2, 1, 3})));
        inputs.push_back(inputs.back());
    }
    const ValueId y = net.node("LSTM", inputs, "lstm", both);
    const ValueId wide = net.node("Transpose", {y}, "wide", one("perm", Ints{0, 2, 1, 3}));
    const ValueId joined =
        net.node("Reshape", {wide, integers(net, "joined_shape", {0, 0, -1})}, "joined");
    const ValueId scaled =
        net.node("Mul", {joined, net.parameter("scale", test::noise({6}, 4))}, "scaled");
    const ValueId next = net.node("GRU",
                                  {scaled, net.parameter("W2", test::noise({1, 12, 6}, 5)),
                                   net.parameter("R2", test::noise({1, 12, 4}, 6))},
                                  "gru");
    const ValueId flat = net.node("Squeeze", {next, integers(net, "axis", {1})}, "squeezed");
    const ValueId last =
        net.node("Gather", {flat, net.parameter("end", Tensor::scalar(std::int64_t{-1}))}, "last");
    net.graph.outputs = {last};
    infer_types(net.graph);
    return net.graph;
}

TEST(BatchFirst, ComputesTheSame) {
    for (const bool zeros : {false, true}) {
        const Graph before = stacked(zeros);
        const Graph after = batch_first(before);
        std::size_t recurrent = 0;
        for (const Node& node : after.nodes) {
            if (node.op == "LSTM" || node.op == "GRU") {
                ++recurrent;
                EXPECT_EQ(node.attributes.integer("layout", 0), 1);
            }
        }
        EXPECT_EQ(recurrent, 2U);
        // A constant state of the file speaks of one batch size; without it, any goes.
        const std::int64_t batch = zeros ? 1 : 4;
        const Tensor x = test::noise({batch, 7, 5}, 9);
        const Tensor expected = reference_run(before, std::span(&x, 1)).at(0);
        const Tensor found = reference_run(after, std::span(&x, 1)).at(0);
        EXPECT_TRUE(found.equals(expected));
    }
}

TEST(BatchFirst, LeavesAloneWhatItDoesNotUnderstand) {
    test::Net net;
    const ValueId x = net.input({kUnknownDim, 7, 5});
    // The batch as the time.
    const ValueId y = net.node("LSTM",
                               {x, net.parameter("W", test::noise({1, 12, 5}, 1)),
                                net.parameter("R", test::noise({1, 12, 3}, 2))},
                               "lstm");
    net.graph.outputs = {y};
    infer_types(net.graph);
    EXPECT_EQ(batch_first(net.graph).content_hash(), net.graph.content_hash());
}

} // namespace
} // namespace espalier
