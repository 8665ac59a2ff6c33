// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets.h"

#include "core/graph/rewrites/fold_batchnorm.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

using test::ConvSpec;
using test::noise;

Graph folded(Graph graph, std::vector<std::string>* notes = nullptr) {
    const auto said = fold_norms(graph, norm_pairs(graph));
    if (notes != nullptr) {
        *notes = said;
    }
    graph.tidy();
    validate(graph);
    infer_types(graph);
    return graph;
}

std::size_t norms(const Graph& graph) {
    std::size_t count = 0;
    for (const Node& node : graph.nodes) {
        count += node.op == "BatchNormalization" ? 1 : 0;
    }
    return count;
}

/// x [2,4,6,6] through one layer and its normalisation.
Graph one_layer(const ConvSpec& spec) {
    test::Net net;
    const ValueId x = net.input({2, spec.in, 6, 6});
    return net.finish(net.norm(net.conv(x, spec, "layer"), spec.out, "bn"));
}

void expect_same_outputs(const Graph& before, const Graph& after) {
    Shape shape = before.value(before.inputs[0]).type.shape;
    shape[0] = std::max<std::int64_t>(shape[0], 1);
    const Tensor x = noise(shape, 77);
    EXPECT_LT(test::largest_difference(test::reference_output(before, x),
                                       test::reference_output(after, x)),
              1e-5);
}

void set_code(Graph& graph, CodePtr code) {
    const ValueId id = graph.find_value("layer_W");
    graph.set_parameter(id, graph.parameter(id)->with_code(std::move(code)));
}

TEST(FoldBatchNorm, EveryKindOfLayerComputesTheSameWithoutIt) {
    const std::vector<ConvSpec> specs{
        {.in = 4, .out = 6},
        {.in = 4, .out = 6, .bias = false},
        {.in = 4, .out = 8, .group = 2},
        {.in = 4, .out = 4, .group = 4},
        {.in = 4, .out = 6, .strides = {2, 2}, .op = "ConvTranspose"},
        {.in = 4, .out = 6, .group = 2, .bias = false, .op = "ConvTranspose"},
    };
    for (const ConvSpec& spec : specs) {
        SCOPED_TRACE(spec.op + " of " + std::to_string(spec.group) + " groups");
        const Graph before = one_layer(spec);
        const Graph after = folded(before);
        EXPECT_EQ(norms(after), 0U);
        EXPECT_EQ(after.nodes.size(), 1U);
        EXPECT_EQ(after.value(after.outputs[0]).name, before.value(before.outputs[0]).name);
        expect_same_outputs(before, after);
    }
}

TEST(FoldBatchNorm, GemmWithItsFactors) {
    for (const bool transposed : {true, false}) {
        test::Net net;
        const ValueId x = net.input({3, 5});
        const ValueId y = net.gemm(x, 5, 7, "layer", transposed);
        net.graph.nodes.back().attributes.set("alpha", 0.5F);
        net.graph.nodes.back().attributes.set("beta", 2.0F);
        const Graph before = net.finish(net.norm(y, 7, "bn"));
        const Graph after = folded(before);
        EXPECT_EQ(after.nodes.size(), 1U);
        expect_same_outputs(before, after);
    }
}

TEST(FoldBatchNorm, MasksHold) {
    Graph before = one_layer({.in = 4, .out = 6});
    const ValueId id = before.find_value("layer_W");
    const Tensor mask = test::random_mask(before.parameter(id)->shape(), 0.3, 5);
    before.set_parameter(id, before.parameter(id)->with_mask(mask).with_provenance("prune"));
    const Graph after = folded(before);
    const Parameter& weight = *after.parameter(after.nodes[0].input(1));
    EXPECT_TRUE(weight.mask().equals(mask));
    EXPECT_EQ(weight.nonzeros(), before.parameter(id)->nonzeros());
    EXPECT_EQ(weight.provenance(), "prune");
    expect_same_outputs(before, after);
}

