// SPDX-License-Identifier: GPL-3.0-or-later
// Element by element: activations, arithmetic with broadcasting, comparisons, normalisation.
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"

#include <cmath>
#include <limits>

namespace espalier::test {

namespace {

const AttributeList kNone;

std::vector<OpCase> unary_cases() {
    std::vector<OpCase> cases;
    const auto add = [&](const std::string& op, double low, double high,
                         const AttributeList& attributes = {}) {
        const std::string name = op + std::to_string(cases.size());
        cases.push_back({name, op, attributes, {Input({2, 3, 5}, low, high)}, {{2, 3, 5}}});
        cases.push_back({name + "_line", op, attributes, {Input({13}, low, high)}, {{13}}});
    };
    add("Relu", -2, 2);
    add("LeakyRelu", -2, 2);
    add("LeakyRelu", -2, 2, {{"alpha", 0.3F}});
    add("Sigmoid", -6, 6);
    add("Tanh", -3, 3);
    add("HardSigmoid", -4, 4);
    add("HardSigmoid", -4, 4, {{"alpha", 0.4F}, {"beta", 0.3F}});
    add("HardSwish", -5, 5);
    add("Elu", -3, 3);
    add("Elu", -3, 3, {{"alpha", 0.5F}});
    add("Selu", -3, 3);
    add("Softplus", -5, 5);
    add("Softsign", -3, 3);
    add("Sqrt", 0.1, 4);
    add("Exp", -2, 2);
    add("Log", 0.2, 4);
    add("Reciprocal", 0.3, 3);
    add("Abs", -2, 2);
    add("Neg", -2, 2);
    add("Erf", -2, 2);
    add("Sign", -2, 2);
    add("Floor", -3, 3);
    add("Ceil", -3, 3);
    add("Round", -3, 3);
    add("Identity", -1, 1);
    add("Clip", -2, 2);
    add("Sin", -3, 3);
    add("Cos", -3, 3);
    add("Tan", -1.2, 1.2);
    add("Asin", -0.9, 0.9);
    add("Acos", -0.9, 0.9);
    add("Atan", -3, 3);
    add("Sinh", -2, 2);
    add("Cosh", -2, 2);
    add("Asinh", -3, 3);
    add("Acosh", 1.2, 4);
    add("Atanh", -0.8, 0.8);
    add("Celu", -3, 3);
    add("Celu", -3, 3, {{"alpha", 0.5F}});
    add("Gelu", -3, 3);
    add("Gelu", -3, 3, {{"approximate", std::string("tanh")}});
    add("Mish", -3, 3);
    add("Shrink", -2, 2);
    add("Shrink", -2, 2, {{"lambd", 0.9F}, {"bias", 0.3F}});
    add("ThresholdedRelu", -2, 2.2);
    add("Softmax", -3, 3);
    add("LogSoftmax", -3, 3);
    return cases;
}

std::vector<OpCase> binary_cases() {
    std::vector<OpCase> cases;
    for (const char* op : {"Add", "Sub", "Mul", "Div", "Sum", "Mean", "Min", "Max", "Pow"}) {
        // Positive and away from 0, for Div and Pow.
        const auto in = [](Shape shape) { return Input(std::move(shape), 0.4, 2.1); };
        const std::string name = op;
        cases.push_back({name, op, kNone, {in({2, 3, 4}), in({2, 3, 4})}, {{2, 3, 4}}});
        cases.push_back({name + "_scalar", op, kNone, {in({2, 3}), in(Shape{})}, {{2, 3}}});
        cases.push_back(
            {name + "_channel", op, kNone, {in({2, 3, 2, 2}), in({3, 1, 1})}, {{2, 3, 2, 2}}});
        cases.push_back({name + "_outer", op, kNone, {in({3, 1}), in({1, 4})}, {{3, 4}}});
        cases.push_back({name + "_left", op, kNone, {in({4}), in({2, 3, 4})}, {{2, 3, 4}}});
        cases.push_back({name + "_middle", op, kNone, {in({2, 1, 5}), in({2, 3, 1})}, {{2, 3, 5}}});
    }
    for (const char* op : {"Sum", "Mean", "Min", "Max"}) {
        const std::string name = op;
        cases.push_back({name + "_one", op, kNone, {{3, 4}}, {{3, 4}}});
        cases.push_back({name + "_three", op, kNone, {{3, 1}, {2, 1, 4}, {1}}, {{2, 3, 4}}});
    }
    for (const char* op : {"Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"}) {
        cases.push_back({op, op, kNone, {{2, 3}, {3}}, {{2, 3}}});
    }
    return cases;
}

std::vector<OpCase> other_cases() {
    const Tensor condition = Tensor::of<bool>({2, 1, 2}, std::array{true, false, false, true});
    const Input variance(Shape{3}, 0.5, 2);
    return {
        {"prelu_channel", "PRelu", kNone, {{2, 3, 2, 2}, {3, 1, 1}}, {{2, 3, 2, 2}}},
        {"prelu_full", "PRelu", kNone, {{2, 3}, {2, 3}}, {{2, 3}}},
        {"prelu_scalar", "PRelu", kNone, {{2, 3}, {1}}, {{2, 3}}},
        {"clip_both",
         "Clip",
         kNone,
         {Input({4, 5}, -2, 2), floats(Shape{}, {-0.73F}), floats(Shape{}, {0.61F})},
         {{4, 5}}},
        {"clip_high",
         "Clip",
         kNone,
         {Input({4, 5}, -2, 9), Input::absent(), floats({1}, {6.01F})},
         {{4, 5}}},
        {"where", "Where", kNone, {condition, {3, 2}, {2, 1, 1}}, {{2, 3, 2}}},
        {"batch_norm",
         "BatchNormalization",
         kNone,
         {{2, 3, 4, 2}, {3}, {3}, {3}, variance},
         {{2, 3, 4, 2}}},
        {"batch_norm_epsilon",
         "BatchNormalization",
         {{"epsilon", 0.1F}},
         {{2, 3, 5}, {3}, {3}, {3}, variance},
         {{2, 3, 5}}},
        {"batch_norm_rows",
         "BatchNormalization",
         kNone,
         {{4, 3}, {3}, {3}, {3}, variance},
         {{4, 3}}},
        {"softmax_axis0", "Softmax", {{"axis", std::int64_t{0}}}, {{3, 2, 4}}, {{3, 2, 4}}},
        {"softmax_axis1", "Softmax", {{"axis", std::int64_t{1}}}, {{3, 2, 4}}, {{3, 2, 4}}},
        {"log_softmax_axis1", "LogSoftmax", {{"axis", std::int64_t{-2}}}, {{3, 2, 4}}, {{3, 2, 4}}},
        {"pow_integer_exponent", "Pow", kNone, {Input({3, 2}, -2, 2), int64s({2, 3})}, {{3, 2}}},
    };
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Unary, OpTable, testing::ValuesIn(unary_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Binary, OpTable, testing::ValuesIn(binary_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Elementwise, OpTable, testing::ValuesIn(other_cases()), case_name);

namespace {

struct Point {
    const char* op;
    AttributeList attributes;
    float x;
    double y;
};

void PrintTo(const Point& point, std::ostream* out) {
    *out << point.op << " at " << point.x;
}

class KnownPoint : public testing::TestWithParam<Point> {};

const float kInfinity = std::numeric_limits<float>::infinity();

} // namespace

TEST_P(KnownPoint, Holds) {
    const Point& point = GetParam();
    const Tensor y = run_op(point.op, point.attributes, {floats({1}, {point.x})});
    if (std::isfinite(point.y)) {
        EXPECT_NEAR(y.at(0), point.y, 1e-6 * std::max(1.0, std::abs(point.y)));
    } else {
        EXPECT_EQ(y.at(0), point.y);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Activations, KnownPoint,
    testing::Values(Point{"Relu", {}, -3, 0}, Point{"Relu", {}, 3, 3},
                    Point{"LeakyRelu", {}, -2, -0.02},
                    Point{"LeakyRelu", {{"alpha", 0.1F}}, -2, -0.2}, Point{"Sigmoid", {}, 0, 0.5},
                    Point{"Sigmoid", {}, 1, 0.731058578630}, Point{"Sigmoid", {}, -200, 0},
                    Point{"Tanh", {}, 0.5F, 0.462117157260}, Point{"HardSigmoid", {}, 1, 0.7},
                    Point{"HardSigmoid", {}, 5, 1}, Point{"HardSwish", {}, -4, 0},
                    Point{"HardSwish", {}, 1, 2.0 / 3}, Point{"HardSwish", {}, 4, 4},
                    Point{"Elu", {}, -1, -0.632120558829},
                    Point{"Elu", {{"alpha", 2.F}}, -1, -1.264241117657},
                    Point{"Selu", {}, -1, -1.111330737812},
                    Point{"Softplus", {}, 0, 0.693147180560}, Point{"Softplus", {}, 500, 500},
                    Point{"Softplus", {}, -1, 0.313261687518}, Point{"Softsign", {}, -3, -0.75},
                    Point{"Erf", {}, 0.5F, 0.520499877813}, Point{"Round", {}, 2.5F, 2},
                    Point{"Round", {}, -1.5F, -2}, Point{"Exp", {}, 1, 2.718281828459},
                    Point{"Exp", {}, 1000, kInfinity}, Point{"Log", {}, 10, 2.302585092994},
                    Point{"Reciprocal", {}, 4, 0.25}, Point{"Abs", {}, -kInfinity, kInfinity}));

TEST(BatchNormalization, FollowsItsFormula) {
    const Tensor y = run_op("BatchNormalization", {{"epsilon", 1.F}},
                            {floats({1, 2, 2}, {1, 2, 3, 4}), floats({2}, {2, 10}),
                             floats({2}, {0.5F, -1}), floats({2}, {1, 3}), floats({2}, {3, 15})});
    EXPECT_TRUE(y.equals(floats({1, 2, 2}, {0.5F, 1.5F, -1, 1.5F})));
}

TEST(Softmax, SumsToOneAndTakesLargeNumbers) {
    const Tensor y =
        run_op("Softmax", {}, {floats({2, 3}, {1000, 1001, 1002, -5000, -5000, -5000})});
    EXPECT_NEAR(y.at(0), 0.090030573170, 1e-7);
    EXPECT_NEAR(y.at(1), 0.244728471055, 1e-7);
    EXPECT_NEAR(y.at(2), 0.665240955775, 1e-7);
    EXPECT_NEAR(y.at(4), 1.0 / 3, 1e-7);
    const Tensor logs = run_op("LogSoftmax", {}, {floats({3}, {1000, 1001, 1002})});
    EXPECT_NEAR(logs.at(0), -2.407605964444, 1e-6);
}

TEST(IntegerArithmetic, WrapsAndRefusesToDivideByZero) {
    const auto of = [](std::vector<std::int8_t> values) {
        return Tensor::of<std::int8_t>({static_cast<std::int64_t>(values.size())}, values);
    };
    EXPECT_TRUE(run_op("Add", {}, {of({100, -100}), of({100, -100})}).equals(of({-56, 56})));
    EXPECT_TRUE(run_op("Div", {}, {of({-7, -128}), of({2, -1})}).equals(of({-3, -128})));
    EXPECT_THROW((void)run_op("Div", {}, {of({1}), of({0})}), Error);
    EXPECT_TRUE(run_op("Max", {}, {of({1, 5}), of({3, -2})}).equals(of({3, 5})));
}

TEST(MinMax, NanWins) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    for (const char* op : {"Min", "Max"}) {
        const Tensor y = run_op(op, {}, {floats({2}, {nan, 1}), floats({2}, {1, nan})});
        EXPECT_TRUE(std::isnan(y.at(0))) << op;
        EXPECT_TRUE(std::isnan(y.at(1))) << op;
    }
}

} // namespace espalier::test
