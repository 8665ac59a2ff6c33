// SPDX-License-Identifier: GPL-3.0-or-later
// The gradient of a 2-D convolution's weights on 256-bit vectors. The library's kernel for such
// processors loads one operand for every multiplication and gets half of what they can do, a tenth
// where the input has one channel; this one keeps a tile of twelve sums in registers.
#pragma once

#include "core/kernels/train_conv_shape.h"

#include <cstddef>
#include <span>

namespace espalier {

class ConvWeightGradient {
public:
    /// Whether this processor has the vectors, and the convolution is of the kind: one group,
    /// no dilation, outputs in blocks of 8 channels, inputs too or row-major with at most 4, and
    /// few enough weights for a core's cache.
    [[nodiscard]] static bool fits(const TrainConvShape& shape, int in_block, int out_block);

    ConvWeightGradient(const TrainConvShape& shape, int in_block);

    /// Floats of the sums over one shard, in an order of its own, and bytes of scratch memory.
    [[nodiscard]] std::size_t part_floats() const { return part_floats_; }

    [[nodiscard]] std::size_t scratch_bytes() const { return scratch_floats_ * sizeof(float); }

    /// Floats of a bias gradient: the output channels, rounded up to whole blocks.
    [[nodiscard]] std::size_t bias_floats() const { return out_lanes_; }

    /// Overwrites `part` and, unless it is nullptr, `bias` with the sums over one shard.
    void run(const float* x, const float* dy, float* scratch, float* part, float* bias) const;

    /// Adds sums to a row-major gradient [O, I, kH, kW].
    void add(const float* part, std::span<float> gradient) const;

private:
    void pack(const float* x, std::size_t first_row, std::size_t rows, float* packed) const;

    TrainConvShape shape_;
    int in_block_;
    std::size_t blocks_;    ///< of input channels
    std::size_t out_lanes_; ///< output channels, rounded up
    std::size_t width_;     ///< columns of a padded row of the input
    std::size_t chunk_;     ///< rows of the output that are worked on together
    std::size_t chunk_in_;  ///< rows of the input they need
    std::size_t part_floats_;
    std::size_t scratch_floats_;
};

} // namespace espalier
