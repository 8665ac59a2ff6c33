// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"
#include "core/kernels/train_conv_shape.h"

namespace espalier {

/// Of a 2-D Conv node that maps `x` to `y` with weights of shape `w`, the samples of `x` included.
[[nodiscard]] TrainConvShape conv_shape(const Node& node, const Shape& x, const Shape& y,
                                        const Shape& w);

} // namespace espalier
