// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/plan/conv_shape.h"

#include "core/ops/detail/window.h"

namespace espalier {

TrainConvShape conv_shape(const Node& node, const Shape& x, const Shape& y, const Shape& w) {
    const auto window = ops::detail::window_of(node, x, {w[2], w[3]}, ops::detail::Rounding::Down);
    TrainConvShape result;
    result.samples = x[0];
    result.groups = node.attributes.integer("group", 1);
    result.in_channels = x[1];
    result.out_channels = y[1];
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const ops::detail::WindowAxis& from = window.axes[axis + 1];
        result.in[axis] = from.in;
        result.out[axis] = from.out;
        result.kernel[axis] = from.kernel;
        result.stride[axis] = from.stride;
        result.dilation[axis] = from.dilation;
        result.pad_begin[axis] = from.pad_begin;
        result.pad_end[axis] = from.pad_end;
    }
    return result;
}

} // namespace espalier
