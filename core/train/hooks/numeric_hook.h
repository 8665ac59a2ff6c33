// SPDX-License-Identifier: GPL-3.0-or-later
// What a training does to one kind of number: round it to few bits, or drop the small ones. On its
// own for weights, activations, errors, gradients, updates and batch-norm statistics.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace espalier {

enum class Rounding {
    Nearest,    ///< half to even
    Stochastic, ///< up with the probability of the fraction: right on average
};

/// How wide the grid of levels is.
enum class GridScale {
    Largest, ///< the largest value of the tensor is the outermost level
    Shift,   ///< the same, but rounded to a power of two (WAGE: Wu et al. 2018, eq. 7)
    Unit,    ///< from -1 to 1 (of a weight: times its layer's unit), whatever the values
};

struct NumericHook {
    int bits = 0; ///< 1 to 24; 0: floats stay floats
    Rounding rounding = Rounding::Nearest;
    GridScale scale = GridScale::Largest;
    bool normalise = false; ///< divide by Shift(largest) first, times the unit (WAGE, eq. 10)
    double keep = 1;        ///< share of the values, the largest ones, that are kept; the rest is 0
    double threshold = 0;   ///< what is smaller in size becomes 0

    [[nodiscard]] bool any() const { return bits > 0 || normalise || keep < 1 || threshold > 0; }

    /// "float", or bits ("8", "8s" with stochastic rounding, "8s-shift", "8-unit"), "norm",
    /// "top0.1" and "above0.001" joined by `+`. Usage error for anything else.
    static NumericHook parse(std::string_view text);
    [[nodiscard]] std::string str() const;

    bool operator==(const NumericHook&) const = default;
};

/// The largest |value|.
[[nodiscard]] float largest_size(std::span<const float> values);
/// What the grid of a tensor is as wide as: the largest |value|, or with one bit their mean.
[[nodiscard]] float grid_width(const NumericHook& hook, std::span<const float> values);

/// Rounds to the grid that `largest` (the tensor's grid_width(), whatever part of it is given) asks
/// for:
///     bits = 1                     +-mean |x| (XNOR-Net: Rastegari et al. 2016, eq. 6)
///     Largest                      d = largest / (2^(bits-1) - 1),   d * round(x / d)
///     Shift, Unit                  d = s * 2^(1-bits),  clipped to +-(s - d)
/// with s = 2^round(log2 largest), or `unit`. Zero stays zero. `key` and the index, counted from
/// `first`, decide stochastic rounding.
void quantise(const NumericHook& hook, float largest, std::uint64_t key, std::uint64_t first,
              std::span<float> values, float unit = 1);

/// Sets all but the largest ceil(keep * count) values to zero (of equal ones the first stay), and
/// those below the threshold. `count` is how many of the values are real ones and not filled up
/// with zeros; all of them where it is 0.
void sparsify(const NumericHook& hook, std::span<float> values, std::size_t count = 0);

/// Everything the hook says, on a whole tensor.
void apply_hook(const NumericHook& hook, std::uint64_t key, std::span<float> values,
                float unit = 1);

} // namespace espalier
