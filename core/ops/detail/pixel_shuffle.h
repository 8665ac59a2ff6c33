// SPDX-License-Identifier: GPL-3.0-or-later
// DepthToSpace and SpaceToDepth: [N, C b b, H, W] and [N, C, H b, W b] with the same values.
#pragma once

#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"

namespace espalier::ops::detail {

/// Both tensors seen over the six dimensions [N, C, H, b, W, b].
struct PixelShuffle {
    Shape shape;
    View deep;
    View wide;

    /// `wide_shape` is [N, C, H b, W b]. Mode CRD keeps the channel outermost in depth, DCR the
    /// block.
    PixelShuffle(const Shape& wide_shape, std::int64_t block, bool channel_first) {
        const std::int64_t n = wide_shape[0];
        const std::int64_t c = wide_shape[1];
        const std::int64_t h = wide_shape[2] / block;
        const std::int64_t w = wide_shape[3] / block;
        shape = Shape{n, c, h, block, w, block};
        wide = contiguous(shape);
        const std::int64_t plane = h * w;
        const std::int64_t channel = channel_first ? block * block * plane : plane;
        const std::int64_t column = channel_first ? plane : c * plane;
        deep.strides = {c * block * block * plane, channel, w, block * column, 1, column};
    }
};

inline std::int64_t block_size(const Node& node) {
    const std::int64_t block = node.attributes.integer("blocksize", 0);
    expect(block >= 1 && block <= kMaxExtent, "blocksize is {}, expected at least 1", block);
    return block;
}

} // namespace espalier::ops::detail
