// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/graph/infer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

Node node(std::string name, std::string op, std::vector<ValueId> in, std::vector<ValueId> out) {
    Node result;
    result.name = std::move(name);
    result.op = std::move(op);
    result.inputs = std::move(in);
    result.outputs = std::move(out);
    return result;
}

/// x -> Relu -> a -> Add(a, w) -> y
struct Chain {
    Graph graph;
    ValueId x = graph.add_value("x", {DType::Float32, {1, 2}});
    ValueId a = graph.add_value("a");
    ValueId w = graph.add_parameter("w", Parameter(Tensor::of<float>({2}, {1, 2})));
    ValueId y = graph.add_value("y");

    Chain() {
        graph.inputs = {x};
        graph.outputs = {y};
        graph.add_node(node("add", "Add", {a, w}, {y}));
        graph.add_node(node("relu", "Relu", {x}, {a}));
    }
};

TEST(Graph, NamesAreMadeUnique) {
    Graph graph;
    const ValueId first = graph.add_value("v");
    const ValueId second = graph.add_value("v");
    EXPECT_EQ(graph.value(first).name, "v");
    EXPECT_EQ(graph.value(second).name, "v_1");
    EXPECT_EQ(graph.find_value("v_1"), second);
    EXPECT_EQ(graph.find_value("nowhere"), kNoValue);
    graph.add_node(node("", "Relu", {first}, {second}));
    graph.add_node(node("Relu", "Relu", {first}, {second}));
    EXPECT_EQ(graph.nodes[0].name, "Relu");
    EXPECT_EQ(graph.nodes[1].name, "Relu_1");
    EXPECT_EQ(graph.nodes[1].origin, "Relu_1");
}

TEST(Graph, TidySortsAndDropsWhatNobodyReads) {
    Chain c;
    const ValueId dead = c.graph.add_value("dead");
    const ValueId unused = c.graph.add_parameter("unused", Parameter(Tensor::scalar(1.0F)));
    c.graph.add_node(node("gone", "Mul", {c.a, unused}, {dead}));
    EXPECT_THROW(validate(c.graph), Error);
    c.graph.tidy();
    ASSERT_EQ(c.graph.nodes.size(), 2U);
    EXPECT_EQ(c.graph.nodes[0].name, "relu");
    EXPECT_EQ(c.graph.nodes[1].name, "add");
    EXPECT_EQ(c.graph.parameter(unused), nullptr);
    EXPECT_EQ(c.graph.find_value("unused"), kNoValue);
    EXPECT_NE(c.graph.parameter(c.w), nullptr);
    EXPECT_NO_THROW(validate(c.graph));
}

TEST(Graph, TidyNamesTheNodesOfACycle) {
    Chain c;
    c.graph.nodes[1].inputs = {c.y};
    try {
        c.graph.tidy();
        FAIL() << "a cycle was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        EXPECT_THAT(error.message(), testing::HasSubstr("add"));
        EXPECT_THAT(error.message(), testing::HasSubstr("relu"));
    }
}

TEST(Graph, ReplaceUsesCoversInputsAndOutputs) {
    Chain c;
    c.graph.replace_uses(c.a, c.x);
    EXPECT_EQ(c.graph.nodes[0].inputs[0], c.x);
    c.graph.replace_uses(c.y, c.x);
    EXPECT_EQ(c.graph.outputs[0], c.x);
}

TEST(Graph, HashFollowsWhatIsComputed) {
    Chain c;
    const std::string before = c.graph.content_hash();
    Graph copy = c.graph;
    EXPECT_EQ(copy.content_hash(), before);
    copy.add_parameter("not read", Parameter(Tensor::scalar(3.0F)));
    EXPECT_EQ(copy.content_hash(), before);
    copy.set_parameter(c.w, Parameter(Tensor::of<float>({2}, {1, 3})));
    EXPECT_NE(copy.content_hash(), before);
    EXPECT_EQ(c.graph.content_hash(), before);
    copy = c.graph;
    copy.nodes[0].attributes.set("axis", std::int64_t{1});
    EXPECT_NE(copy.content_hash(), before);
    copy = c.graph;
    copy.value(c.a).code = std::make_shared<AffineCode>(8, true, false, -1, std::vector{0.1F},
                                                        std::vector<std::int32_t>{0});
    EXPECT_NE(copy.content_hash(), before);
}

TEST(Graph, UsesTellMakersAndReaders) {
    Chain c;
    c.graph.tidy();
    const Uses uses(c.graph);
    EXPECT_FALSE(uses.producer(c.x).has_value());
    EXPECT_EQ(uses.producer(c.y), 1U);
    EXPECT_THAT(uses.consumers(c.a), testing::ElementsAre(1U));
    EXPECT_TRUE(uses.is_output(c.y));
    EXPECT_FALSE(uses.is_output(c.a));
}

TEST(Graph, ValidateFindsAValueMadeTwice) {
    Chain c;
    c.graph.tidy();
    c.graph.nodes[1].outputs = {c.a};
    EXPECT_THROW(validate(c.graph), Error);
}

} // namespace
} // namespace espalier
