// SPDX-License-Identifier: GPL-3.0-or-later
// Operators on shapes: attributes that became inputs, and inputs that came later.
#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"

#include <array>

namespace espalier::onnx_opset {

namespace {

void attribute_to_input(Step& step, const char* name, std::size_t index) {
    if (step.node.attributes.has(name)) {
        step.set_input(index, step.add_integers(name, step.node.attributes.integers(name, {})));
        step.node.attributes.erase(name);
    }
}

/// Squeeze, Unsqueeze: the axes became an input in opset 13.
void squeeze(Step& step) {
    if (step.opset < 13) {
        attribute_to_input(step, "axes", 1);
    }
}

/// The sizes became an input in opset 13; opset 18 added `num_outputs`, whose last piece may be
/// smaller.
void split(Step& step) {
    Node& node = step.node;
    if (step.opset < 13) {
        attribute_to_input(step, "split", 1);
        return;
    }
    const std::int64_t pieces =
        node.attributes.integer("num_outputs", static_cast<std::int64_t>(node.outputs.size()));
    if (step.opset < 18 || !node.attributes.has("num_outputs")) {
        return;
    }
    expect(pieces == static_cast<std::int64_t>(node.outputs.size()),
           "num_outputs is {}, found {} outputs", pieces, node.outputs.size());
    node.attributes.erase("num_outputs");
    const Shape& shape = step.type(0).shape;
    const std::int64_t size =
        shape[shape.normalised_axis(node.attributes.integer("axis", 0), "axis")];
    if (step.has_input(1) || size % pieces == 0) {
        return;
    }
    const std::int64_t piece = (size + pieces - 1) / pieces;
    std::vector<std::int64_t> sizes(static_cast<std::size_t>(pieces), piece);
    sizes.back() = size - piece * (pieces - 1);
    step.set_input(1, step.add_integers("split", sizes));
}

/// Bounds and axes became inputs in opset 10.
void slice(Step& step) {
    if (step.opset < 10) {
        attribute_to_input(step, "starts", 1);
        attribute_to_input(step, "ends", 2);
        attribute_to_input(step, "axes", 3);
    }
}

/// Pads for some axes, where pads or axes are computed, spread over all of them by the network.
void spread_pads(Step& step) {
    const std::int64_t rank = step.type(0).shape.rank();
    const DType type = step.type(3).dtype;
    const ValueId size = step.add_constant("rank", Tensor::scalar(rank).cast(type));
    const ValueId begins = step.before_node("Mod", "begins", {step.node.input(3), size});
    const ValueId ends = step.before_node("Add", "ends", {begins, size});
    Attributes first;
    first.set("axis", std::int64_t{0});
    const ValueId positions = step.before_node("Concat", "positions", {begins, ends}, first);
    const ValueId none =
        step.add_integers("none", std::vector<std::int64_t>(static_cast<std::size_t>(2 * rank), 0));
    step.set_input(1, step.replaced("pads", none, positions, step.node.input(1)));
    step.set_input(3, kNoValue);
    step.trim_inputs();
}

/// Pads and value became inputs in opset 11; opset 18 added axes.
void pad(Step& step) {
    Node& node = step.node;
    if (step.opset < 11) {
        attribute_to_input(step, "pads", 1);
        if (const float value = node.attributes.real("value", 0); value != 0) {
            step.set_input(2, step.add_constant("value", Tensor::scalar(value)));
        }
        node.attributes.erase("value");
        return;
    }
    if (!step.has_input(3)) {
        return;
    }
    const auto axes = step.integers(3);
    const auto pads = step.integers(1);
    if (!axes || !pads) {
        spread_pads(step);
        return;
    }
    expect(pads->size() == 2 * axes->size(), "found {} pads, expected two for each of {} axes",
           pads->size(), axes->size());
    const Shape& shape = step.type(0).shape;
    const auto rank = static_cast<std::size_t>(shape.rank());
    std::vector<std::int64_t> all(2 * rank, 0);
    for (std::size_t i = 0; i < axes->size(); ++i) {
        const auto axis = static_cast<std::size_t>(shape.normalised_axis((*axes)[i], "axes"));
        all[axis] = (*pads)[i];
        all[rank + axis] = (*pads)[axes->size() + i];
    }
    step.set_input(1, step.add_integers("pads", all));
    step.set_input(3, kNoValue);
    step.trim_inputs();
}

/// The number of values became an input in opset 10.
void top_k(Step& step) {
    if (step.opset < 10 && step.node.attributes.has("k")) {
        step.set_input(1, step.add_integers("k", {step.node.attributes.integer("k", 1)}));
        step.node.attributes.erase("k");
    }
}

/// Opset 6: `broadcast` allowed what is always allowed since opset 7.
void gemm(Step& step) {
    step.node.attributes.erase("broadcast");
}

/// Until opset 7 the sequence was an output only where `output_sequence` said so; since then it is
/// one where it is named.
void recurrent(Step& step) {
    if (step.opset < 7) {
        step.node.attributes.erase("output_sequence");
    }
}

constexpr std::array<Rule, 10> kRules{{
    {"Squeeze", squeeze},
    {"Unsqueeze", squeeze},
    {"Split", split},
    {"Slice", slice},
    {"Pad", pad},
    {"TopK", top_k},
    {"Gemm", gemm},
    {"LSTM", recurrent},
    {"GRU", recurrent},
    {"RNN", recurrent},
}};

} // namespace

std::span<const Rule> shape_rules() {
    return kRules;
}

} // namespace espalier::onnx_opset
