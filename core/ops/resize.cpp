// SPDX-License-Identifier: GPL-3.0-or-later
// Resize: X resampled to constant `scales` (input 2) or `sizes` (input 3), nearest, linear or
// cubic, with every coordinate transformation of ONNX; also axes, antialias and
// keep_aspect_ratio_policy of opset 18. Weights and sums are float64; the adjoint is the gradient.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/resample.h"
#include "core/ops/detail/types.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace espalier::ops::resize {

namespace {

using namespace detail;

template <std::size_t N>
std::string choice(const Node& node, const char* name, const std::array<const char*, N>& allowed) {
    std::string value = node.attributes.text(name, allowed[0]);
    expect(std::ranges::find(allowed, value) != allowed.end(), "{} is {}, expected {} or the like",
           name, value, allowed[0]);
    return value;
}

ResampleRule rule_of(const Node& node) {
    if (node.attributes.text("coordinate_transformation_mode", "") == "tf_half_pixel_for_nn") {
        fail(ErrorCode::Unsupported,
             "coordinate_transformation_mode is tf_half_pixel_for_nn, which "
             "opset 13 removed; expected half_pixel or another");
    }
    ResampleRule rule;
    rule.mode = choice(node, "mode", std::array{"nearest", "linear", "cubic"});
    rule.coordinates = choice(node, "coordinate_transformation_mode",
                              std::array{"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel",
                                         "align_corners", "asymmetric", "tf_crop_and_resize"});
    rule.nearest = choice(node, "nearest_mode",
                          std::array{"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"});
    rule.cubic_a = static_cast<double>(node.attributes.real("cubic_coeff_a", -0.75F));
    rule.exclude_outside = node.attributes.integer("exclude_outside", 0) != 0;
    rule.antialias = node.attributes.integer("antialias", 0) != 0 && rule.mode != "nearest";
    return rule;
}

/// The values of an optional constant input; empty where it is absent or empty.
std::vector<double> reals(std::span<const InputType> inputs, std::size_t index, const char* what) {
    std::vector<double> values;
    if (index < inputs.size() && inputs[index].present) {
        const Tensor* tensor = inputs[index].constant;
        if (tensor == nullptr) {
            const Shape& shape = inputs[index].type.shape;
            if (shape.known() && shape.elements() == 0) {
                return values;
            }
            fail(ErrorCode::Unsupported,
                 "{} is computed by the network, expected a constant or what folds to one", what);
        }
        for (std::int64_t i = 0; i < tensor->elements(); ++i) {
            values.push_back(tensor->at(i));
        }
    }
    return values;
}

void set_by_sizes(const Node& node, const std::vector<int>& axes, const std::vector<double>& sizes,
                  std::vector<ResampleAxis>& plan) {
    const std::string policy = choice(node, "keep_aspect_ratio_policy",
                                      std::array{"stretch", "not_larger", "not_smaller"});
    double common = policy == "not_smaller" ? 0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < axes.size(); ++i) {
        ResampleAxis& axis = plan[static_cast<std::size_t>(axes[i])];
        expect(sizes[i] >= 0 && sizes[i] <= 0x1p40, "size {} is {}, expected at least 0", i,
               sizes[i]);
        axis.out = static_cast<std::int64_t>(sizes[i]);
        expect(axis.in != 0 || axis.out == 0, "an empty dimension can not become {}", axis.out);
        axis.scale = axis.in == 0 ? 1 : sizes[i] / static_cast<double>(axis.in);
        common =
            policy == "not_smaller" ? std::max(common, axis.scale) : std::min(common, axis.scale);
    }
    if (policy == "stretch") {
        return;
    }
    const bool known = std::ranges::none_of(
        axes, [&](int axis) { return plan[static_cast<std::size_t>(axis)].in == kUnknownDim; });
    for (const int index : axes) {
        ResampleAxis& axis = plan[static_cast<std::size_t>(index)];
        axis.scale = common;
        axis.out =
            known
                ? static_cast<std::int64_t>(std::floor(common * static_cast<double>(axis.in) + 0.5))
                : kUnknownDim;
    }
}

