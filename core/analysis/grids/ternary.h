// SPDX-License-Identifier: GPL-3.0-or-later
// Weights in {-a, 0, a}: a and the threshold below which they become 0.
#pragma once

#include <span>

namespace espalier {

struct Ternary {
    float scale = 0;     ///< a
    float threshold = 0; ///< values of at most this size become 0
    double error = 0;    ///< squared, over the finite values
};

/// The least squared error there is. With the k largest sizes kept, a is their mean and the error
/// sum x^2 - (their sum)^2 / k; the best k is found among all by running sums over the sorted
/// sizes. O(n log n). Of equal errors the one with fewer zeros. All zero: scale 0.
[[nodiscard]] Ternary ternary_optimum(std::span<const float> values);
/// Ternary weight networks (Li et al. 2016): threshold = factor * mean |x|, and a the mean size of
/// what lies above.
[[nodiscard]] Ternary ternary_by_mean(std::span<const float> values, double factor = 0.75);

} // namespace espalier
