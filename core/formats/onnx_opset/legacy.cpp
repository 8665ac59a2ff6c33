// SPDX-License-Identifier: GPL-3.0-or-later
// Opsets 1 to 5. Opset 6 gave most of its operators more element types and dropped
// `consumed_inputs`, a hint on memory; only those below came to mean something else.
#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"

#include <array>
#include <cmath>
#include <utility>

namespace espalier::onnx_opset {

namespace {

/// Element types were written as text.
std::int64_t type_number(const std::string& name) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 12> kTypes{{
        {"FLOAT", 1},
        {"UINT8", 2},
        {"INT8", 3},
        {"UINT16", 4},
        {"INT16", 5},
        {"INT32", 6},
        {"INT64", 7},
        {"BOOL", 9},
        {"FLOAT16", 10},
        {"DOUBLE", 11},
        {"UINT32", 12},
        {"UINT64", 13},
    }};
    for (const auto& [known, number] : kTypes) {
        if (known == name) {
            return number;
        }
    }
    fail(ErrorCode::Unsupported, "a Cast to \"{}\"", name);
}

} // namespace

void upgrade_to_six(Step& step) {
    Node& node = step.node;
    Attributes& attributes = node.attributes;
    attributes.erase("consumed_inputs");
    if (node.op == "Tile" || node.op == "Upsample") {
        fail(ErrorCode::Unsupported, "{} of opset {}, expected at least 6", node.op, step.opset);
    }
    if (node.op == "Cast" && attributes.has("to")) {
        attributes.set("to", type_number(attributes.text("to", "")));
    } else if (node.op == "Concat" && step.opset < 4 && !attributes.has("axis")) {
        attributes.set("axis", std::int64_t{1});
    } else if (node.op == "Reshape" && step.opset < 5 && attributes.has("shape")) {
        step.set_input(1, step.add_integers("shape", attributes.integers("shape", {})));
        attributes.erase("shape");
    } else if (node.op == "Pad" && step.opset < 2 && attributes.has("paddings")) {
        attributes.set("pads", attributes.integers("paddings", {}));
        attributes.erase("paddings");
    } else if (node.op == "LpPool" && step.opset < 2) {
        const float p = attributes.real("p", 2);
        expect(p >= 1 && p == std::floor(p), "p is {}, expected a whole number", p);
        attributes.set("p", static_cast<std::int64_t>(p));
    }
}

} // namespace espalier::onnx_opset
