// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding activations to an affine grid, fast.
#pragma once

#include <cstdint>
#include <span>

namespace espalier {

struct FakeQuant {
    float scale = 1;
    std::int32_t zero_point = 0;
    std::int32_t low = -128;
    std::int32_t high = 127;
};

/// to[i] = (clamp(round_half_even(from[i] / scale) + zero_point, low, high) - zero_point) * scale,
/// bit for bit what AffineCode::project computes; NaN becomes the zero point. The two spans have
/// the same size and may be the same memory.
void fake_quantise(std::span<const float> from, std::span<float> to, const FakeQuant& quant);

} // namespace espalier
