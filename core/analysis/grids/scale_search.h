// SPDX-License-Identifier: GPL-3.0-or-later
// One number that makes an error least: the width of a range, or the scale of given levels.
#pragma once

#include "core/analysis/grids/value_points.h"

#include <functional>
#include <string>

namespace espalier {

/// Minimises `error` over a factor in (0, 1]: a grid first, since the curve has several valleys,
/// then golden sections around its best point.
[[nodiscard]] double best_factor(const std::function<double(double)>& error);

/// The scale s for which s * levels (ascending, with the largest size 1) have the least squared
/// error that best_factor() and then turns of nearest level and least squares find; 1 where all
/// values are zero.
[[nodiscard]] float best_scale(const ValuePoints& points, std::span<const float> levels);
/// The best power of two.
[[nodiscard]] float best_shift(const ValuePoints& points, std::span<const float> levels);

/// Levels of `bits` bits with the sign: 0 and +-2^-i, i = 0 ... 2^(bits-1) - 2 (Zhou et al. 2017).
/// 2 <= bits <= 8.
[[nodiscard]] std::vector<float> power_of_two_levels(int bits);
/// Sums of powers of two (Li et al. 2020): the bits beside the sign are dealt out in pairs to
/// n = ceil((bits - 1) / 2) terms; term i is 0 or 2^-(i + n j), j = 0 ... 2^(its bits) - 2. Divided
/// by the largest, so that they end at +-1. 2 <= bits <= 8.
[[nodiscard]] std::vector<float> additive_levels(int bits);

} // namespace espalier
