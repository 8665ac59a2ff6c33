// SPDX-License-Identifier: GPL-3.0-or-later
// Copies between plain and channel-blocked layouts with any shift of the channels, for which
// oneDNN has only reference loops: padding and slicing of channels.
#pragma once

#include "core/kernels/dnn_internal.h"

#include <array>

namespace espalier {

/// Where element (n, c, h, w) lies: n*image + c/block*outer + c%block*inner + h*row + w*column.
struct Layout4 {
    std::int64_t block = 1;
    std::int64_t image = 0;
    std::int64_t outer = 0;
    std::int64_t inner = 0;
    std::int64_t row = 0;
    std::int64_t column = 0;

    /// Of a descriptor of 2 to 4 dimensions whose channel_block is not 0.
    static Layout4 of(const dnn::Desc& desc);
};

struct CopyRegion {
    std::array<std::int64_t, 4> extent{}; ///< n, c, h, w to be copied
    std::int64_t to_channel = 0;          ///< channel of the target at which the first one goes
    Layout4 from;
    Layout4 to; ///< with `to` pointing at its image 0, channel 0, first row and column
};

void copy_region(const CopyRegion& region, const float* from, float* to);

} // namespace espalier
