// SPDX-License-Identifier: GPL-3.0-or-later
// Upsample (opset 7 to 9) and Resize (10, 11, 13, 18, 19): brought to Resize of opset 13.
#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"

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

/// Opset 18: `axes` names the dimensions that scales or sizes speak of.
void spread_over_axes(Step& step) {
    Node& node = step.node;
    const Shape shape = step.type(0).shape;
    const auto axes = node.attributes.integers("axes", {});
    node.attributes.erase("axes");
    const auto spread = [&](std::size_t index, auto fill, auto sample) {
        using T = decltype(sample);
        if (!step.has_input(index)) {
            return;
        }
        const Tensor* given = step.constant(index);
        if (given == nullptr) {
            fail(ErrorCode::Unsupported, "Resize with axes and input {} not constant", index);
        }
        if (given->elements() == 0) {
            return;
        }
        const auto values = given->data<T>();
        expect(values.size() == axes.size(), "found {} values in input {}, expected {} as axes has",
               values.size(), index, axes.size());
        std::vector<T> all(static_cast<std::size_t>(shape.rank()));
        for (int axis = 0; axis < shape.rank(); ++axis) {
            all[static_cast<std::size_t>(axis)] = fill(axis);
        }
        for (std::size_t i = 0; i < axes.size(); ++i) {
            all[static_cast<std::size_t>(shape.normalised_axis(axes[i], "axes"))] = values[i];
        }
        step.set_input(index, step.add_constant(index == 2 ? "scales" : "sizes",
                                                Tensor::of<T>({shape.rank()}, all)));
    };
    spread(
        2, [](int) { return 1.0F; }, float{});
    spread(
        3, [&shape](int axis) { return shape[axis]; }, std::int64_t{});
    if (step.has_input(1) && step.constant(1) != nullptr && step.constant(1)->elements() == 0) {
        step.set_input(1, kNoValue);
    }
}

void resize(Step& step) {
    Node& node = step.node;
    if (step.opset < 11) {
        node.inputs = {node.input(0), kNoValue, node.input(1)};
        set_old_positions(node);
        return;
    }
    if (node.attributes.has("axes")) {
        spread_over_axes(step);
    }
    if (node.attributes.integer("antialias", 0) == 0) {
        node.attributes.erase("antialias");
    }
    if (node.attributes.text("keep_aspect_ratio_policy", "stretch") == "stretch") {
        node.attributes.erase("keep_aspect_ratio_policy");
    }
}

constexpr std::array<Rule, 2> kRules{{
    {"Upsample", upsample},
    {"Resize", resize},
}};

} // namespace

std::span<const Rule> resize_rules() {
    return kRules;
}

} // namespace espalier::onnx_opset
