// SPDX-License-Identifier: GPL-3.0-or-later
// What operators of older and newer opsets mean, told by the numbers they compute: one small file
// each, the expected values worked out by hand from the operator's documentation of that opset.
#include "tests/core/formats/onnx_bytes.h"

#include "core/base/error.h"
#include "core/formats/onnx_read.h"
#include "core/graph/interpret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

using namespace test::onnx_bytes;

std::string real_attribute(std::string_view name, float value) {
    std::string raw(4, '\0');
    std::memcpy(raw.data(), &value, 4);
    return bytes(1, name) + varint(2U << 3U | 5U) + raw + number(20, 1);
}

std::string text_attribute(std::string_view name, std::string_view value) {
    return bytes(1, name) + bytes(4, value) + number(20, 3);
}

std::string int_tensor(std::string_view name, const std::vector<std::int64_t>& values) {
    std::string proto = number(1, static_cast<std::int64_t>(values.size())) + number(2, 7);
    for (const std::int64_t value : values) {
        proto += number(7, value);
    }
    return proto + bytes(8, name);
}

struct Case {
    const char* name;
    int opset;
    std::string op;
    std::vector<std::int64_t> shape; ///< of x, filled with 0, 1, 2 ...
    std::vector<std::string> attributes;
    std::vector<std::string> constants; ///< further inputs, named c0, c1 ...
    std::vector<std::int64_t> result_shape;
    std::vector<float> result;
    int outputs = 1;
};

void PrintTo(const Case& tested, std::ostream* out) {
    *out << tested.name;
}

class OpsetCase : public testing::TestWithParam<Case> {};

TEST_P(OpsetCase, MeansWhatItsOpsetSays) {
    const Case& tested = GetParam();
    Model model;
    model.opset = tested.opset;
    model.inputs = {value_info("x", tested.shape)};
    std::vector<std::string> inputs{"x"};
    for (std::size_t i = 0; i < tested.constants.size(); ++i) {
        inputs.push_back(tested.constants[i].empty() ? "" : "c" + std::to_string(i));
        if (!tested.constants[i].empty()) {
            model.initializers.push_back(tested.constants[i]);
        }
    }
    std::vector<std::string> outputs;
    for (int i = 0; i < tested.outputs; ++i) {
        outputs.push_back("y" + std::to_string(i));
        model.outputs.push_back(value_info(outputs.back(), {}));
    }
    model.nodes = {node(tested.op, inputs, outputs, "tested", tested.attributes)};
    const std::string file = model.str();
    for (const OnnxLoad load : {OnnxLoad::Verbatim, OnnxLoad::Simplified}) {
        const Graph graph = parse_onnx(std::as_bytes(std::span(file)), "case", {}, load);
        Tensor x(DType::Float32, Shape(tested.shape));
        float next = 0;
        for (float& value : x.writable<float>()) {
            value = next++;
        }
        const Tensor y = interpret(graph, {x}).back();
        EXPECT_EQ(y.shape(), Shape(tested.result_shape));
        const Tensor found = y.cast(DType::Float32);
        const auto values = found.data<float>();
        ASSERT_EQ(values.size(), tested.result.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            EXPECT_NEAR(values[i], tested.result[i], 1e-6F) << i;
        }
    }
}

using Ints = std::vector<std::int64_t>;

/// softmax of {0, 1, ..., n - 1}
std::vector<float> softmax_of_range(int n) {
    std::vector<float> result;
    double sum = 0;
    for (int i = 0; i < n; ++i) {
        sum += std::exp(i);
    }
    for (int i = 0; i < n; ++i) {
        result.push_back(static_cast<float>(std::exp(i) / sum));
    }
    return result;
}

std::vector<float> twice(std::vector<float> values) {
    const std::size_t count = values.size();
    for (std::size_t i = 0; i < count; ++i) {
        values.push_back(values[i]);
    }
    return values;
}

/// Four numbers in steps of one, brought to mean 0 and variance 1, then scaled and shifted.
std::vector<float> normal_four(float scale, float shift) {
    std::vector<float> result;
    for (int i = 0; i < 4; ++i) {
        result.push_back(static_cast<float>((i - 1.5) / std::sqrt(1.25)) * scale + shift);
    }
    return result;
}

