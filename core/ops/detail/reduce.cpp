// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/reduce.h"

#include <numeric>

namespace espalier::ops::detail {

namespace {

std::vector<int> all_or_none(const Node& node, const Shape& x) {
    std::vector<int> axes;
    if (node.attributes.integer("noop_with_empty_axes", 0) == 0) {
        axes.resize(x.dims().size());
        std::iota(axes.begin(), axes.end(), 0);
    }
    return axes;
}

} // namespace

std::vector<int> reduced_axes(const InferArgs& args, const Shape& x) {
    const auto named = axes_of(args, 1, x);
    return named && !named->empty() ? *named : all_or_none(args.node, x);
}

std::vector<int> reduced_axes(const Node& node, std::span<const Tensor* const> inputs) {
    std::vector<InputType> types;
    for (const Tensor* input : inputs) {
        types.push_back(input == nullptr
                            ? InputType{}
                            : InputType{true, {input->dtype(), input->shape()}, input});
    }
    return reduced_axes(InferArgs{node, types}, inputs[0]->shape());
}

Shape kept_shape(const Shape& x, const std::vector<int>& axes) {
    Shape kept = x;
    for (const int axis : axes) {
        kept[axis] = 1;
    }
    return kept;
}

} // namespace espalier::ops::detail
