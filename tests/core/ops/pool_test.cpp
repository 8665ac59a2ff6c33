// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ops/op_case.h"

#include <array>

namespace espalier::test {

namespace {

std::vector<OpCase> pool_cases() {
    std::vector<OpCase> cases;
    for (const char* op : {"MaxPool", "AveragePool", "LpPool"}) {
        const std::string name = op;
        const auto add = [&](const std::string& suffix, const AttributeList& attributes,
                             const Shape& in, const Shape& out) {
            cases.push_back({name + suffix, op, attributes, {Input(in, -1, 1)}, {out}});
        };
        add("_1d", {{"kernel_shape", ints({3})}}, {2, 2, 8}, {2, 2, 6});
        add("_2d", {{"kernel_shape", ints({2, 3})}, {"strides", ints({2, 1})}}, {1, 2, 6, 5},
            {1, 2, 3, 3});
        add("_pads",
            {{"kernel_shape", ints({3, 3})},
             {"pads", ints({1, 2, 0, 1})},
             {"strides", ints({2, 2})}},
            {2, 1, 6, 5}, {2, 1, 3, 3});
        add("_ceil",
            {{"kernel_shape", ints({3, 3})},
             {"strides", ints({2, 2})},
             {"ceil_mode", std::int64_t{1}}},
            {1, 1, 6, 7}, {1, 1, 3, 3});
        add("_ceil_drops_windows_in_the_padding",
            {{"kernel_shape", ints({1, 2})},
             {"strides", ints({3, 3})},
             {"pads", ints({0, 1, 0, 1})},
             {"ceil_mode", std::int64_t{1}}},
            {1, 1, 5, 5}, {1, 1, 2, 2});
        add("_dilated", {{"kernel_shape", ints({2, 2})}, {"dilations", ints({2, 3})}}, {1, 2, 5, 6},
            {1, 2, 3, 3});
        add("_same_lower",
            {{"kernel_shape", ints({2, 2})}, {"auto_pad", std::string("SAME_LOWER")}}, {1, 1, 4, 3},
            {1, 1, 4, 3});
        add("_same_upper",
            {{"kernel_shape", ints({3, 3})},
             {"strides", ints({2, 2})},
             {"auto_pad", std::string("SAME_UPPER")}},
            {1, 1, 5, 6}, {1, 1, 3, 3});
        add("_stride_over_kernel", {{"kernel_shape", ints({1, 2})}, {"strides", ints({3, 4})}},
            {1, 1, 7, 10}, {1, 1, 3, 3});
        add("_3d", {{"kernel_shape", ints({2, 1, 2})}}, {1, 2, 3, 3, 3}, {1, 2, 2, 3, 2});
    }
    cases.push_back({"AveragePool_count_include_pad",
                     "AveragePool",
                     {{"kernel_shape", ints({3, 3})},
                      {"pads", ints({1, 1, 1, 1})},
                      {"strides", ints({2, 2})},
                      {"ceil_mode", std::int64_t{1}},
                      {"count_include_pad", std::int64_t{1}}},
                     {{1, 2, 6, 6}},
                     {{1, 2, 4, 4}}});
    cases.push_back({"LpPool_of_order_3",
                     "LpPool",
                     {{"kernel_shape", ints({2, 2})}, {"p", std::int64_t{3}}},
                     {{1, 2, 3, 4}},
                     {{1, 2, 2, 3}}});
    for (const char* op : {"GlobalAveragePool", "GlobalMaxPool"}) {
        const std::string name = op;
        cases.push_back({name + "_2d", op, {}, {{2, 3, 4, 5}}, {{2, 3, 1, 1}}});
        cases.push_back({name + "_1d", op, {}, {{2, 3, 4}}, {{2, 3, 1}}});
    }
    cases.push_back({"lrn", "LRN", {{"size", std::int64_t{3}}}, {{2, 5, 2, 2}}, {{2, 5, 2, 2}}});
    cases.push_back({"lrn_even",
                     "LRN",
                     {{"size", std::int64_t{4}}, {"alpha", 0.5F}, {"beta", 0.6F}, {"bias", 2.F}},
                     {{1, 6, 3}},
                     {{1, 6, 3}}});
    cases.push_back({"instance_norm",
                     "InstanceNormalization",
                     {{"epsilon", 0.01F}},
                     {{2, 3, 4, 2}, {3}, {3}},
                     {{2, 3, 4, 2}}});
    return cases;
}

const Tensor& ramp() {
    static const Tensor tensor =
        floats({1, 1, 4, 4}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    return tensor;
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Pooling, OpTable, testing::ValuesIn(pool_cases()), case_name);

TEST(MaxPool, KnownValuesAndIndices) {
    const Node node = make_node(
        "MaxPool",
        {{"kernel_shape", ints({3, 3})}, {"strides", ints({2, 2})}, {"ceil_mode", std::int64_t{1}}},
        1, 2);
    const auto y = run_node(node, {&ramp()});
    EXPECT_TRUE(y[0].equals(floats({1, 1, 2, 2}, {11, 12, 15, 16})));
    EXPECT_TRUE(y[1].equals(
        Tensor::of<std::int64_t>({1, 1, 2, 2}, std::vector<std::int64_t>{10, 11, 14, 15})));
}

TEST(MaxPool, ColumnMajorIndices) {
    const Node node = make_node("MaxPool",
                                {{"kernel_shape", ints({2, 2})},
                                 {"strides", ints({2, 2})},
                                 {"storage_order", std::int64_t{1}}},
                                1, 2);
    const auto y = run_node(node, {&ramp()});
    EXPECT_TRUE(y[1].equals(
        Tensor::of<std::int64_t>({1, 1, 2, 2}, std::vector<std::int64_t>{5, 13, 7, 15})));
}

/// The window at the lower right edge sees 4 of 9 positions of the input.
TEST(AveragePool, WhatThePaddingCounts) {
    AttributeList attributes = {
        {"kernel_shape", ints({3, 3})}, {"strides", ints({3, 3})}, {"pads", ints({1, 1, 1, 1})}};
    EXPECT_TRUE(run_op("AveragePool", attributes, {ramp()})
                    .equals(floats({1, 1, 2, 2}, {3.5F, 5.5F, 11.5F, 13.5F})));
    attributes.emplace_back("count_include_pad", std::int64_t{1});
    const Tensor y = run_op("AveragePool", attributes, {ramp()});
    EXPECT_NEAR(y.at(0), 14.0 / 9, 1e-6);
    EXPECT_NEAR(y.at(3), 54.0 / 9, 1e-6);
}

/// What ceil_mode lets stick out of the padded input is no padding: 4x4, kernel 3, stride 2 sees
/// columns 2 and 3 only.
TEST(AveragePool, CeilModeDoesNotCountBeyondThePadding) {
    const Tensor y = run_op("AveragePool",
                            {{"kernel_shape", ints({3, 3})},
                             {"strides", ints({2, 2})},
                             {"ceil_mode", std::int64_t{1}},
                             {"count_include_pad", std::int64_t{1}}},
                            {ramp()});
    EXPECT_TRUE(y.equals(floats({1, 1, 2, 2}, {6, 7.5F, 12, 13.5F})));
}

TEST(LpPool, IsTheNormOfTheWindow) {
    const Tensor x = floats({1, 1, 4}, {3, -4, 0, 12});
    const AttributeList window = {{"kernel_shape", ints({2})}, {"strides", ints({2})}};
    EXPECT_TRUE(run_op("LpPool", window, {x}).equals(floats({1, 1, 2}, {5, 12})));
    AttributeList sums = window;
    sums.emplace_back("p", std::int64_t{1});
    EXPECT_TRUE(run_op("LpPool", sums, {x}).equals(floats({1, 1, 2}, {7, 12})));
}

TEST(GlobalPool, MeanAndMaximum) {
    EXPECT_EQ(run_op("GlobalAveragePool", {}, {ramp()}).at(0), 8.5);
    EXPECT_EQ(run_op("GlobalMaxPool", {}, {ramp()}).at(0), 16);
}

/// Krizhevsky et al. 2012, section 3.3, with ONNX's alpha / size.
TEST(LRN, KnownValue) {
    const Tensor y =
        run_op("LRN", {{"size", std::int64_t{3}}, {"alpha", 3.F}, {"beta", 1.F}, {"bias", 1.F}},
               {floats({1, 4, 1}, {1, 2, 3, 4})});
    EXPECT_NEAR(y.at(0), 1.0 / 6, 1e-6);
    EXPECT_NEAR(y.at(1), 2.0 / 15, 1e-6);
    EXPECT_NEAR(y.at(2), 3.0 / 30, 1e-6);
    EXPECT_NEAR(y.at(3), 4.0 / 26, 1e-6);
}

TEST(InstanceNormalization, HasZeroMeanAndUnitVariance) {
    const Tensor y =
        run_op("InstanceNormalization", {{"epsilon", 0.F}},
               {grid({2, 3, 10}, -3, 9, 1), floats({3}, {1, 1, 1}), floats({3}, {0, 0, 0})});
    for (std::int64_t plane = 0; plane < 6; ++plane) {
        double sum = 0;
        double squares = 0;
        for (std::int64_t i = 0; i < 10; ++i) {
            sum += y.at(plane * 10 + i);
            squares += y.at(plane * 10 + i) * y.at(plane * 10 + i);
        }
        EXPECT_NEAR(sum, 0, 1e-5);
        EXPECT_NEAR(squares, 10, 1e-4);
    }
}

} // namespace espalier::test
