// SPDX-License-Identifier: GPL-3.0-or-later
// Conv, ConvTranspose, Gemm, MatMul: the table, an independent summation, and the identities of
// techniques.md (B2, B3, B8).
#include "tests/core/ops/op_case.h"

#include <cmath>

namespace espalier::test {

namespace {

const AttributeList kNone;

std::vector<OpCase> dense_cases() {
    return {
        {"conv1d", "Conv", kNone, {{2, 3, 9}, {4, 3, 3}}, {{2, 4, 7}}, 2 * 4 * 7 * 3 * 3},
        {"conv1d_strided_dilated",
         "Conv",
         {{"strides", ints({2})}, {"dilations", ints({3})}, {"pads", ints({1, 2})}},
         {{1, 2, 11}, {3, 2, 3}, {3}},
         {{1, 3, 4}},
         1 * 3 * 4 * 2 * 3},
        {"conv2d_bias", "Conv", kNone, {{1, 2, 5, 6}, {3, 2, 3, 3}, {3}}, {{1, 3, 3, 4}}, 648},
        {"conv2d_asymmetric_kernel_and_pads",
         "Conv",
         {{"pads", ints({1, 0, 0, 2})}},
         {{2, 2, 5, 4}, {2, 2, 3, 2}, {2}},
         {{2, 2, 4, 5}},
         2 * 2 * 4 * 5 * 2 * 6},
        {"conv2d_dilated",
         "Conv",
         {{"dilations", ints({2, 3})}, {"pads", ints({2, 3, 2, 3})}},
         {{1, 2, 6, 7}, {2, 2, 3, 3}},
         {{1, 2, 6, 7}},
         1 * 2 * 42 * 2 * 9},
        {"conv2d_stride_over_kernel",
         "Conv",
         {{"strides", ints({3, 4})}},
         {{1, 2, 8, 9}, {3, 2, 2, 1}},
         {{1, 3, 3, 3}},
         1 * 3 * 9 * 2 * 2},
        {"conv2d_groups",
         "Conv",
         {{"group", std::int64_t{3}}, {"pads", ints({1, 1, 1, 1})}},
         {{2, 6, 4, 3}, {9, 2, 3, 3}, {9}},
         {{2, 9, 4, 3}},
         2 * 9 * 12 * 2 * 9},
        {"conv2d_depthwise_multiplier",
         "Conv",
         {{"group", std::int64_t{3}}, {"strides", ints({2, 2})}},
         {{1, 3, 5, 5}, {6, 1, 3, 3}},
         {{1, 6, 2, 2}},
         1 * 6 * 4 * 9},
        {"conv2d_same_upper",
         "Conv",
         {{"auto_pad", std::string("SAME_UPPER")}, {"strides", ints({2, 2})}},
         {{1, 1, 5, 4}, {2, 1, 3, 3}},
         {{1, 2, 3, 2}},
         1 * 2 * 6 * 9},
        {"conv2d_same_lower",
         "Conv",
         {{"auto_pad", std::string("SAME_LOWER")}},
         {{1, 1, 4, 4}, {1, 1, 2, 2}},
         {{1, 1, 4, 4}},
         16 * 4},
        {"conv2d_valid",
         "Conv",
         {{"auto_pad", std::string("VALID")}},
         {{1, 1, 4, 4}, {1, 1, 2, 3}},
         {{1, 1, 3, 2}},
         6 * 6},
        {"conv2d_many_positions", "Conv", kNone, {{1, 1, 9, 9}, {2, 1, 2, 2}}, {{1, 2, 8, 8}}, 512},
        {"conv3d",
         "Conv",
         {{"strides", ints({1, 2, 1})}, {"pads", ints({0, 1, 0, 1, 0, 0})}},
         {{1, 2, 3, 4, 3}, {2, 2, 2, 3, 2}, {2}},
         {{1, 2, 3, 2, 2}},
         1 * 2 * 12 * 2 * 12},
        {"conv_transpose",
         "ConvTranspose",
         {{"strides", ints({2, 3})}, {"pads", ints({1, 0, 0, 1})}},
         {{1, 2, 3, 2}, {2, 3, 3, 3}, {3}},
         {{1, 3, 6, 5}},
         12 * 3 * 9},
        {"conv_transpose_groups_output_padding",
         "ConvTranspose",
         {{"group", std::int64_t{2}},
          {"strides", ints({2})},
          {"dilations", ints({2})},
          {"output_padding", ints({1})}},
         {{2, 4, 3}, {4, 1, 3}},
         {{2, 2, 10}},
         24 * 1 * 3},
        {"conv_transpose_output_shape",
         "ConvTranspose",
         {{"strides", ints({3, 2})}, {"output_shape", ints({10, 8})}},
         {{1, 1, 3, 3}, {1, 2, 3, 3}},
         {{1, 2, 10, 8}},
         9 * 2 * 9},
        {"conv_transpose_same",
         "ConvTranspose",
         {{"strides", ints({2, 2})}, {"auto_pad", std::string("SAME_UPPER")}},
         {{1, 1, 3, 3}, {1, 2, 3, 3}},
         {{1, 2, 6, 6}},
         9 * 2 * 9},
        {"gemm", "Gemm", kNone, {{3, 5}, {5, 4}}, {{3, 4}}, 60},
        {"gemm_bias_row", "Gemm", kNone, {{3, 5}, {5, 4}, {4}}, {{3, 4}}, 60},
        {"gemm_bias_column", "Gemm", kNone, {{3, 5}, {5, 4}, {3, 1}}, {{3, 4}}, 60},
        {"gemm_trans_a_alpha",
         "Gemm",
         {{"transA", std::int64_t{1}}, {"alpha", 0.5F}},
         {{5, 3}, {5, 4}},
         {{3, 4}},
         60},
        {"gemm_all",
         "Gemm",
         {{"transA", std::int64_t{1}},
          {"transB", std::int64_t{1}},
          {"alpha", 0.25F},
          {"beta", 2.F}},
         {{5, 3}, {18, 5}, {1, 18}},
         {{3, 18}},
         270},
        {"matmul_2d", "MatMul", kNone, {{3, 4}, {4, 2}}, {{3, 2}}, 24},
        {"matmul_batch", "MatMul", kNone, {{2, 3, 4}, {2, 4, 5}}, {{2, 3, 5}}, 120},
        {"matmul_broadcast", "MatMul", kNone, {{2, 1, 3, 4}, {3, 4, 2}}, {{2, 3, 3, 2}}, 144},
        {"matmul_vector_left", "MatMul", kNone, {{4}, {2, 4, 3}}, {{2, 3}}, 24},
        {"matmul_vector_right", "MatMul", kNone, {{2, 3, 4}, {4}}, {{2, 3}}, 24},
        {"matmul_vectors", "MatMul", kNone, {{7}, {7}}, {Shape{}}, 7},
    };
}

/// y = conv(x, w) summed from the definition, one output element at a time; 2-D.
Tensor naive_conv(const Tensor& x, const Tensor& w, std::int64_t stride, std::int64_t dilation,
                  std::int64_t pad, std::int64_t groups) {
    const Shape& xs = x.shape();
    const Shape& ws = w.shape();
    const auto size = [&](int axis) {
        return (xs[axis] + 2 * pad - dilation * (ws[axis] - 1) - 1) / stride + 1;
    };
    Tensor y(DType::Float32, {xs[0], ws[0], size(2), size(3)});
    const auto out = y.writable<float>();
    std::size_t index = 0;
    for (std::int64_t n = 0; n < xs[0]; ++n) {
        for (std::int64_t o = 0; o < ws[0]; ++o) {
            const std::int64_t first = o / (ws[0] / groups) * ws[1];
            for (std::int64_t i = 0; i < size(2) * size(3); ++i) {
                double sum = 0;
                for (std::int64_t c = 0; c < ws[1] * ws[2] * ws[3]; ++c) {
                    const std::int64_t channel = c / (ws[2] * ws[3]);
                    const std::int64_t h =
                        i / size(3) * stride + c / ws[3] % ws[2] * dilation - pad;
                    const std::int64_t v = i % size(3) * stride + c % ws[3] * dilation - pad;
                    if (h >= 0 && h < xs[2] && v >= 0 && v < xs[3]) {
                        sum += x.at(((n * xs[1] + first + channel) * xs[2] + h) * xs[3] + v) *
                               w.at(o * ws[1] * ws[2] * ws[3] + c);
                    }
                }
                out[index++] = static_cast<float>(sum);
            }
        }
    }
    return y;
}

double largest_difference(const Tensor& a, const Tensor& b) {
    EXPECT_EQ(a.shape(), b.shape());
    double result = 0;
    for (std::int64_t i = 0; i < a.elements(); ++i) {
        result = std::max(result, std::abs(a.at(i) - b.at(i)));
    }
    return result;
}

AttributeList conv_attributes(std::int64_t stride, std::int64_t dilation, std::int64_t pad,
                              std::int64_t groups) {
    return {{"strides", ints({stride, stride})},
            {"dilations", ints({dilation, dilation})},
            {"pads", ints({pad, pad, pad, pad})},
            {"group", groups}};
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Dense, OpTable, testing::ValuesIn(dense_cases()), case_name);

TEST(Conv, EqualsItsDefinition) {
    for (const std::int64_t groups : {1, 2}) {
        for (const std::int64_t stride : {1, 2, 5}) {
            for (const std::int64_t dilation : {1, 2}) {
                for (const std::int64_t pad : {0, 1, 3}) {
                    const Tensor x = grid({2, 4, 11, 9}, -1, 1, 1);
                    const Tensor w = grid({6, 4 / groups, 3, 3}, -1, 1, 2);
                    const Tensor y =
                        run_op("Conv", conv_attributes(stride, dilation, pad, groups), {x, w});
                    EXPECT_EQ(
                        largest_difference(y, naive_conv(x, w, stride, dilation, pad, groups)), 0);
                }
            }
        }
    }
}

/// B3: a dilated kernel is a dense one with zeros between its taps, exactly.
TEST(Conv, DilationEqualsAZeroStuffedKernel) {
    const Tensor x = grid({1, 3, 12, 10}, -1, 1, 1);
    const Tensor w = grid({4, 3, 3, 3}, -1, 1, 2);
    Tensor stuffed(DType::Float32, {4, 3, 5, 5});
    for (std::int64_t i = 0; i < w.elements(); ++i) {
        const std::int64_t at = i / 9 * 25 + i / 3 % 3 * 10 + i % 3 * 2;
        stuffed.writable<float>()[static_cast<std::size_t>(at)] =
            w.data<float>()[static_cast<std::size_t>(i)];
    }
    EXPECT_TRUE(run_op("Conv", conv_attributes(1, 2, 2, 1), {x, w})
                    .equals(run_op("Conv", conv_attributes(1, 1, 2, 1), {x, stuffed})));
}

/// B8: groups are a dense convolution whose weights are zero between groups.
TEST(Conv, GroupsEqualABlockDiagonalKernel) {
    const Tensor x = grid({2, 6, 5, 7}, -1, 1, 1);
    const Tensor w = grid({9, 2, 3, 3}, -1, 1, 2);
    Tensor dense(DType::Float32, {9, 6, 3, 3});
    for (std::int64_t i = 0; i < w.elements(); ++i) {
        const std::int64_t filter = i / 18;
        const std::int64_t at = filter * 54 + filter / 3 * 18 + i % 18;
        dense.writable<float>()[static_cast<std::size_t>(at)] =
            w.data<float>()[static_cast<std::size_t>(i)];
    }
    EXPECT_TRUE(run_op("Conv", conv_attributes(1, 1, 1, 3), {x, w})
                    .equals(run_op("Conv", conv_attributes(1, 1, 1, 1), {x, dense})));
}

/// B2: k x 1 and then 1 x k is a k x k kernel of rank one (a b^T), up to rounding in between.
TEST(Conv, TwoThinKernelsEqualARankOneKernel) {
    const Tensor x = grid({1, 1, 9, 8}, -1, 1, 1);
    const Tensor a = grid({1, 1, 3, 1}, -1, 1, 2);
    const Tensor b = grid({1, 1, 1, 3}, -1, 1, 3);
    const Tensor outer = run_op("MatMul", kNone, {a, b});
    ASSERT_EQ(outer.shape(), (Shape{1, 1, 3, 3}));
    const Tensor thin = run_op("Conv", kNone, {run_op("Conv", kNone, {x, a}), b});
    EXPECT_LT(largest_difference(thin, run_op("Conv", kNone, {x, outer})), 1e-6);
}

/// A 1x1 convolution is a matrix product over channels.
TEST(Conv, PointwiseEqualsMatMul) {
    const Tensor x = grid({1, 5, 4, 6}, -1, 1, 1);
    const Tensor w = grid({7, 5, 1, 1}, -1, 1, 2);
    const Tensor product = run_op("MatMul", kNone, {w.reshaped({7, 5}), x.reshaped({5, 24})});
    EXPECT_TRUE(run_op("Conv", kNone, {x, w}).equals(product.reshaped({1, 7, 4, 6})));
}

/// <conv(x), y> = <x, convtranspose(y)>: the transposed convolution is the adjoint.
TEST(ConvTranspose, IsTheAdjointOfConv) {
    const AttributeList attributes = {{"strides", ints({2, 1})}, {"pads", ints({1, 0, 1, 1})}};
    const Tensor x = grid({1, 2, 7, 5}, -1, 1, 1);
    const Tensor w = grid({3, 2, 3, 2}, -1, 1, 2);
    const Tensor forward = run_op("Conv", attributes, {x, w});
    const Tensor y = grid(forward.shape(), -1, 1, 3);
    const Tensor back = run_op("ConvTranspose", attributes, {y, w});
    ASSERT_EQ(back.shape(), x.shape());
    double left = 0;
    double right = 0;
    for (std::int64_t i = 0; i < y.elements(); ++i) {
        left += forward.at(i) * y.at(i);
    }
    for (std::int64_t i = 0; i < x.elements(); ++i) {
        right += x.at(i) * back.at(i);
    }
    EXPECT_NEAR(left, right, 1e-5);
}

TEST(Gemm, KnownProduct) {
    const Tensor a = floats({2, 2}, {1, 2, 3, 4});
    const Tensor b = floats({2, 2}, {5, 6, 7, 8});
    const Tensor c = floats({2}, {10, 20});
    EXPECT_TRUE(
        run_op("Gemm", {{"transB", std::int64_t{1}}, {"alpha", 2.F}, {"beta", 3.F}}, {a, b, c})
            .equals(floats({2, 2}, {64, 106, 108, 166})));
}

} // namespace espalier::test
