// SPDX-License-Identifier: GPL-3.0-or-later
// Bit Fusion: an array whose 8-bit multipliers split into 2-bit bricks, so that narrower operands
// multiply its rate. Its compiler looks for the tiling and loop order with the fewest cycles; so
// does this, with the same equations (Sharma et al., ISCA 2018, and the tool's published results).
#pragma once

#include <array>
#include <cstdint>

namespace espalier::hw::engines {

struct BitFusionFigures {
    double rows = 16;    ///< along the channels
    double columns = 32; ///< along the filters
    double most_bits = 8;
    double least_bits = 2;
    double weight_bytes = 65536; ///< double buffered: half works
    double input_bytes = 32768;
    double output_bytes = 16384;
    double dram_bits_per_cycle = 192;
};

struct BitFusionLayer {
    std::int64_t batch = 1, height = 1, width = 1, inputs = 1, outputs = 1; ///< of the output plane
    std::int64_t filter_h = 1, filter_w = 1, stride = 1;
    double input_bits = 8;
    double weight_bits = 8;
    /// Windows laid out by the host (first layers): all taps lie along the rows.
    bool unrolled = false;
};

struct BitFusionCost {
    double cycles = 0; ///< infinite where no tile fits
    double compute_cycles = 0;
    double fill_cycles = 0;            ///< first tiles in, last one out
    std::array<double, 3> read_bits{}; ///< from DRAM: weights, inputs, partial sums
    double write_bits = 0;             ///< to DRAM
};

/// MACs of an 8-bit multiplier at those widths: floor(8 / max(2, a)) * floor(8 / max(2, b)).
[[nodiscard]] double fusion_factor(double a, double b, const BitFusionFigures& figures);

[[nodiscard]] BitFusionCost bit_fusion(const BitFusionLayer& layer,
                                       const BitFusionFigures& figures);

} // namespace espalier::hw::engines
