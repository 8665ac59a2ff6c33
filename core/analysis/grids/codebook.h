// SPDX-License-Identifier: GPL-3.0-or-later
// Levels that are chosen for the values at hand: the exact optimum in one dimension, Lloyd's
// iteration from several starts, and equal shares.
#pragma once

#include "core/analysis/grids/value_points.h"

#include <string_view>

namespace espalier {

/// Ascending and distinct; their squared error is ValuePoints::error(levels).
using Levels = std::vector<float>;

/// The `count` levels of least squared error: dynamic programming over the sorted points, by
/// divide and conquer, since the best cut moves with its end (Bellman 1973; Wu 1991). O(count n
/// log n) for n points; exact where the points are (ValuePoints::exact), else among the cuts at
/// edges of bins. Fewer levels where there are fewer distinct values. BadInput for no points, or
/// a count not in [1, 65536].
[[nodiscard]] Levels optimal_levels(const ValuePoints& points, std::size_t count);

/// Where Lloyd's iteration begins (Han et al. 2016, section 3.2).
enum class LevelStart {
    Linear,  ///< evenly from the least to the greatest value
    Density, ///< evenly along the distribution function
    Random,  ///< values drawn by chance
};

/// "linear", "density", "random"; Usage error for another name.
[[nodiscard]] LevelStart level_start(std::string_view name);
[[nodiscard]] Levels start_levels(const ValuePoints& points, std::size_t count, LevelStart start,
                                  std::uint64_t seed = 1);

/// Every level becomes the mean of the values nearest to it, until none moves (Lloyd 1982) or
/// `rounds` are over. A level that no value is nearest to stays where it is. The error never grows.
[[nodiscard]] Levels lloyd_levels(const ValuePoints& points, Levels start, int rounds = 1000);

/// Means of `count` equal shares of the sorted values.
[[nodiscard]] Levels balanced_levels(const ValuePoints& points, std::size_t count);

} // namespace espalier
