// SPDX-License-Identifier: GPL-3.0-or-later
// Operators on quantised integers, read as what they stand for. Values are chosen so that every
// step is exact.
#include "tests/core/formats/onnx_bytes.h"

#include "core/formats/onnx_read.h"
#include "core/graph/interpret.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

using namespace test::onnx_bytes;

constexpr int kUInt8 = 2;
constexpr int kInt8 = 3;
constexpr int kInt32 = 6;

std::string integers(std::string_view name, int type, const std::vector<std::int64_t>& dims,
                     const std::vector<std::int64_t>& values) {
    std::string proto;
    for (const std::int64_t dim : dims) {
        proto += number(1, dim);
    }
    proto += number(2, type);
    for (const std::int64_t value : values) {
        proto += number(5, value);
    }
    return proto + bytes(8, name);
}

/// One node on input x of 8-bit integers.
struct Network {
    Model model;

    Network(const std::vector<std::int64_t>& shape, std::vector<std::string> constants,
            std::string tested) {
        model.inputs = {value_info("x", shape, kUInt8)};
        model.outputs = {value_info("y", {})};
        model.initializers = std::move(constants);
        model.nodes = {std::move(tested)};
    }

    [[nodiscard]] Tensor run(const Shape& shape, const std::vector<std::uint8_t>& x) const {
        const std::string file = model.str();
        const auto run_as = [&](OnnxLoad load) {
            const Graph graph = parse_onnx(std::as_bytes(std::span(file)), "integers", {}, load);
            return interpret(graph, {Tensor::of<std::uint8_t>(shape, x)})[0];
        };
        const Tensor verbatim = run_as(OnnxLoad::Verbatim);
        EXPECT_TRUE(run_as(OnnxLoad::Simplified).equals(verbatim));
        return verbatim;
    }
};

std::string scale(std::string_view name, float value) {
    return tensor(name, {}, {value});
}

/// x = (q - 1) / 2, w = 1 and -2 for the two output channels, biases 1 and 0: y = x + 1 and -2 x.
TEST(IntegerOperators, QLinearConv) {
    const Network network(
        {1, 1, 1, 3},
        {scale("xs", 0.5F), integers("xz", kUInt8, {}, {1}),
         integers("w", kInt8, {2, 1, 1, 1}, {4, -4}), tensor("ws", {2}, {0.25F, 0.5F}),
         integers("wz", kInt8, {2}, {0, 0}), scale("ys", 0.5F), integers("yz", kUInt8, {}, {10}),
         integers("b", kInt32, {2}, {8, 0})},
        node("QLinearConv", {"x", "xs", "xz", "w", "ws", "wz", "ys", "yz", "b"}, {"y"}, "conv"));
    const Tensor y = network.run({1, 1, 1, 3}, {1, 3, 9});
    EXPECT_TRUE(y.equals(Tensor::of<std::uint8_t>({1, 2, 1, 3}, {12, 14, 20, 10, 6, 0})));
}

/// A row of halves times columns in units of 1 and 2.
TEST(IntegerOperators, QLinearMatMul) {
    const Network network(
        {1, 2},
        {scale("as", 0.5F), integers("az", kUInt8, {}, {4}),
         integers("b", kUInt8, {2, 2}, {1, 2, 3, 4}), tensor("bs", {2}, {1, 2}),
         integers("bz", kUInt8, {2}, {0, 1}), scale("ys", 1), integers("yz", kUInt8, {}, {100})},
        node("QLinearMatMul", {"x", "as", "az", "b", "bs", "bz", "ys", "yz"}, {"y"}, "product"));
    // a = (2, -1); columns (1, 3) and (2, 6).
    const Tensor y = network.run({1, 2}, {8, 2});
    EXPECT_TRUE(y.equals(Tensor::of<std::uint8_t>({1, 2}, {99, 98})));
}

/// 300 products of 254 * 255 are more than float32 holds exactly.
TEST(IntegerOperators, MatMulIntegerIsExact) {
    constexpr std::int64_t kDepth = 300;
    std::vector<std::int64_t> ones(kDepth, 255);
    ones[0] = 254;
    const Network network({1, kDepth},
                          {integers("b", kUInt8, {kDepth, 1}, ones),
                           integers("az", kUInt8, {}, {1}), integers("bz", kUInt8, {1}, {0})},
                          node("MatMulInteger", {"x", "b", "az", "bz"}, {"y"}, "product"));
    const Tensor y = network.run({1, kDepth}, std::vector<std::uint8_t>(kDepth, 255));
    EXPECT_TRUE(y.equals(Tensor::of<std::int32_t>({1, 1}, {254 * (255 * 299 + 254)})));
}

/// What lies outside of the picture is the zero point, so that it adds nothing.
TEST(IntegerOperators, ConvIntegerPadsWithTheZeroPoint) {
    const Network network({1, 1, 1, 2},
                          {integers("w", kUInt8, {2, 1, 1, 3}, {1, 2, 3, 7, 8, 7}),
                           integers("xz", kUInt8, {}, {5}), integers("wz", kUInt8, {2}, {0, 7})},
                          node("ConvInteger", {"x", "w", "xz", "wz"}, {"y"}, "conv",
                               {attribute("pads", std::vector<std::int64_t>{0, 1, 0, 1})}));
    const Tensor y = network.run({1, 1, 1, 2}, {6, 15});
    EXPECT_TRUE(y.equals(Tensor::of<std::int32_t>({1, 2, 1, 2}, {32, 21, 1, 10})));
}

/// -1 ... 4 in 255 steps of 5 / 255.
TEST(IntegerOperators, DynamicQuantizeLinear) {
    Model model;
    model.inputs = {value_info("x", {3})};
    model.outputs = {value_info("y", {}), value_info("scale", {}), value_info("zero", {})};
    model.nodes = {node("DynamicQuantizeLinear", {"x"}, {"y", "scale", "zero"}, "quantise")};
    const std::string file = model.str();
    const Graph graph = parse_onnx(std::as_bytes(std::span(file)), "dynamic");
    const auto results = interpret(graph, {Tensor::of<float>({3}, {-1, 4, 1})});
    EXPECT_TRUE(results[0].equals(Tensor::of<std::uint8_t>({3}, {0, 255, 102})));
    EXPECT_FLOAT_EQ(results[1].data<float>()[0], 5.0F / 255);
    EXPECT_TRUE(results[2].equals(Tensor::scalar<std::uint8_t>(51)));
}

} // namespace
} // namespace espalier
