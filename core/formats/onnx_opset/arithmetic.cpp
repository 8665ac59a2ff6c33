// SPDX-License-Identifier: GPL-3.0-or-later
// Element-wise operators: broadcasting before opset 7, and attributes that became inputs.
#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"

#include <array>
#include <cmath>
#include <limits>

namespace espalier::onnx_opset {

namespace {

/// The second input with ones appended, so that NumPy's rule aligns it where `axis` said.
void align(Step& step, std::size_t index, int trailing) {
    if (trailing <= 0) {
        return;
    }
    const Shape& shape = step.type(index).shape;
    std::vector<std::int64_t> axes;
    for (int i = 0; i < trailing; ++i) {
        axes.push_back(shape.rank() + i);
    }
    const ValueId aligned = step.add_value("aligned");
    step.before.push_back(
        step.sibling("Unsqueeze", "align",
                     {step.node.input(index), step.add_integers("align_axes", axes)}, {aligned}));
    step.set_input(index, aligned);
}

/// Opset 6: B is broadcast only where `broadcast` is 1, and then from dimension `axis` of A on;
/// without `axis` it is aligned at the end, as since opset 7.
void binary(Step& step) {
    if (step.opset >= 7) {
        return;
    }
    const bool broadcast = step.node.attributes.integer("broadcast", 0) != 0;
    if (broadcast && step.node.attributes.has("axis")) {
        const Shape& a = step.type(0).shape;
        const int axis = a.normalised_axis(step.node.attributes.integer("axis", 0), "axis");
        align(step, 1, a.rank() - axis - step.type(1).shape.rank());
    }
    step.node.attributes.erase("broadcast");
    step.node.attributes.erase("axis");
}

/// Opset 6: the slope belongs to the channels, dimension 1 of the data.
void prelu(Step& step) {
    if (step.opset < 7 && step.type(1).shape.rank() == 1 && step.type(1).shape[0] != 1) {
        align(step, 1, step.type(0).shape.rank() - 2);
    }
}

/// Opset 11 turned the bounds into inputs; the old defaults are the largest floats: no bound.
void clip(Step& step) {
    if (step.opset >= 11) {
        return;
    }
    const auto bound = [&step](const char* name, std::size_t index) {
        if (step.node.attributes.has(name)) {
            const float value = step.node.attributes.real(name, 0);
            if (std::abs(value) < std::numeric_limits<float>::max()) {
                step.set_input(index, step.add_constant(name, Tensor::scalar(value)));
            }
            step.node.attributes.erase(name);
        }
    };
    bound("min", 1);
    bound("max", 2);
}

/// Opset 19 added `saturate`, which concerns 8-bit floats only.
void saturating(Step& step) {
    step.node.attributes.erase("saturate");
}

constexpr std::array<Rule, 15> kRules{{
    {"Add", binary},
    {"Sub", binary},
    {"Mul", binary},
    {"Div", binary},
    {"Pow", binary},
    {"And", binary},
    {"Or", binary},
    {"Xor", binary},
    {"Equal", binary},
    {"Less", binary},
    {"Greater", binary},
    {"PRelu", prelu},
    {"Clip", clip},
    {"Cast", saturating},
    {"QuantizeLinear", saturating},
}};

} // namespace

std::span<const Rule> arithmetic_rules() {
    return kRules;
}

} // namespace espalier::onnx_opset
