// SPDX-License-Identifier: GPL-3.0-or-later
// Upsample (opset 7 to 9) and Resize (10, 11, 13, 18, 19): brought to Resize of opset 13.
#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"

#include <algorithm>
#include <array>

namespace espalier::onnx_opset {

namespace {

/// Before opset 11 positions were not shifted by half a pixel, and nearest rounded down.
void set_old_positions(Node& node) {
    node.attributes.set("coordinate_transformation_mode", std::string("asymmetric"));
    node.attributes.set("nearest_mode", std::string("floor"));
    // Bilinear was called so in the opset-7 operator at first.
    if (node.attributes.text("mode", "nearest") == "bilinear") {
        node.attributes.set("mode", std::string("linear"));
    }
}

void upsample(Step& step) {
    Node& node = step.node;
    ValueId scales = node.input(1);
    if (node.attributes.has("scales")) {
        const auto values = node.attributes.reals("scales", {});
        scales = step.add_constant(
            "scales", Tensor::of<float>({static_cast<std::int64_t>(values.size())}, values));
        node.attributes.erase("scales");
    }
    expect(scales != kNoValue, "the scales are missing");
    node.op = "Resize";
    node.inputs = {node.input(0), kNoValue, scales};
    set_old_positions(node);
}

/// Opset 18: `axes` names the dimensions that roi, scales and sizes speak of; the others keep their
/// size.
void spread_over_axes(Step& step) {
    Node& node = step.node;
    const Shape shape = step.type(0).shape;
    const auto rank = static_cast<std::size_t>(shape.rank());
    std::vector<std::int64_t> axes = node.attributes.integers("axes", {});
    node.attributes.erase("axes");
    for (std::int64_t& axis : axes) {
        axis = shape.normalised_axis(axis, "axes");
    }
    const auto given = [&step](std::size_t index) {
        return step.has_input(index) &&
               (step.constant(index) == nullptr || step.constant(index)->elements() > 0);
    };
    const ValueId positions = step.add_integers("axes", axes);
    if (given(2)) {
        const ValueId ones = step.add_constant(
            "ones", Tensor::of<float>({shape.rank()}, std::vector<float>(rank, 1)));
        step.set_input(2, step.replaced("scales", ones, positions, node.input(2)));
    }
    if (given(3)) {
        const ValueId sizes = step.before_node("Shape", "shape", {node.input(0)});
        step.set_input(3, step.replaced("sizes", sizes, positions, node.input(3)));
    }
    if (!given(1) ||
        node.attributes.text("coordinate_transformation_mode", "") != "tf_crop_and_resize") {
        step.set_input(1, kNoValue);
        return;
    }
    std::vector<float> whole(2 * rank, 0);
    std::fill(whole.begin() + static_cast<std::ptrdiff_t>(rank), whole.end(), 1.0F);
    const std::size_t count = axes.size();
    for (std::size_t i = 0; i < count; ++i) {
        axes.push_back(axes[i] + shape.rank());
    }
    const ValueId all = step.add_constant("whole", Tensor::of<float>({2 * shape.rank()}, whole));
    step.set_input(1, step.replaced("roi", all, step.add_integers("corners", axes), node.input(1)));
}

/// Opset 11 and 12 had a second way to say half_pixel and how to round, for nearest only: position
/// v = (i + 0.5) / scale is that of half_pixel, h, plus 0.5. So ceil(v - 0.5), a round that prefers
/// floor, is ceil(h), and floor(v) is floor(h + 0.5).
void replace_half_pixel_for_nearest(Node& node) {
    const std::string nearest = node.attributes.text("nearest_mode", "round_prefer_floor");
    const bool rounds = nearest == "round_prefer_floor";
    if (node.attributes.text("mode", "nearest") != "nearest" || (!rounds && nearest != "floor")) {
        fail(ErrorCode::Unsupported, "tf_half_pixel_for_nn with mode {} and nearest_mode {}",
             node.attributes.text("mode", "nearest"), nearest);
    }
    node.attributes.set("coordinate_transformation_mode", std::string("half_pixel"));
    node.attributes.set("nearest_mode", std::string(rounds ? "ceil" : "round_prefer_ceil"));
}

void resize(Step& step) {
    Node& node = step.node;
    if (step.opset < 11) {
        node.inputs = {node.input(0), kNoValue, node.input(1)};
        set_old_positions(node);
        return;
    }
    if (node.attributes.text("coordinate_transformation_mode", "") == "tf_half_pixel_for_nn") {
        replace_half_pixel_for_nearest(node);
    }
    if (node.attributes.integer("antialias", 0) == 0) {
        node.attributes.erase("antialias");
    }
    if (node.attributes.text("keep_aspect_ratio_policy", "stretch") != "stretch") {
        return; // one scale for the axes named, and for them only: the operator itself knows
    }
    node.attributes.erase("keep_aspect_ratio_policy");
    if (node.attributes.has("axes")) {
        spread_over_axes(step);
    }
}

constexpr std::array<Rule, 2> kRules{{
    {"Upsample", upsample, true},
    {"Resize", resize},
}};

} // namespace

std::span<const Rule> resize_rules() {
    return kRules;
}

} // namespace espalier::onnx_opset
