// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace espalier {

/// A 2-D convolution over one shard of a batch.
struct TrainConvShape {
    std::int64_t samples = 1; ///< of one shard
    std::int64_t groups = 1;
    std::int64_t in_channels = 1;
    std::int64_t out_channels = 1;
    std::int64_t in[2] = {1, 1}; ///< rows, columns
    std::int64_t out[2] = {1, 1};
    std::int64_t kernel[2] = {1, 1};
    std::int64_t stride[2] = {1, 1};
    std::int64_t dilation[2] = {1, 1};
    std::int64_t pad_begin[2] = {0, 0};
    std::int64_t pad_end[2] = {0, 0};
};

} // namespace espalier
