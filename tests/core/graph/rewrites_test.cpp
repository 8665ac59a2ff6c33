// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/graph/infer.h"
#include "core/graph/interpret.h"
#include "core/graph/rewrites/canonicalise.h"
#include "core/graph/rewrites/fold_constants.h"
#include "core/graph/rewrites/make_batchable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

using testing::ElementsAre;

/// Builds graphs a line at a time; values are named after their nodes.
struct Builder {
    Graph graph;

    ValueId input(const std::string& name, Shape shape) {
        const ValueId id = graph.add_value(name, {DType::Float32, std::move(shape)});
        graph.inputs.push_back(id);
        return id;
    }

    ValueId integers(const std::string& name, std::vector<std::int64_t> values) {
        const auto count = static_cast<std::int64_t>(values.size());
        return graph.add_parameter(name, Parameter(Tensor::of<std::int64_t>({count}, values)));
    }

    ValueId node(const std::string& op, std::vector<ValueId> inputs,
                 std::vector<std::pair<std::string, Attribute>> attributes = {}) {
        Node added;
        added.op = op;
        added.inputs = std::move(inputs);
        added.outputs = {graph.add_value(op)};
        for (auto& [name, value] : attributes) {
            added.attributes.set(name, value);
        }
        graph.add_node(added);
        return added.outputs[0];
    }

    void output(ValueId id) { graph.outputs.push_back(id); }

    [[nodiscard]] std::vector<std::string> operators() const {
        std::vector<std::string> names;
        for (const Node& n : graph.nodes) {
            names.push_back(n.op);
        }
        return names;
    }
};

/// x -> Reshape(x, Concat(Unsqueeze(Gather(Shape(x), 0)), -1))
Builder torch_flatten(Shape input) {
    Builder b;
    const ValueId x = b.input("x", std::move(input));
    const ValueId shape = b.node("Shape", {x});
    const ValueId zero = b.graph.add_parameter("zero", Parameter(Tensor::scalar<std::int64_t>(0)));
    const ValueId batch = b.node("Gather", {shape, zero}, {{"axis", std::int64_t{0}}});
    const ValueId list = b.node("Unsqueeze", {batch, b.integers("axes", {0})});
    const ValueId target =
        b.node("Concat", {list, b.integers("rest", {-1})}, {{"axis", std::int64_t{0}}});
    b.output(b.node("Reshape", {x, target}));
    return b;
}

TEST(FoldConstants, ShapeArithmeticWithAnUnknownBatchBecomesATarget) {
    Builder b = torch_flatten({kUnknownDim, 2, 3});
    infer_types(b.graph);
    EXPECT_EQ(b.graph.value(b.graph.outputs[0]).type.shape, (Shape{kUnknownDim, 6}));
    fold_constants(b.graph);
    ASSERT_THAT(b.operators(), ElementsAre("Reshape"));
    const Parameter* target = b.graph.parameter(b.graph.nodes[0].inputs[1]);
    ASSERT_NE(target, nullptr);
    EXPECT_THAT(target->latent().to_int64(), ElementsAre(0, -1));
    infer_types(b.graph);
    EXPECT_EQ(b.graph.value(b.graph.outputs[0]).type.shape, (Shape{kUnknownDim, 6}));
    canonicalise(b.graph);
    EXPECT_THAT(b.operators(), ElementsAre("Flatten"));
    EXPECT_EQ(types_for_batch(b.graph, 5)[static_cast<std::size_t>(b.graph.outputs[0])].shape,
              (Shape{5, 6}));
}

TEST(FoldConstants, AFixedBatchIsFoldedInAndTakenOutAgain) {
    Builder b = torch_flatten({1, 2, 3});
    fold_constants(b.graph);
    const Parameter* target = b.graph.parameter(b.graph.nodes.at(0).inputs[1]);
    ASSERT_NE(target, nullptr);
    EXPECT_THAT(target->latent().to_int64(), ElementsAre(1, -1));
    EXPECT_TRUE(make_batchable(b.graph));
    infer_types(b.graph);
    EXPECT_EQ(b.graph.value(b.graph.inputs[0]).type.shape, (Shape{kUnknownDim, 2, 3}));
    EXPECT_EQ(b.graph.value(b.graph.outputs[0]).type.shape, (Shape{kUnknownDim, 6}));
}

