// SPDX-License-Identifier: GPL-3.0-or-later
// Softmax and its like before opset 13: over all dimensions from `axis` (default 1) on, flattened.
#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"

#include <array>

namespace espalier::onnx_opset {

namespace {

void softmax(Step& step) {
    if (step.opset >= 13) {
        return;
    }
    Node& node = step.node;
    const Shape shape = step.type(0).shape;
    const std::int64_t given = node.attributes.integer("axis", 1);
    // Axis = rank flattens to [all, 1]; 1 is the default even of a vector.
    expect(given >= -shape.rank() && given <= shape.rank(),
           "axis is {}, expected a value in [{}, {}] for shape {}", given, -shape.rank(),
           shape.rank(), shape.str());
    const int from = static_cast<int>(given < 0 ? given + shape.rank() : given);
    int wide = -1;
    int count = 0;
    for (int axis = from; axis < shape.rank(); ++axis) {
        if (shape[axis] != 1) {
            wide = axis;
            ++count;
        }
    }
    if (count <= 1 && from < shape.rank()) {
        node.attributes.set("axis", std::int64_t{wide < 0 ? from : wide});
        return;
    }
    const ValueId data = node.input(0);
    const ValueId flat = step.add_value("flat");
    const ValueId result = step.add_value("result");
    const ValueId sizes = step.add_value("shape");
    Node flatten = step.sibling("Flatten", "flatten", {data}, {flat});
    flatten.attributes.set("axis", std::int64_t{from});
    step.before.push_back(std::move(flatten));
    step.after.push_back(step.sibling("Shape", "shape_of", {data}, {sizes}));
    step.after.push_back(
        step.sibling("Reshape", "unflatten", {result, sizes}, {node.outputs.at(0)}));
    node.inputs = {flat};
    node.outputs = {result};
    node.attributes.set("axis", std::int64_t{1});
}

constexpr std::array<Rule, 3> kRules{{
    {"Softmax", softmax},
    {"LogSoftmax", softmax},
    {"Hardmax", softmax},
}};

} // namespace

std::span<const Rule> softmax_rules() {
    return kRules;
}

} // namespace espalier::onnx_opset
