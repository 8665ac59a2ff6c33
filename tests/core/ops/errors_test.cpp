// SPDX-License-Identifier: GPL-3.0-or-later
// Malformed nodes: each is refused with what was found and what was expected.
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"

namespace espalier::test {

namespace {

struct Fault {
    std::string name;
    std::string op;
    AttributeList attributes;
    std::vector<Input> inputs;
    std::string message;
    ErrorCode code = ErrorCode::BadInput;
    std::size_t outputs = 1;
};

void PrintTo(const Fault& fault, std::ostream* out) {
    *out << fault.name;
}

class Refused : public testing::TestWithParam<Fault> {};

const AttributeList kNone;

std::vector<Fault> faults() {
    const auto one = std::int64_t{1};
    return {
        {"conv_weight_rank",
         "Conv",
         kNone,
         {{1, 3, 8, 8}, {4, 3, 3, 3, 3}},
         "weight has 5 dimensions, expected 4 [O,I,kH,kW]"},
        {"conv_channels",
         "Conv",
         kNone,
         {{1, 3, 8, 8}, {4, 2, 3, 3}},
         "the input's number of channels is 3, expected 2"},
        {"conv_groups",
         "Conv",
         {{"group", std::int64_t{3}}},
         {{1, 3, 8, 8}, {4, 1, 3, 3}},
         "4 filters, expected a multiple of group 3"},
        {"conv_group_zero",
         "Conv",
         {{"group", std::int64_t{0}}},
         {{1, 3, 8}, {4, 3, 3}},
         "group is 0"},
        {"conv_kernel_too_big",
         "Conv",
         {{"pads", ints({1, 0, 0, 0})}},
         {{1, 1, 4, 4}, {1, 1, 6, 3}},
         "the kernel spans 6, expected at most the padded input's 5"},
        {"conv_dilated_kernel_too_big",
         "Conv",
         {{"dilations", ints({1, 4})}},
         {{1, 1, 8, 8}, {1, 1, 3, 3}},
         "the kernel spans 9, expected at most the padded input's 8"},
        {"conv_negative_stride",
         "Conv",
         {{"strides", ints({-1, 1})}},
         {{1, 1, 8, 8}, {1, 1, 3, 3}},
         "strides holds -1, expected a value in [1,"},
        {"conv_stride_count",
         "Conv",
         {{"strides", ints({1})}},
         {{1, 1, 8, 8}, {1, 1, 3, 3}},
         "strides has 1 values, expected 2"},
        {"conv_stride_type",
         "Conv",
         {{"strides", 1.F}},
         {{1, 1, 8}, {1, 1, 3}},
         "strides has the wrong type"},
        {"conv_negative_pad",
         "Conv",
         {{"pads", ints({0, -1})}},
         {{1, 1, 8}, {1, 1, 3}},
         "pads holds -1"},
        {"conv_huge_dilation",
         "Conv",
         {{"dilations", ints({std::int64_t{1} << 62})}},
         {{1, 1, 8}, {1, 1, 3}},
         "dilations holds"},
        {"conv_auto_pad",
         "Conv",
         {{"auto_pad", std::string("BEST")}},
         {{1, 1, 8}, {1, 1, 3}},
         "auto_pad is BEST"},
        {"conv_kernel_shape",
         "Conv",
         {{"kernel_shape", ints({5})}},
         {{1, 1, 8}, {1, 1, 3}},
         "kernel_shape is [5], expected the weight's [3]"},
        {"conv_bias",
         "Conv",
         kNone,
         {{1, 1, 8}, {2, 1, 3}, {3}},
         "the bias's length is 3, expected 2"},
        {"conv_weight_missing", "Conv", kNone, {{1, 1, 8}}, "node1: input 1 (W) is missing"},
        {"conv_integers", "Conv", kNone, {int64s({1, 2, 3}), {1, 1, 3}}, "X holds int64"},
        {"conv_4d",
         "Conv",
         kNone,
         {{1, 1, 2, 2, 2, 2}, {1, 1, 1, 1, 1, 1}},
         "4 spatial dimensions, expected at most 3",
         ErrorCode::Unsupported},
        {"conv_empty_kernel", "Conv", kNone, {{1, 1, 8}, {1, 1, 0}}, "the weight's kernel holds 0"},
        {"transposed_output_too_small",
         "ConvTranspose",
         {{"pads", ints({4, 4})}},
         {{1, 1, 3}, {1, 1, 3}},
         "the output has size -3"},
        {"gemm_inner",
         "Gemm",
         kNone,
         {{2, 3}, {4, 5}},
         "the inner dimension of A is 3, expected 4"},
        {"gemm_rank", "Gemm", kNone, {{2, 3, 4}, {4, 5}}, "A has 3 dimensions, expected 2 [M,K]"},
        {"gemm_bias", "Gemm", kNone, {{2, 3}, {3, 5}, {4}}, "C has shape [4]"},
        {"matmul_inner", "MatMul", kNone, {{2, 3}, {4, 5}}, "last dimension of A is 3, expected 4"},
        {"matmul_batch", "MatMul", kNone, {{2, 1, 3}, {3, 3, 5}}, "do not broadcast"},
        {"matmul_scalar",
         "MatMul",
         kNone,
         {Input(Tensor::scalar(1.F)), {3}},
         "expected at least 1-D"},
        {"add_shapes", "Add", kNone, {{2, 3}, {4}}, "shapes [2, 3] and [4] do not broadcast"},
        {"add_types", "Add", kNone, {{2}, int64s({1, 2})}, "B holds int64, expected float32"},
        {"batch_norm_channels",
         "BatchNormalization",
         kNone,
         {{1, 3, 2}, {3}, {3}, {4}, {3}},
         "mean's length is 4, expected 3"},
        {"batch_norm_training",
         "BatchNormalization",
         {{"training_mode", one}},
         {{1, 3, 2}, {3}, {3}, {3}, {3}},
         "training_mode is on",
         ErrorCode::Unsupported},
        {"pool_without_kernel", "MaxPool", kNone, {{1, 1, 4}}, "attribute kernel_shape is missing"},
        {"pool_of_a_matrix",
         "AveragePool",
         {{"kernel_shape", ints({2})}},
         {{3, 4}},
         "X has 2 dimensions, expected at least 3"},
        {"softmax_axis",
         "Softmax",
         {{"axis", std::int64_t{2}}},
         {{2, 3}},
         "axis is 2, expected a value in [-2, 2)"},
        {"concat_dimension",
         "Concat",
         {{"axis", one}},
         {{2, 3}, {4, 3}},
         "input 1's dimension 0 is 4, expected 2"},
        {"concat_rank",
         "Concat",
         {{"axis", one}},
         {{2, 3}, {2, 3, 1}},
         "input 1 has 3 dimensions, expected 2"},
        {"concat_axis", "Concat", {{"axis", std::int64_t{5}}}, {{2, 3}}, "axis is 5"},
        {"split_sum",
         "Split",
         kNone,
         {{5}, int64s({2, 2})},
         "the sum of split is 4, expected 5",
         ErrorCode::BadInput,
         2},
        {"split_uneven",
         "Split",
         kNone,
         {{5}},
         "dimension 5 is split into 2 equal pieces",
         ErrorCode::BadInput,
         2},
        {"split_negative",
         "Split",
         kNone,
         {{5}, int64s({7, -2})},
         "split holds -2",
         ErrorCode::BadInput,
         2},
        {"slice_step_zero",
         "Slice",
         kNone,
         {{5}, int64s({0}), int64s({1}), int64s({0}), int64s({0})},
         "step 0 is 0"},
        {"slice_axis", "Slice", kNone, {{5}, int64s({0}), int64s({1}), int64s({3})}, "axis is 3"},
        {"slice_lengths",
         "Slice",
         kNone,
         {{5}, int64s({0, 1}), int64s({1})},
         "have 2, 1, 2 and 2 values"},
        {"reshape_count",
         "Reshape",
         kNone,
         {{2, 3}, int64s({4, 2})},
         "has 6 elements, expected as many as [4, 2] has"},
        {"reshape_two_open", "Reshape", kNone, {{2, 3}, int64s({-1, -1})}, "holds -1 twice"},
        {"reshape_indivisible", "Reshape", kNone, {{2, 3}, int64s({-1, 4})}, "does not divide"},
        {"reshape_negative", "Reshape", kNone, {{2, 3}, int64s({-2})}, "holds -2"},
        {"reshape_overflow",
         "Reshape",
         kNone,
         {{2, 3}, int64s({std::int64_t{1} << 40, std::int64_t{1} << 40})},
         "does not fit 63 bits"},
        {"reshape_long",
         "Reshape",
         {{"allowzero", one}},
         {{0, 3}, int64s({0, std::int64_t{1} << 62})},
         "expected at most 2^46"},
        {"transpose_perm",
         "Transpose",
         {{"perm", ints({0, 0})}},
         {{2, 3}},
         "expected a permutation of 2 axes"},
        {"squeeze_size", "Squeeze", kNone, {{2, 3}, int64s({0})}, "dimension 0 is 2, expected 1"},
        {"unsqueeze_twice", "Unsqueeze", kNone, {{2}, int64s({0, 0})}, "named twice"},
        {"pad_count", "Pad", kNone, {{2, 3}, int64s({1, 1})}, "pads has 2 values, expected 4"},
        {"pad_cuts_too_much",
         "Pad",
         kNone,
         {{2}, int64s({-2, -1})},
         "cut more than dimension 0 has, 2"},
        {"pad_reflect",
         "Pad",
         {{"mode", std::string("reflect")}},
         {{3}, int64s({3, 0})},
         "by 3, expected less than its size 3"},
        {"pad_mode",
         "Pad",
         {{"mode", std::string("mirror")}},
         {{3}, int64s({1, 0})},
         "mode is mirror"},
        {"reduce_axis", "ReduceMean", {{"axes", ints({2})}}, {{2, 3}}, "axis is 2"},
        {"gather_index",
         "Gather",
         kNone,
         {{2, 3}, int64s({2})},
         "index 0 is 2, expected a value in [-2, 2)"},
        {"gather_type", "Gather", kNone, {{2, 3}, {1}}, "indices hold float32"},
        {"cast_target",
         "Cast",
         {{"to", std::int64_t{8}}},
         {{2}},
         "to is 8",
         ErrorCode::Unsupported},
        {"expand_shapes", "Expand", kNone, {{2, 3}, int64s({4})}, "do not broadcast"},
        {"constant_empty", "Constant", kNone, {}, "no attribute value", ErrorCode::Unsupported},
        {"clip_bound", "Clip", kNone, {{3}, {2}}, "min has shape [2], expected one element"},
        {"prelu_slope", "PRelu", kNone, {{3}, {2, 3}}, "slope has shape [2, 3]"},
        {"quantise_scales",
         "QuantizeLinear",
         kNone,
         {{2, 3}, floats({2}, {1, 1})},
         "the number of scales is 2, expected 3"},
        {"dequantise_type",
         "DequantizeLinear",
         kNone,
         {{2}, floats(Shape{}, {1})},
         "x holds float32"},
        {"lrn_size", "LRN", {{"size", std::int64_t{0}}}, {{1, 2, 3}}, "size is 0"},
    };
}

} // namespace

TEST_P(Refused, WithFoundAndExpected) {
    const Fault& fault = GetParam();
    std::vector<Tensor> tensors;
    for (std::size_t i = 0; i < fault.inputs.size(); ++i) {
        const Input& input = fault.inputs[i];
        tensors.push_back(input.constant ? *input.constant : grid(input.shape, -1, 1, i));
    }
    std::vector<const Tensor*> inputs;
    for (const Tensor& tensor : tensors) {
        inputs.push_back(&tensor);
    }
    const Node node = make_node(fault.op, fault.attributes, inputs.size(), fault.outputs);
    try {
        (void)run_node(node, inputs);
        FAIL() << "no error, expected: " << fault.message;
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), fault.code);
        EXPECT_NE(error.message().find(fault.message), std::string::npos)
            << "found:    " << error.message() << "\nexpected: " << fault.message;
    }
}

INSTANTIATE_TEST_SUITE_P(Operators, Refused, testing::ValuesIn(faults()),
                         [](const testing::TestParamInfo<Fault>& test) { return test.param.name; });

TEST(Operators, ASizeComputedByTheNetworkIsUnsupported) {
    const std::vector<InputType> inputs = {{true, {DType::Float32, {2, 3}}},
                                           {true, {DType::Int64, {1}}}};
    for (const char* op : {"Reshape", "Expand", "Pad", "Squeeze"}) {
        const Node node = make_node(op, {}, 2, 1);
        try {
            (void)op_for(node).infer({node, inputs});
            FAIL() << op << ": no error";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Unsupported) << op;
        }
    }
}

} // namespace espalier::test