std::vector<float> joined(std::vector<float> first, const std::vector<float>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

INSTANTIATE_TEST_SUITE_P(
    Operators, OpsetCase,
    testing::Values(
        Case{"softsign_1", 1, "Softsign", {2}, {}, {}, {2}, {0, 0.5F}},
        Case{"relu_1", 1, "Relu", {2}, {attribute("consumed_inputs", Ints{0})}, {}, {2}, {0, 1}},
        Case{"concat_1_along_channels",
             1,
             "Concat",
             {1, 2},
             {},
             {tensor("c0", {1, 1}, {7})},
             {1, 3},
             {0, 1, 7}},
        Case{"reshape_4",
             4,
             "Reshape",
             {2, 3},
             {attribute("shape", Ints{3, -1})},
             {},
             {3, 2},
             {0, 1, 2, 3, 4, 5}},
        Case{"pad_1", 1, "Pad", {2}, {attribute("paddings", Ints{1, 0})}, {}, {3}, {0, 0, 1}},
        Case{"cast_1", 1, "Cast", {2}, {text_attribute("to", "INT32")}, {}, {2}, {0, 1}},
        Case{"lp_pool_1",
             1,
             "LpPool",
             {1, 1, 3},
             {real_attribute("p", 1), attribute("kernel_shape", Ints{2})},
             {},
             {1, 1, 2},
             {1, 3}},
        Case{"cast_like_15", 15, "CastLike", {2}, {}, {int_tensor("c0", {5})}, {2}, {0, 1}},
        Case{"mvn_13",
             13,
             "MeanVarianceNormalization",
             {1, 2, 1, 4},
             {},
             {},
             {1, 2, 1, 4},
             twice(normal_four(1, 0))},
        Case{"group_norm_18_per_group",
             18,
             "GroupNormalization",
             {1, 4, 1, 2},
             {attribute("num_groups", 2), real_attribute("epsilon", 0)},
             {tensor("c0", {2}, {1, 2}), tensor("c1", {2}, {0, 1})},
             {1, 4, 1, 2},
             joined(normal_four(1, 0), normal_four(2, 1))},
        Case{"group_norm_21_per_channel",
             21,
             "GroupNormalization",
             {1, 4, 1, 2},
             {attribute("num_groups", 2), real_attribute("epsilon", 0)},
             {tensor("c0", {4}, {1, 1, 2, 2}), tensor("c1", {4}, {0, 0, 1, 1})},
             {1, 4, 1, 2},
             joined(normal_four(1, 0), normal_four(2, 1))},
        Case{"squeeze_11",
             11,
             "Squeeze",
             {1, 2, 1},
             {attribute("axes", Ints{0})},
             {},
             {2, 1},
             {0, 1}},
        Case{"unsqueeze_9",
             9,
             "Unsqueeze",
             {2},
             {attribute("axes", Ints{0, 2})},
             {},
             {1, 2, 1},
             {0, 1}},
        Case{"reduce_sum_11",
             11,
             "ReduceSum",
             {2, 2},
             {attribute("axes", Ints{1}), attribute("keepdims", 0)},
             {},
             {2},
             {1, 5}},
        Case{"reduce_mean_18",
             18,
             "ReduceMean",
             {2, 2},
             {attribute("keepdims", 0)},
             {int_tensor("c0", {0})},
             {2},
             {1, 2}},
        Case{"reduce_max_18_noop",
             18,
             "ReduceMax",
             {2, 2},
             {attribute("noop_with_empty_axes", 1)},
             {},
             {2, 2},
             {0, 1, 2, 3}},
        Case{"clip_6",
             6,
             "Clip",
             {4},
             {real_attribute("min", 1), real_attribute("max", 2)},
             {},
             {4},
             {1, 1, 2, 2}},
        Case{"clip_6_default", 6, "Clip", {3}, {}, {}, {3}, {0, 1, 2}},
        Case{"add_6_axis",
             6,
             "Add",
             {1, 2, 2},
             {attribute("broadcast", 1), attribute("axis", 1)},
             {tensor("c0", {2}, {10, 20})},
             {1, 2, 2},
             {10, 11, 22, 23}},
        Case{"mul_6_end",
             6,
             "Mul",
             {1, 2, 2},
             {attribute("broadcast", 1)},
             {tensor("c0", {2}, {1, 10})},
             {1, 2, 2},
             {0, 10, 2, 30}},
        Case{"prelu_6",
             6,
             "PRelu",
             {1, 2, 2},
             {},
             {tensor("c0", {2}, {1, 2})},
             {1, 2, 2},
             {0, 1, 2, 3}},
        Case{"split_11",
             11,
             "Split",
             {3},
             {attribute("axis", 0), attribute("split", Ints{1, 2})},
             {},
             {2},
             {1, 2},
             2},
        Case{"split_18_uneven",
             18,
             "Split",
             {5},
             {attribute("axis", 0), attribute("num_outputs", 3)},
             {},
             {1},
             {4},
             3},
        Case{"slice_9",
             9,
             "Slice",
             {4},
             {attribute("starts", Ints{1}), attribute("ends", Ints{3})},
             {},
             {2},
             {1, 2}},
        Case{"pad_10",
             10,
             "Pad",
             {2},
             {attribute("pads", Ints{1, 0}), real_attribute("value", 7)},
             {},
             {3},
             {7, 0, 1}},
        Case{"pad_18_axes",
             18,
             "Pad",
             {2, 1},
             {},
             {int_tensor("c0", {0, 1}), "", int_tensor("c2", {1})},
             {2, 2},
             {0, 0, 1, 0}},
        Case{"softmax_11_flattens",
             11,
             "Softmax",
             {2, 2, 2},
             {},
             {},
             {2, 2, 2},
             twice(softmax_of_range(4))},
        Case{"softmax_13",
             13,
             "Softmax",
             {2, 2, 2},
             {},
             {},
             {2, 2, 2},
             twice(twice(softmax_of_range(2)))},
        Case{"softmax_11_channels",
             11,
             "Softmax",
             {2, 3, 1, 1},
             {},
             {},
             {2, 3, 1, 1},
             twice(softmax_of_range(3))},
        Case{"softmax_11_axis_0",
             11,
             "Softmax",
             {2, 2},
             {attribute("axis", 0)},
             {},
             {2, 2},
             softmax_of_range(4)},
        Case{"dropout_6", 6, "Dropout", {2}, {real_attribute("ratio", 0.5F)}, {}, {2}, {0, 1}},
        Case{"dropout_9_mask",
             9,
             "Dropout",
             {2},
             {real_attribute("ratio", 0.5F)},
             {},
             {2},
             {1, 1},
             2},
        Case{"upsample_9",
             9,
             "Upsample",
             {1, 1, 1, 2},
             {text_attribute("mode", "nearest")},
             {tensor("c0", {4}, {1, 1, 1, 2})},
             {1, 1, 1, 4},
             {0, 0, 1, 1}},
        Case{"resize_10",
             10,
             "Resize",
             {1, 1, 1, 4},
             {text_attribute("mode", "nearest")},
             {tensor("c0", {4}, {1, 1, 1, 0.5F})},
             {1, 1, 1, 2},
             {0, 2}},
        Case{"resize_18_axes",
             18,
             "Resize",
             {1, 1, 2, 1},
             {text_attribute("mode", "nearest"), attribute("axes", Ints{2})},
             {"", "", int_tensor("c2", {4})},
             {1, 1, 4, 1},
             {0, 0, 1, 1}},
        Case{"resize_11_half_pixel_for_nearest",
             11,
             "Resize",
             {1, 1, 1, 4},
             {text_attribute("mode", "nearest"),
              text_attribute("coordinate_transformation_mode", "tf_half_pixel_for_nn")},
             {"", "", int_tensor("c2", {1, 1, 1, 2})},
             {1, 1, 1, 2},
             {1, 3}},
        Case{"resize_18_keeps_the_aspect_of_its_axes",
             18,
             "Resize",
             {1, 1, 1, 2},
             {text_attribute("mode", "nearest"), attribute("axes", Ints{2, 3}),
              text_attribute("keep_aspect_ratio_policy", "not_larger")},
             {"", "", int_tensor("c2", {3, 4})},
             {1, 1, 2, 4},
             {0, 0, 1, 1, 0, 0, 1, 1}},
        Case{"reshape_14_copies",
             14,
             "Reshape",
             {2, 3},
             {},
             {int_tensor("c0", {0, -1, 1})},
             {2, 3, 1},
             {0, 1, 2, 3, 4, 5}}),
    [](const auto& tested) { return std::string(tested.param.name); });

/// Before opset 6 a Tile repeated along one axis only.
TEST(Opset, WhatMeantSomethingElseIsRefused) {
    Model model;
    model.opset = 5;
    model.inputs = {value_info("x", {2})};
    model.outputs = {value_info("y", {})};
    model.initializers = {int_tensor("n", {2}), int_tensor("axis", {0})};
    model.nodes = {node("Tile", {"x", "n", "axis"}, {"y"}, "repeat")};
    const std::string file = model.str();
    try {
        static_cast<void>(parse_onnx(std::as_bytes(std::span(file)), "tile"));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Unsupported);
        EXPECT_THAT(std::string(error.what()), testing::HasSubstr("Tile of opset 5"));
    }
}

TEST(Opset, TrainingIsRefused) {
    Model model;
    model.inputs = {value_info("x", {1, 2, 1, 1})};
    model.outputs = {value_info("y", {})};
    for (const char* name : {"s", "b", "m", "v"}) {
        model.initializers.push_back(tensor(name, {2}, {1, 1}));
    }
    model.nodes = {node("BatchNormalization", {"x", "s", "b", "m", "v"}, {"y"}, "bn",
                        {attribute("training_mode", 1)})};
    const std::string file = model.str();
    try {
        static_cast<void>(parse_onnx(std::as_bytes(std::span(file)), "training"));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Unsupported);
        EXPECT_THAT(std::string(error.what()), testing::HasSubstr("node bn"));
    }
}

} // namespace
} // namespace espalier