/// One entry per dimension of X; `out` is unknown where the input is and a scale is given.
std::vector<ResampleAxis> plan_of(const Node& node, const Shape& x,
                                  std::span<const InputType> inputs) {
    std::vector<std::int64_t> given(x.dims().size());
    std::iota(given.begin(), given.end(), 0);
    given = node.attributes.integers("axes", given);
    std::vector<int> axes;
    for (const std::int64_t axis : given) {
        axes.push_back(x.normalised_axis(axis, "axis"));
    }
    const auto roi = reals(inputs, 1, "roi");
    const auto scales = reals(inputs, 2, "scales");
    const auto sizes = reals(inputs, 3, "sizes");
    expect(scales.empty() != sizes.empty() || axes.empty(),
           "scales has {} values and sizes {}, expected one of them", scales.size(), sizes.size());
    expect(std::max(scales.size(), sizes.size()) == axes.size(),
           "scales or sizes has {} values, expected {}", std::max(scales.size(), sizes.size()),
           axes.size());
    std::vector<ResampleAxis> plan(x.dims().size());
    for (std::size_t d = 0; d < plan.size(); ++d) {
        plan[d].in = plan[d].out = x.dims()[d];
    }
    for (std::size_t i = 0; i < scales.size(); ++i) {
        ResampleAxis& axis = plan[static_cast<std::size_t>(axes[i])];
        expect(scales[i] > 0 && scales[i] <= 0x1p31, "scale {} is {}, expected more than 0", i,
               scales[i]);
        axis.scale = scales[i];
        if (axis.in != kUnknownDim) {
            // In float32 as the specification's shape rule: 1/3 of 3 must be 1.
            const float out = static_cast<float>(axis.in) * static_cast<float>(scales[i]);
            expect(out <= 0x1p40F, "the output has size {}, expected at most 2^40", out);
            axis.out = static_cast<std::int64_t>(std::floor(out));
        }
    }
    if (!sizes.empty()) {
        set_by_sizes(node, axes, sizes, plan);
    }
    if (node.attributes.text("coordinate_transformation_mode", "") == "tf_crop_and_resize") {
        expect(roi.size() == 2 * axes.size(), "roi has {} values, expected {}", roi.size(),
               2 * axes.size());
        for (std::size_t i = 0; i < axes.size(); ++i) {
            plan[static_cast<std::size_t>(axes[i])].roi_start = roi[i];
            plan[static_cast<std::size_t>(axes[i])].roi_end = roi[i + axes.size()];
        }
    }
    for (const ResampleAxis& axis : plan) {
        expect(axis.in != 0 || axis.out == 0, "an empty dimension can not become {}", axis.out);
    }
    return plan;
}

std::vector<ResampleAxis> plan_of(const Node& node, std::span<const Tensor* const> inputs) {
    std::vector<InputType> types;
    for (const Tensor* input : inputs) {
        types.push_back(input == nullptr
                            ? InputType{}
                            : InputType{true, {input->dtype(), input->shape()}, input});
    }
    return plan_of(node, inputs[0]->shape(), types);
}

/// A dimension of which every element stays where it is.
bool untouched(const ResampleAxis& axis) {
    return axis.in == axis.out && axis.scale == 1 && axis.roi_start == 0 && axis.roi_end == 1;
}

std::int64_t product(const std::vector<ResampleAxis>& plan, std::size_t from, std::size_t to,
                     bool out) {
    std::int64_t result = 1;
    for (std::size_t d = from; d < to; ++d) {
        result *= out ? plan[d].out : plan[d].in;
    }
    return result;
}

class Resize final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Resize"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        [[maybe_unused]] const ResampleRule rule = rule_of(args.node);
        std::vector<std::int64_t> dims;
        for (const ResampleAxis& axis : plan_of(args.node, x.shape, args.inputs)) {
            dims.push_back(axis.out);
        }
        return {{x.dtype, Shape(std::move(dims))}};
    }

    /// Axis by axis, from the first on: before axis d come the new sizes, behind it the old ones.
    void reference(const ReferenceArgs& args) const override {
        const ResampleRule rule = rule_of(args.node);
        const auto plan = plan_of(args.node, args.inputs);
        const auto outside =
            static_cast<double>(args.node.attributes.real("extrapolation_value", 0));
        const Tensor wide = args.inputs[0]->cast(DType::Float64);
        std::vector<double> values(wide.data<double>().begin(), wide.data<double>().end());
        for (std::size_t d = 0; d < plan.size(); ++d) {
            if (!untouched(plan[d])) {
                values = resample(resample_matrix(rule, plan[d]), values, product(plan, 0, d, true),
                                  plan[d].in, product(plan, d + 1, plan.size(), false), outside);
            }
        }
        visit_float(args.outputs[0].dtype(), [&](auto sample) {
            using T = decltype(sample);
            std::ranges::transform(values, args.outputs[0].writable<T>().begin(),
                                   [](double value) { return static_cast<T>(value); });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const ResampleRule rule = rule_of(args.node);
        const auto plan = plan_of(args.node, args.inputs);
        const Tensor wide = args.output_grads[0]->cast(DType::Float64);
        std::vector<double> values(wide.data<double>().begin(), wide.data<double>().end());
        for (std::size_t d = plan.size(); d-- > 0;) {
            if (!untouched(plan[d])) {
                values = resample_adjoint(resample_matrix(rule, plan[d]), values,
                                          product(plan, 0, d, true), plan[d].in,
                                          product(plan, d + 1, plan.size(), false));
            }
        }
        visit_float(args.input_grads[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto target = args.input_grads[0]->writable<T>();
            for (std::size_t i = 0; i < values.size(); ++i) {
                target[i] += static_cast<T>(values[i]);
            }
        });
    }
};

} // namespace

const Op& op() {
    static const Resize instance;
    return instance;
}

} // namespace espalier::ops::resize
