// SPDX-License-Identifier: GPL-3.0-or-later
// Reductions: where the axes stand. ReduceSum takes them as an input since opset 13, all others
// since opset 18.
#include "core/formats/onnx_opset/upgrade.h"

#include <array>

namespace espalier::onnx_opset {

namespace {

void axes_to_input(Step& step) {
    if (step.node.attributes.has("axes")) {
        step.set_input(1, step.add_integers("axes", step.node.attributes.integers("axes", {})));
        step.node.attributes.erase("axes");
    }
}

/// `noop_with_empty_axes` with no axes: the data passes through.
bool passes_through(Step& step) {
    const bool noop = step.node.attributes.integer("noop_with_empty_axes", 0) != 0;
    const auto axes = step.integers(1);
    const bool none = !step.has_input(1) || (axes && axes->empty());
    if (none) {
        step.keep_inputs(1);
    }
    if (!noop || !none) {
        return false;
    }
    step.node.op = "Identity";
    step.node.attributes = {};
    return true;
}

void reduce_sum(Step& step) {
    if (step.opset < 13) {
        axes_to_input(step);
    } else {
        passes_through(step);
    }
}

void reduce(Step& step) {
    if (step.opset < 18 || passes_through(step)) {
        return;
    }
    step.node.attributes.erase("noop_with_empty_axes");
    if (const auto axes = step.integers(1)) {
        step.node.attributes.set("axes", *axes);
        step.keep_inputs(1);
    }
}

constexpr std::array<Rule, 10> kRules{{
    {"ReduceSum", reduce_sum},
    {"ReduceMean", reduce},
    {"ReduceMax", reduce},
    {"ReduceMin", reduce},
    {"ReduceProd", reduce},
    {"ReduceL1", reduce},
    {"ReduceL2", reduce},
    {"ReduceLogSum", reduce},
    {"ReduceLogSumExp", reduce},
    {"ReduceSumSquare", reduce},
}};

} // namespace

std::span<const Rule> reduction_rules() {
    return kRules;
}

} // namespace espalier::onnx_opset