TEST(FoldConstants, TargetsOfOtherAxesKeepTheirMeaning) {
    // Reshape to [rows of x, batch of x]: only one of both can be copied in place.
    Builder b;
    const ValueId x = b.input("x", {kUnknownDim, 2});
    const ValueId shape = b.node("Shape", {x});
    const ValueId turned = b.node("Gather", {shape, b.integers("order", {1, 0})});
    b.output(b.node("Reshape", {x, turned}));
    fold_constants(b.graph);
    ASSERT_THAT(b.operators(), ElementsAre("Reshape"));
    EXPECT_THAT(b.graph.parameter(b.graph.nodes[0].inputs[1])->latent().to_int64(),
                ElementsAre(2, -1));
}

TEST(FoldConstants, ConstantSubgraphsAndPassThroughNodesGo) {
    Builder b;
    const ValueId x = b.input("x", {2});
    const ValueId one = b.graph.add_parameter("one", Parameter(Tensor::of<float>({2}, {1, 2})));
    const ValueId two = b.node("Add", {one, one});
    const ValueId same = b.node("Identity", {x});
    const ValueId kept = b.node("Dropout", {same});
    const ValueId sum = b.node("Mul", {kept, two});
    const ValueId last = b.node("Identity", {sum});
    b.output(last);
    const std::string name = b.graph.value(last).name;
    fold_constants(b.graph);
    EXPECT_THAT(b.operators(), ElementsAre("Mul"));
    EXPECT_EQ(b.graph.value(b.graph.outputs[0]).name, name);
    const Tensor y = interpret(b.graph, {Tensor::of<float>({2}, {3, 5})})[0];
    EXPECT_TRUE(y.equals(Tensor::of<float>({2}, {6, 20})));
}

TEST(FoldConstants, MovesCodesAlongWithTransposedWeights) {
    Builder b;
    const ValueId x = b.input("x", {1, 3});
    const auto code = std::make_shared<AffineCode>(8, true, false, 0, std::vector{1.0F, 2.0F},
                                                   std::vector<std::int32_t>{0, 0});
    const ValueId w = b.graph.add_parameter(
        "w", Parameter(Tensor::of<float>({2, 3}, {1, 2, 3, 4, 6, 8})).with_code(code));
    b.output(b.node("MatMul", {x, b.node("Transpose", {w})}));
    fold_constants(b.graph);
    ASSERT_THAT(b.operators(), ElementsAre("MatMul"));
    const Parameter* moved = b.graph.parameter(b.graph.nodes[0].inputs[1]);
    EXPECT_EQ(moved->shape(), (Shape{3, 2}));
    const auto* affine = dynamic_cast<const AffineCode*>(moved->code().get());
    ASSERT_NE(affine, nullptr);
    EXPECT_EQ(affine->axis(), 1);
    EXPECT_TRUE(moved->effective().equals(Tensor::of<float>({3, 2}, {1, 4, 2, 6, 3, 8})));
}

TEST(MakeBatchable, RefusesWhatWorksAcrossTheBatch) {
    const auto batchable = [](auto&& body) {
        Builder b;
        const ValueId x = b.input("x", {1, 4});
        b.output(body(b, x));
        Graph before = b.graph;
        const bool made = make_batchable(b.graph);
        if (!made) {
            EXPECT_EQ(b.graph.content_hash(), before.content_hash());
        }
        return made;
    };
    const auto axis = [](std::int64_t value) {
        return std::vector<std::pair<std::string, Attribute>>{{"axis", value}};
    };
    EXPECT_TRUE(batchable([](Builder& b, ValueId x) { return b.node("Relu", {x}); }));
    EXPECT_TRUE(batchable([&](Builder& b, ValueId x) { return b.node("Softmax", {x}, axis(1)); }));
    EXPECT_FALSE(batchable([&](Builder& b, ValueId x) { return b.node("Softmax", {x}, axis(0)); }));
    EXPECT_FALSE(batchable([&](Builder& b, ValueId x) {
        return b.node("Concat", {x, x}, axis(0));
    }));
    EXPECT_TRUE(batchable([&](Builder& b, ValueId x) {
        return b.node("Concat", {x, x}, axis(1));
    }));
    EXPECT_FALSE(batchable([](Builder& b, ValueId x) { return b.node("Transpose", {x}); }));
    EXPECT_FALSE(batchable([](Builder& b, ValueId x) {
        return b.node("ReduceSum", {x, b.integers("axes", {0})});
    }));
    EXPECT_FALSE(batchable([](Builder& b, ValueId x) {
        return b.node("MatMul", {b.node("Reshape", {x, b.integers("t", {4, 1})}), x});
    }));
    EXPECT_TRUE(batchable([](Builder& b, ValueId x) {
        return b.node("Reshape", {x, b.integers("t", {1, 2, 2})});
    }));
    EXPECT_FALSE(batchable([](Builder& b, ValueId x) {
        return b.node("Reshape", {x, b.integers("t", {2, 2})});
    }));
}

