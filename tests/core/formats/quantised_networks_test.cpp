// SPDX-License-Identifier: GPL-3.0-or-later
// Networks with 8-bit activations can not be compared value by value: where a sum of floats ends
// beside half a step, its order decides, and each such step moves others. (ONNX Runtime 1.30
// differs from these references by up to 3 steps of the output, exact arithmetic too.) What must
// hold: the same class for every picture, and outputs within few steps.
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/formats/onnx_read.h"
#include "core/formats/tensor_pb.h"
#include "core/graph/interpret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace espalier {
namespace {

constexpr double kSteps = 3;

std::vector<std::ptrdiff_t> classes(const Tensor& logits) {
    const auto values = logits.data<float>();
    const auto width = static_cast<std::size_t>(logits.shape()[1]);
    std::vector<std::ptrdiff_t> result;
    for (std::size_t row = 0; row < values.size(); row += width) {
        const auto picture = values.subspan(row, width);
        result.push_back(std::ranges::max_element(picture) - picture.begin());
    }
    return result;
}

class QuantisedNetwork : public testing::TestWithParam<const char*> {};

TEST_P(QuantisedNetwork, AgreesWithItsReferenceToAFewSteps) {
    ESPALIER_DATA_OR_SKIP(folder, GetParam());
    const Graph graph = read_onnx(folder / "model.onnx");
    const Tensor input = read_tensor_pb(folder / "test_data_set_0/input_0.pb").tensor;
    const Tensor expected = read_tensor_pb(folder / "test_data_set_0/output_0.pb").tensor;
    const Tensor found = interpret(graph, {input})[0];
    const auto* code = dynamic_cast<const AffineCode*>(graph.value(graph.outputs[0]).code.get());
    ASSERT_NE(code, nullptr) << "the output is not quantised";
    EXPECT_EQ(classes(found), classes(expected));
    ASSERT_EQ(found.shape(), expected.shape());
    double largest = 0;
    for (std::int64_t i = 0; i < found.elements(); ++i) {
        largest = std::max(largest, std::abs(found.at(i) - expected.at(i)));
    }
    EXPECT_LE(largest / static_cast<double>(code->scales()[0]), kSteps + 0.01);
    // All of it was absorbed: no quantisation nodes are left, every weight has 8 bits.
    for (const Node& node : graph.nodes) {
        EXPECT_NE(node.op, "QuantizeLinear");
        EXPECT_NE(node.op, "DequantizeLinear");
        if (node.op == "Conv" || node.op == "Gemm") {
            const Parameter* weight = graph.parameter(node.inputs[1]);
            ASSERT_NE(weight, nullptr);
            ASSERT_NE(weight->code(), nullptr) << node.name;
            EXPECT_EQ(weight->code()->bits(), 8);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Models, QuantisedNetwork,
                         testing::Values("models/cifar/resnet8_cifar10_qdq",
                                         "models/cifar/resnet8_large_cifar10_qdq"));

} // namespace
} // namespace espalier
