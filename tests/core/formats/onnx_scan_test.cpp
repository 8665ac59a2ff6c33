// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/onnx_bytes.h"

#include "core/base/error.h"
#include "core/formats/onnx_read.h"
#include "core/graph/interpret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

using namespace test::onnx_bytes;
using testing::HasSubstr;

Graph parse(const std::string& file) {
    return parse_onnx(std::as_bytes(std::span(file)), "test.onnx");
}

/// s' = s + w x + b with w of the graph around it and b of its own; made: s'.
std::string running_sum() {
    Model body;
    body.inputs = {value_info("s", {2}), value_info("x", {2})};
    body.outputs = {value_info("next", {2}), value_info("made", {2})};
    body.initializers = {tensor("b", {2}, {0, 100})};
    body.nodes = {node("Mul", {"x", "w"}, {"weighed"}), node("Add", {"weighed", "b"}, {"biased"}),
                  node("Add", {"s", "biased"}, {"next"}, "sum"),
                  node("Identity", {"next"}, {"made"})};
    return body.graph_bytes();
}

Model loop(const std::vector<std::int64_t>& x, const std::vector<std::string>& attributes = {},
           int opset = 17) {
    Model model;
    model.opset = opset;
    model.inputs = {value_info("x", x)};
    model.outputs = {value_info("last", {2}), value_info("all", {-1, -1})};
    model.initializers = {tensor("start", {2}, {1, 2}), tensor("w", {1}, {10})};
    std::vector<std::string> all{graph_attribute("body", running_sum()),
                                 attribute("num_scan_inputs", 1)};
    all.insert(all.end(), attributes.begin(), attributes.end());
    model.nodes = {node("Scan", {"start", "x"}, {"last", "all"}, "loop", all)};
    return model;
}

TEST(OnnxScan, IsWrittenOutStepByStep) {
    for (const int opset : {9, 17}) { // axes as attribute and as input
        const Graph graph = parse(loop({3, 2}, {}, opset).str());
        const Tensor x = Tensor::of<float>({3, 2}, {1, 2, 3, 4, 5, 6});
        const std::vector<Tensor> found = interpret(graph, {x});
        EXPECT_TRUE(found[0].equals(Tensor::of<float>({2}, {91, 422})));
        EXPECT_TRUE(found[1].equals(Tensor::of<float>({3, 2}, {11, 122, 41, 262, 91, 422})));
        EXPECT_TRUE(graph.find_node("loop/0/sum").has_value());
        EXPECT_TRUE(graph.find_node("loop/2/sum").has_value());
    }
}

TEST(OnnxScan, GoesAlongAnyAxisInAnyDirection) {
    const auto one = [](const char* name, std::int64_t value) {
        return attribute(name, std::vector<std::int64_t>{value});
    };
    const Graph graph =
        parse(loop({2, 3}, {one("scan_input_axes", -1), one("scan_input_directions", 1),
                            one("scan_output_axes", 1), one("scan_output_directions", 1)})
                  .str());
    // The columns of x are the steps, from the last to the first; so are those of what is made.
    const Tensor x = Tensor::of<float>({2, 3}, {1, 3, 5, 2, 4, 6});
    const std::vector<Tensor> found = interpret(graph, {x});
    EXPECT_TRUE(found[0].equals(Tensor::of<float>({2}, {91, 422})));
    EXPECT_TRUE(found[1].equals(Tensor::of<float>({2, 3}, {91, 81, 51, 422, 302, 162})));
}

TEST(OnnxScan, WhatCanNotBeWrittenOutIsRefusedByName) {
    const auto refusal = [](const Model& model) {
        try {
            static_cast<void>(parse(model.str()));
        } catch (const Error& error) {
            EXPECT_THAT(error.message(), HasSubstr("loop"));
            return std::pair{error.code(), error.message()};
        }
        ADD_FAILURE() << "accepted";
        return std::pair{ErrorCode::Failed, std::string()};
    };
    const auto open = refusal(loop({-1, 2}));
    EXPECT_EQ(open.first, ErrorCode::Unsupported);
    EXPECT_THAT(open.second, HasSubstr("unknown steps"));
    EXPECT_THAT(refusal(loop({3, 2}, {}, 8)).second, HasSubstr("opset 8"));
    EXPECT_EQ(refusal(loop({3, 2}, {attribute("num_scan_inputs", 3)})).first, ErrorCode::BadInput);
    Model nested = loop({3, 2});
    Model body;
    body.inputs = {value_info("s", {2}), value_info("x", {2})};
    body.outputs = {value_info("s2", {2}), value_info("y", {2})};
    body.nodes = {node("Scan", {"s", "x"}, {"s2", "y"}, "inner",
                       {graph_attribute("body", running_sum()), attribute("num_scan_inputs", 1)})};
    nested.nodes = {
        node("Scan", {"start", "x"}, {"last", "all"}, "loop",
             {graph_attribute("body", body.graph_bytes()), attribute("num_scan_inputs", 1)})};
    EXPECT_THAT(refusal(nested).second, HasSubstr("body of its own"));
}

} // namespace
} // namespace espalier