TEST(FoldBatchNorm, CodesAreScaledWhereTheirGridFollowsAndDroppedElsewhere) {
    std::vector<std::string> notes;
    const auto code_after = [&](const CodePtr& code, bool negative) {
        Graph before = one_layer({.in = 4, .out = 6});
        set_code(before, code);
        if (negative) {
            const ValueId scale = before.find_value("bn_scale");
            Tensor values = before.parameter(scale)->latent();
            values.writable<float>()[2] = -0.7F;
            before.set_parameter(scale, Parameter(values));
        }
        const Graph after = folded(before, &notes);
        expect_same_outputs(before, after);
        return after.parameter(after.nodes[0].input(1))->code();
    };
    const auto symmetric = std::make_shared<AffineCode>(
        6, true, true, 0, std::vector<float>{.01F, .02F, .03F, .02F, .01F, .04F},
        std::vector<std::int32_t>(6, 0));
    const auto asymmetric = std::make_shared<AffineCode>(8, false, false, -1, std::vector{0.01F},
                                                         std::vector<std::int32_t>{120});
    EXPECT_NE(code_after(symmetric, false), nullptr);
    EXPECT_NE(code_after(symmetric, true), nullptr);
    EXPECT_TRUE(notes.empty());
    const CodePtr spread = code_after(asymmetric, false);
    ASSERT_NE(spread, nullptr);
    EXPECT_EQ(dynamic_cast<const AffineCode&>(*spread).axis(), 0);
    EXPECT_EQ(code_after(asymmetric, true), nullptr);
    EXPECT_EQ(notes.size(), 1U);
    EXPECT_EQ(code_after(std::make_shared<CodebookCode>(std::vector<float>{-.2F, 0, .3F}), false),
              nullptr);
    EXPECT_EQ(notes.size(), 1U);
}

TEST(FoldBatchNorm, LeavesWhatItMustAndSaysWhy) {
    Graph graph = test::small_cnn();
    EXPECT_EQ(norms(graph), 2U);
    const Graph all = folded(graph);
    EXPECT_EQ(norms(all), 0U);
    expect_same_outputs(graph, all);

    // The convolution's own output is read by somebody else.
    test::Net net;
    const ValueId x = net.input({2, 4, 6, 6});
    const ValueId y = net.conv(x, {.in = 4, .out = 4}, "layer");
    const Graph shared = net.finish(net.node("Add", {net.norm(y, 4, "bn"), y}, "add"));
    auto pairs = norm_pairs(shared);
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs[0].obstacle, "the output of layer is read elsewhere too");
    EXPECT_EQ(norms(folded(shared)), 1U);

    test::Net first;
    const Graph at_input = first.finish(first.norm(first.input({2, 4, 6, 6}), 4, "bn"));
    EXPECT_EQ(norm_pairs(at_input)[0].obstacle, "it follows an input of the network");

    Graph coded = one_layer({.in = 4, .out = 6});
    coded.value(coded.find_value("layer_out")).code = std::make_shared<AffineCode>(
        8, false, false, -1, std::vector{0.01F}, std::vector<std::int32_t>{120});
    EXPECT_EQ(norm_pairs(coded)[0].obstacle, "the values between layer and it are quantised");
}

TEST(FoldBatchNorm, SharedWeightsAreFoldedApart) {
    test::Net net;
    const ValueId x = net.input({2, 4, 6, 6});
    const ValueId y = net.norm(net.conv(x, {.in = 4, .out = 4}, "layer"), 4, "bn1");
    Node again = net.graph.nodes[0];
    const ValueId out = net.graph.add_value("again_out");
    again.name = "again";
    again.inputs[0] = y;
    again.outputs = {out};
    net.graph.add_node(again);
    const Graph before = net.finish(net.norm(out, 4, "bn2"));
    const Graph after = folded(before);
    EXPECT_EQ(norms(after), 0U);
    EXPECT_NE(after.nodes[0].input(1), after.nodes[1].input(1));
    expect_same_outputs(before, after);
}

} // namespace
} // namespace espalier
