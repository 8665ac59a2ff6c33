// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that move, cut, pad, pick and reduce elements.
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"

#include <fmt/core.h>

#include <limits>

namespace espalier::test {

namespace {

const AttributeList kNone;
constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kNear = std::numeric_limits<std::int64_t>::min();

std::vector<OpCase> moving_cases() {
    return {
        {"concat_channels",
         "Concat",
         {{"axis", std::int64_t{1}}},
         {{2, 1, 3}, {2, 4, 3}, {2, 2, 3}},
         {{2, 7, 3}}},
        {"concat_last", "Concat", {{"axis", std::int64_t{-1}}}, {{2, 3}, {2, 1}}, {{2, 4}}},
        {"concat_empty", "Concat", {{"axis", std::int64_t{0}}}, {{0, 3}, {2, 3}}, {{2, 3}}},
        {"concat_one", "Concat", {{"axis", std::int64_t{0}}}, {{2, 3}}, {{2, 3}}},
        {"split_equal", "Split", {{"axis", std::int64_t{1}}}, {{2, 6, 2}}, {{2, 3, 2}, {2, 3, 2}}},
        {"split_sizes",
         "Split",
         {{"axis", std::int64_t{-1}}},
         {{2, 6}, int64s({1, 0, 5})},
         {{2, 1}, {2, 0}, {2, 5}}},
        {"split_last_smaller",
         "Split",
         {{"num_outputs", std::int64_t{3}}},
         {{7, 2}},
         {{3, 2}, {3, 2}, {1, 2}}},
        {"slice", "Slice", kNone, {{4, 6}, int64s({1, 2}), int64s({3, 6})}, {{2, 4}}},
        {"slice_axes_steps",
         "Slice",
         kNone,
         {{3, 9, 4}, int64s({1, 0}), int64s({8, kFar}), int64s({1, -1}), int64s({3, 2})},
         {{3, 3, 2}}},
        {"slice_backwards",
         "Slice",
         kNone,
         {{5, 3}, int64s({kFar}), int64s({kNear}), int64s({0}), int64s({-2})},
         {{3, 3}}},
        {"slice_negative_bounds",
         "Slice",
         kNone,
         {{5, 7}, int64s({-3}), int64s({-1}), int64s({1})},
         {{5, 2}}},
        {"slice_nothing", "Slice", kNone, {{5}, int64s({4}), int64s({2})}, {{0}}},
        {"reshape", "Reshape", kNone, {{2, 3, 4}, int64s({4, -1})}, {{4, 6}}},
        {"reshape_zero", "Reshape", kNone, {{2, 3, 4}, int64s({0, 2, -1})}, {{2, 2, 6}}},
        {"reshape_scalar", "Reshape", kNone, {{1, 1}, int64s({})}, {Shape{}}},
        {"reshape_allowzero",
         "Reshape",
         {{"allowzero", std::int64_t{1}}},
         {{0, 3}, int64s({3, 0, 2})},
         {{3, 0, 2}}},
        {"flatten", "Flatten", kNone, {{2, 3, 4}}, {{2, 12}}},
        {"flatten_all", "Flatten", {{"axis", std::int64_t{0}}}, {{2, 3, 4}}, {{1, 24}}},
        {"flatten_negative", "Flatten", {{"axis", std::int64_t{-1}}}, {{2, 3, 4}}, {{6, 4}}},
        {"transpose", "Transpose", kNone, {{2, 3, 4}}, {{4, 3, 2}}},
        {"transpose_nhwc",
         "Transpose",
         {{"perm", ints({0, 2, 3, 1})}},
         {{2, 3, 4, 5}},
         {{2, 4, 5, 3}}},
        {"squeeze", "Squeeze", kNone, {{2, 1, 3, 1}, int64s({1, -1})}, {{2, 3}}},
        {"unsqueeze", "Unsqueeze", kNone, {{2, 3}, int64s({3, 0})}, {{1, 2, 3, 1}}},
        {"unsqueeze_negative", "Unsqueeze", kNone, {{2, 3}, int64s({-1, -3})}, {{2, 1, 3, 1}}},
        {"expand", "Expand", kNone, {{3, 1}, int64s({2, 1, 4})}, {{2, 3, 4}}},
        {"gather_rows", "Gather", kNone, {{5, 3}, int64s({0, 4, 0, -1})}, {{4, 3}}},
        {"gather_matrix_of_indices",
         "Gather",
         {{"axis", std::int64_t{1}}},
         {{2, 4, 3}, Tensor::of<std::int64_t>({2, 2}, std::vector<std::int64_t>{3, 0, 1, -2})},
         {{2, 2, 2, 3}}},
        {"gather_scalar",
         "Gather",
         {{"axis", std::int64_t{-1}}},
         {{2, 4}, Tensor::scalar<std::int64_t>(2)},
         {{2}}},
        {"tile", "Tile", kNone, {{2, 3}, int64s({2, 3})}, {{4, 9}}},
        {"depth_to_space",
         "DepthToSpace",
         {{"blocksize", std::int64_t{2}}},
         {{1, 8, 2, 3}},
         {{1, 2, 4, 6}}},
        {"depth_to_space_columns_first",
         "DepthToSpace",
         {{"blocksize", std::int64_t{2}}, {"mode", std::string("CRD")}},
         {{1, 8, 2, 3}},
         {{1, 2, 4, 6}}},
        {"space_to_depth",
         "SpaceToDepth",
         {{"blocksize", std::int64_t{2}}},
         {{1, 2, 4, 6}},
         {{1, 8, 2, 3}}},
        {"dropout", "Dropout", kNone, {{2, 3}}, {{2, 3}}},
        {"shape", "Shape", kNone, {{2, 3, 4}}, {{3}}},
        {"shape_part",
         "Shape",
         {{"start", std::int64_t{-2}}, {"end", std::int64_t{2}}},
         {{2, 3, 4}},
         {{1}}},
        {"cast_to_double", "Cast", {{"to", std::int64_t{11}}}, {{2, 3}}, {{2, 3}}},
        {"cast_to_int", "Cast", {{"to", std::int64_t{7}}}, {Input({2, 3}, -9.5, 9.5)}, {{2, 3}}},
        {"constant_of_shape", "ConstantOfShape", kNone, {int64s({2, 0, 3})}, {{2, 0, 3}}},
        {"constant", "Constant", {{"value", int64s({5, 6})}}, {}, {{2}}},
    };
}

std::vector<OpCase> pad_cases() {
    std::vector<OpCase> cases;
    for (const char* mode : {"constant", "edge", "reflect", "wrap"}) {
        const AttributeList attributes = {{"mode", std::string(mode)}};
        const std::string name = mode;
        cases.push_back({"pad_" + name,
                         "Pad",
                         attributes,
                         {{2, 3, 4}, int64s({0, 1, 2, 0, 2, 3})},
                         {{2, 6, 9}}});
        cases.push_back(
            {"pad_cut_" + name, "Pad", attributes, {{5, 6}, int64s({-1, 2, 1, -3})}, {{5, 5}}});
    }
    cases.push_back({"pad_value",
                     "Pad",
                     kNone,
                     {{2, 2}, int64s({1, 0, 0, 1}), floats(Shape{}, {3.5F})},
                     {{3, 3}}});
    cases.push_back({"pad_axes",
                     "Pad",
                     kNone,
                     {{2, 3, 4}, int64s({1, 2}), Input::absent(), int64s({-1})},
                     {{2, 3, 7}}});
    return cases;
}

std::vector<OpCase> running_cases() {
    std::vector<OpCase> cases;
    for (const std::int64_t exclusive : {0, 1}) {
        for (const std::int64_t reverse : {0, 1}) {
            cases.push_back({fmt::format("cum_sum_{}{}", exclusive, reverse),
                             "CumSum",
                             {{"exclusive", exclusive}, {"reverse", reverse}},
                             {{2, 3, 4}, int64s({exclusive - 2})},
                             {{2, 3, 4}}});
        }
    }
    return cases;
}

std::vector<OpCase> norm_cases() {
    return {{"layer_norm_last", "LayerNormalization", kNone, {{2, 3, 5}, {5}, {5}}, {{2, 3, 5}}},
            {"layer_norm_no_bias",
             "LayerNormalization",
             {{"epsilon", 0.1F}},
             {{2, 3, 5}, {5}},
             {{2, 3, 5}}},
            {"layer_norm_two_axes_scale_stretched",
             "LayerNormalization",
             {{"axis", std::int64_t{1}}},
             {{2, 3, 4}, {3, 1}, {4}},
             {{2, 3, 4}}},
            {"layer_norm_with_statistics",
             "LayerNormalization",
             {{"axis", std::int64_t{1}}},
             {{2, 3, 4}, {3, 4}, {3, 4}},
             {{2, 3, 4}, {2, 1, 1}, {2, 1, 1}}}};
}

std::vector<OpCase> reduce_cases() {
    std::vector<OpCase> cases;
    for (const char* op :
         {"ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2",
          "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp", "ReduceProd"}) {
        const std::string name = op;
        const Input x(Shape{2, 3, 4}, 0.3, 2);
        cases.push_back({name + "_all", op, kNone, {x}, {{1, 1, 1}}});
        cases.push_back({name + "_none_kept", op, {{"keepdims", std::int64_t{0}}}, {x}, {Shape{}}});
        cases.push_back({name + "_attribute",
                         op,
                         {{"axes", ints({0, -1})}, {"keepdims", std::int64_t{0}}},
                         {x},
                         {{3}}});
        cases.push_back({name + "_middle", op, kNone, {x, int64s({1})}, {{2, 1, 4}}});
        cases.push_back({name + "_noop",
                         op,
                         {{"noop_with_empty_axes", std::int64_t{1}}},
                         {x, int64s({})},
                         {{2, 3, 4}}});
    }
    return cases;
}

Tensor ramp(const Shape& shape) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < shape.elements(); ++i) {
        values.push_back(static_cast<float>(i));
    }
    return floats(shape, values);
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Moving, OpTable, testing::ValuesIn(moving_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Padding, OpTable, testing::ValuesIn(pad_cases()), case_name);

/// Products of which no, one and two factors are 0.
TEST(ReduceProd, GradientIsTheProductOfTheOthers) {
    const Node node = make_node("ReduceProd", kNone, 2, 1);
    const Tensor x = floats({3, 3}, {2, 3, 4, 0, 3, 4, 0, 0, 4});
    const Tensor axes = int64s({1});
    const std::vector<const Tensor*> inputs{&x, &axes};
    const std::vector<Tensor> outputs = run_node(node, inputs);
    const Tensor ones = floats({3, 1}, {1, 1, 1});
    Tensor gradient(DType::Float32, {3, 3});
    const std::vector<const Tensor*> outputs_view{&outputs[0]};
    const std::vector<const Tensor*> output_grads{&ones};
    const std::vector<Tensor*> input_grads{&gradient, nullptr};
    op_for(node).gradient({node, inputs, outputs_view, output_grads, input_grads});
    EXPECT_TRUE(gradient.equals(floats({3, 3}, {12, 8, 6, 12, 0, 0, 0, 0, 0})));
}

INSTANTIATE_TEST_SUITE_P(Running, OpTable, testing::ValuesIn(running_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Norm, OpTable, testing::ValuesIn(norm_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Reducing, OpTable, testing::ValuesIn(reduce_cases()), case_name);

TEST(Slice, KnownValues) {
    const Tensor x = ramp({2, 4});
    EXPECT_TRUE(run_op("Slice", {}, {x, int64s({0, 1}), int64s({-1, 1000})})
                    .equals(floats({1, 3}, {1, 2, 3})));
    EXPECT_TRUE(run_op("Slice", {}, {x, int64s({-1}), int64s({-5}), int64s({1}), int64s({-3})})
                    .equals(floats({2, 2}, {3, 0, 7, 4})));
    EXPECT_TRUE(run_op("Slice", {}, {x, int64s({3}), int64s({0}), int64s({1}), int64s({kNear})})
                    .equals(floats({2, 1}, {3, 7})));
}

TEST(Transpose, KnownValues) {
    EXPECT_TRUE(run_op("Transpose", {}, {ramp({2, 3})}).equals(floats({3, 2}, {0, 3, 1, 4, 2, 5})));
    const Tensor x = grid({2, 3, 4, 5}, -1, 1, 1);
    const Tensor there = run_op("Transpose", {{"perm", ints({2, 0, 3, 1})}}, {x});
    EXPECT_TRUE(run_op("Transpose", {{"perm", ints({1, 3, 0, 2})}}, {there}).equals(x));
}

/// B13: the shuffle by (groups, n) is undone by the shuffle by (n, groups).
TEST(Transpose, ChannelShuffleHasAnInverse) {
    const Tensor x = grid({2, 6, 3, 3}, -1, 1, 1);
    const auto shuffle = [](const Tensor& t, std::int64_t groups) {
        const Tensor split = run_op("Reshape", {}, {t, int64s({2, groups, 6 / groups, 3, 3})});
        const Tensor turned = run_op("Transpose", {{"perm", ints({0, 2, 1, 3, 4})}}, {split});
        return run_op("Reshape", {}, {turned, int64s({2, 6, 3, 3})});
    };
    EXPECT_FALSE(shuffle(x, 2).equals(x));
    EXPECT_TRUE(shuffle(shuffle(x, 2), 3).equals(x));
}

TEST(Pad, KnownValues) {
    const Tensor x = floats({4}, {1, 2, 3, 4});
    const auto pad = [&](const char* mode, std::int64_t begin, std::int64_t end) {
        return run_op("Pad", {{"mode", std::string(mode)}}, {x, int64s({begin, end})});
    };
    EXPECT_TRUE(pad("constant", 1, 2).equals(floats({7}, {0, 1, 2, 3, 4, 0, 0})));
    EXPECT_TRUE(pad("edge", 2, 1).equals(floats({7}, {1, 1, 1, 2, 3, 4, 4})));
    EXPECT_TRUE(pad("reflect", 3, 2).equals(floats({9}, {4, 3, 2, 1, 2, 3, 4, 3, 2})));
    EXPECT_TRUE(pad("wrap", 1, 5).equals(floats({10}, {4, 1, 2, 3, 4, 1, 2, 3, 4, 1})));
    EXPECT_TRUE(pad("constant", -1, -2).equals(floats({1}, {2})));
}

TEST(Gather, KnownValues) {
    EXPECT_TRUE(run_op("Gather", {{"axis", std::int64_t{1}}}, {ramp({2, 3}), int64s({2, -3})})
                    .equals(floats({2, 2}, {2, 0, 5, 3})));
}

TEST(ConcatAndSplit, UndoEachOther) {
    const Tensor a = grid({2, 3, 2}, -1, 1, 1);
    const Tensor b = grid({2, 1, 2}, -1, 1, 2);
    const Tensor whole = run_op("Concat", {{"axis", std::int64_t{1}}}, {a, b});
    const Tensor sizes = int64s({3, 1});
    const auto parts =
        run_node(make_node("Split", {{"axis", std::int64_t{1}}}, 2, 2), {&whole, &sizes});
    EXPECT_TRUE(parts[0].equals(a));
    EXPECT_TRUE(parts[1].equals(b));
}

TEST(Dropout, MaskIsTrueEverywhere) {
    const Tensor x = ramp({2, 2});
    const auto y = run_node(make_node("Dropout", {}, 1, 2), {&x});
    EXPECT_TRUE(y[0].equals(x));
    EXPECT_TRUE(y[1].equals(Tensor::of<bool>({2, 2}, std::array{true, true, true, true})));
}

TEST(Reductions, KnownValues) {
    const Tensor x = floats({2, 2}, {1, -2, 3, 4});
    const auto reduce = [&](const char* op) {
        return run_op(op, {{"axes", ints({1})}, {"keepdims", std::int64_t{0}}}, {x});
    };
    EXPECT_TRUE(reduce("ReduceSum").equals(floats({2}, {-1, 7})));
    EXPECT_TRUE(reduce("ReduceMean").equals(floats({2}, {-0.5F, 3.5F})));
    EXPECT_TRUE(reduce("ReduceMax").equals(floats({2}, {1, 4})));
    EXPECT_TRUE(reduce("ReduceMin").equals(floats({2}, {-2, 3})));
    EXPECT_TRUE(reduce("ReduceProd").equals(floats({2}, {-2, 12})));
    EXPECT_TRUE(reduce("ReduceL1").equals(floats({2}, {3, 7})));
    EXPECT_EQ(reduce("ReduceL2").at(1), 5);
    EXPECT_TRUE(reduce("ReduceSumSquare").equals(floats({2}, {5, 25})));
    EXPECT_NEAR(reduce("ReduceLogSumExp").at(0), 1.048587351574, 1e-6);
    EXPECT_NEAR(reduce("ReduceLogSum").at(1), 1.945910149055, 1e-6);
}

TEST(Constant, EveryForm) {
    EXPECT_TRUE(run_op("Constant", {{"value_float", 2.5F}}, {}).equals(Tensor::scalar(2.5F)));
    EXPECT_TRUE(run_op("Constant", {{"value_int", std::int64_t{3}}}, {})
                    .equals(Tensor::scalar<std::int64_t>(3)));
    EXPECT_TRUE(run_op("Constant", {{"value_ints", ints({3, 4})}}, {}).equals(int64s({3, 4})));
    EXPECT_TRUE(run_op("Constant", {{"value_floats", std::vector<float>{1, 2}}}, {})
                    .equals(floats({2}, {1, 2})));
    EXPECT_TRUE(
        run_op("ConstantOfShape", {{"value", int64s({7})}}, {int64s({2})}).equals(int64s({7, 7})));
}

TEST(Shape, GivesTheDimensions) {
    EXPECT_TRUE(run_op("Shape", {}, {ramp({2, 5, 1})}).equals(int64s({2, 5, 1})));
    EXPECT_TRUE(
        run_op("Shape", {{"start", std::int64_t{1}}}, {ramp({2, 5, 1})}).equals(int64s({5, 1})));
}

/// The quarter of a batch that is not known leaves the rest of a Reshape known.
TEST(Reshape, KeepsWhatIsKnown) {
    const Tensor target = int64s({-1, 96});
    const std::vector<InputType> inputs = {{true, {DType::Float32, {kUnknownDim, 6, 4, 4}}},
                                           {true, {DType::Int64, {2}}, &target}};
    const Node node = make_node("Reshape", {}, 2, 1);
    EXPECT_EQ(op_for(node).infer({node, inputs})[0].shape, (Shape{kUnknownDim, 96}));
    const Tensor copied = int64s({0, -1});
    const std::vector<InputType> second = {inputs[0], {true, {DType::Int64, {2}}, &copied}};
    EXPECT_EQ(op_for(node).infer({node, second})[0].shape, (Shape{kUnknownDim, 96}));
}

} // namespace espalier::test
