// SPDX-License-Identifier: GPL-3.0-or-later
// Operators on quantised integers. The program speaks of codes on values, so QLinearConv becomes a
// Conv between DequantizeLinear and QuantizeLinear, and so on. Operators that put out the integer
// sums themselves are computed in float64, which holds every such sum exactly.
#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"
#include "core/formats/onnx_tensor.h"

#include <array>

namespace espalier::onnx_opset {

namespace {

Attributes along(std::int64_t axis) {
    Attributes attributes;
    attributes.set("axis", axis);
    return attributes;
}

Attributes to_type(DType type) {
    Attributes attributes;
    attributes.set("to", std::int64_t{dtype_to_onnx(type)});
    return attributes;
}

/// Inputs `first`, first + 1 and first + 2 are integers, their scale and their zero point.
ValueId dequantised(Step& step, std::size_t first, std::string_view suffix, std::int64_t axis) {
    const Node& node = step.node;
    return step.before_node("DequantizeLinear", suffix,
                            {node.input(first), node.input(first + 1), node.input(first + 2)},
                            along(axis));
}

/// What the node computes is quantised, then put out.
void quantise_output(Step& step, ValueId scale, ValueId zero) {
    const ValueId wide = step.add_value("wide");
    step.after.push_back(step.sibling("QuantizeLinear", "quantised", {wide, scale, zero},
                                      {step.node.outputs.at(0)}));
    step.node.outputs = {wide};
}

/// x, w and y each with scale and zero point, then a bias in units of x_scale * w_scale.
void qlinear_conv(Step& step) {
    Node& node = step.node;
    const ValueId scale = node.input(6);
    const ValueId zero = node.input(7);
    std::vector<ValueId> inputs{dequantised(step, 0, "x", 1), dequantised(step, 3, "w", 0)};
    if (step.has_input(8)) {
        const ValueId unit = step.before_node("Mul", "bias_scale", {node.input(1), node.input(4)});
        inputs.push_back(
            step.before_node("DequantizeLinear", "bias", {node.input(8), unit}, along(0)));
    }
    node.op = "Conv";
    node.inputs = std::move(inputs);
    quantise_output(step, scale, zero);
}

/// Scales of a may belong to its rows, those of b to its columns.
void qlinear_mat_mul(Step& step) {
    const ValueId scale = step.node.input(6);
    const ValueId zero = step.node.input(7);
    const ValueId a = dequantised(step, 0, "a", -2);
    const ValueId b = dequantised(step, 3, "b", -1);
    step.become("MatMul", {a, b});
    quantise_output(step, scale, zero);
}

/// Input `index` less its zero point, input index + 2, as float64. Zero points of
/// their own for each row or channel get `trailing` dimensions more.
ValueId shifted(Step& step, std::size_t index, std::string_view suffix, int trailing) {
    const std::string name(suffix);
    const ValueId wide =
        step.before_node("Cast", name + "_wide", {step.node.input(index)}, to_type(DType::Float64));
    if (!step.has_input(index + 2)) {
        return wide;
    }
    ValueId zero = step.before_node("Cast", name + "_zero", {step.node.input(index + 2)},
                                    to_type(DType::Float64));
    if (trailing > 0 && step.type(index + 2).shape.elements() > 1) {
        std::vector<std::int64_t> axes;
        for (int i = 0; i < trailing; ++i) {
            axes.push_back(i + 1);
        }
        zero = step.before_node("Unsqueeze", name + "_aligned",
                                {zero, step.add_integers(name + "_axes", axes)});
    }
    return step.before_node("Sub", name, {wide, zero});
}

void cast_output(Step& step) {
    const ValueId sums = step.add_value("sums");
    Node cast = step.sibling("Cast", "cast", {sums}, {step.node.outputs.at(0)});
    cast.attributes = to_type(DType::Int32);
    step.after.push_back(std::move(cast));
    step.node.outputs = {sums};
}

void conv_integer(Step& step) {
    const int spatial_and_channels = step.type(1).shape.rank() - 1;
    const ValueId x = shifted(step, 0, "x", 0);
    const ValueId w = shifted(step, 1, "w", spatial_and_channels);
    step.node.op = "Conv";
    step.node.inputs = {x, w};
    cast_output(step);
}

void mat_mul_integer(Step& step) {
    const ValueId a = shifted(step, 0, "a", 1);
    const ValueId b = shifted(step, 1, "b", 0);
    step.become("MatMul", {a, b});
    cast_output(step);
}

/// To uint8, with the scale that the smallest and the largest value (and 0) ask for.
void dynamic_quantize_linear(Step& step) {
    const std::vector<ValueId> given = step.node.outputs;
    const ValueId x = step.node.input(0);
    const ValueId zero = step.add_constant("zero", Tensor::scalar(0.0F));
    const ValueId levels = step.add_constant("levels", Tensor::scalar(255.0F));
    Attributes all;
    all.set("keepdims", std::int64_t{0});
    const ValueId low =
        step.before_node("Min", "low", {step.before_node("ReduceMin", "smallest", {x}, all), zero});
    const ValueId high =
        step.before_node("Max", "high", {step.before_node("ReduceMax", "largest", {x}, all), zero});
    const ValueId range = step.before_node("Sub", "range", {high, low});
    const ValueId scale = step.before_node("Div", "scale", {range, levels});
    const ValueId below = step.before_node("Sub", "below", {zero, low});
    const ValueId steps = step.before_node("Div", "steps", {below, scale});
    const ValueId level = step.before_node(
        "Round", "level", {step.before_node("Clip", "clipped", {steps, zero, levels})});
    const ValueId point = step.before_node("Cast", "zero_point", {level}, to_type(DType::UInt8));
    const auto put_out = [&](std::size_t index, ValueId value, const char* suffix) {
        if (index < given.size() && given[index] != kNoValue) {
            step.after.push_back(step.sibling("Identity", suffix, {value}, {given[index]}));
        }
    };
    put_out(1, scale, "scale_out");
    put_out(2, point, "zero_point_out");
    step.become("QuantizeLinear", {x, scale, point});
    step.keep_outputs(1);
}

constexpr std::array<Rule, 5> kRules{{
    {"QLinearConv", qlinear_conv, true},
    {"QLinearMatMul", qlinear_mat_mul, true},
    {"ConvInteger", conv_integer, true},
    {"MatMulInteger", mat_mul_integer, true},
    {"DynamicQuantizeLinear", dynamic_quantize_linear, true},
}};

} // namespace

std::span<const Rule> integer_rules() {
    return kRules;
}

} // namespace espalier::onnx_opset