TEST(MakeBatchable, LeavesLargerFixedBatchesAlone) {
    Builder b;
    b.output(b.node("Relu", {b.input("x", {2, 4})}));
    EXPECT_FALSE(make_batchable(b.graph));
    EXPECT_EQ(b.graph.value(b.graph.inputs[0]).type.shape, (Shape{2, 4}));
}

TEST(Canonicalise, MergesSlicesAndDropsEmptyPads) {
    Builder b;
    const ValueId x = b.input("x", {kUnknownDim, 4, 4});
    const ValueId padded = b.node("Pad", {x, b.integers("pads", {0, 0, 0, 0, 0, 0})});
    const ValueId rows = b.node(
        "Slice", {padded, b.integers("s1", {1}), b.integers("e1", {3}), b.integers("a1", {1})});
    const ValueId columns = b.node("Slice", {rows, b.integers("s2", {0}), b.integers("e2", {4}),
                                             b.integers("a2", {-1}), b.integers("t2", {2})});
    b.output(columns);
    infer_types(b.graph);
    Tensor data(DType::Float32, {2, 4, 4});
    float next = 0;
    for (float& value : data.writable<float>()) {
        value = next++;
    }
    const Tensor before = interpret(b.graph, {data})[0];
    canonicalise(b.graph);
    EXPECT_THAT(b.operators(), ElementsAre("Slice"));
    EXPECT_TRUE(interpret(b.graph, {data})[0].equals(before));
}

TEST(Canonicalise, PoolsOverTheWholePictureBecomeGlobal) {
    const std::vector<std::int64_t> whole{3, 2};
    Builder b;
    b.output(b.node("AveragePool", {b.input("x", {1, 2, 3, 2})}, {{"kernel_shape", whole}}));
    infer_types(b.graph);
    canonicalise(b.graph);
    EXPECT_THAT(b.operators(), ElementsAre("GlobalAveragePool"));
    Builder part;
    part.output(
        part.node("AveragePool", {part.input("x", {1, 2, 3, 3})}, {{"kernel_shape", whole}}));
    infer_types(part.graph);
    canonicalise(part.graph);
    EXPECT_THAT(part.operators(), ElementsAre("AveragePool"));
}

TEST(InferTypes, SizesThatVaryWithTheBatchAreUnknown) {
    Builder b;
    const ValueId x = b.input("x", {kUnknownDim, 3});
    const ValueId flat = b.node("Reshape", {x, b.integers("t", {-1})});
    b.output(flat);
    infer_types(b.graph);
    EXPECT_EQ(b.graph.value(flat).type.shape, (Shape{kUnknownDim}));
    EXPECT_EQ(types_for_batch(b.graph, 4)[static_cast<std::size_t>(flat)].shape, (Shape{12}));
}

TEST(InferTypes, ErrorsNameTheNode) {
    Builder b;
    const ValueId x = b.input("x", {kUnknownDim, 3});
    b.output(b.node("Reshape", {x, b.integers("t", {0, 4})}));
    try {
        infer_types(b.graph);
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.where(), testing::HasSubstr("node Reshape"));
    }
}

} // namespace
} // namespace espalier
