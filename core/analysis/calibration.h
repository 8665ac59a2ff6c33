// SPDX-License-Identifier: GPL-3.0-or-later
// Which range of values a uniform quantiser should cover. What lies outside is clipped; a narrower
// range has finer steps. Zero is always inside and always a level.
#pragma once

#include "core/graph/code.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace espalier {

enum class RangeRule {
    MinMax,     ///< everything that was seen
    Percentile, ///< all but a share at the ends
    Mse,        ///< the range of least mean squared error
    Entropy,    ///< the range of least Kullback-Leibler divergence (Migacz, GTC 2017)
    Gauss,      ///< what follows from the variance of a normal distribution (Banner et al. 2019)
    Laplace,    ///< what follows from the mean size of a Laplace distribution (the same)
    Moving, ///< from a moving average of the least and greatest of each piece (Jacob et al. 2018)
    Best,   ///< that of the rules above whose squared error is least
};

/// "minmax", "percentile", "mse", "entropy", "gauss", "laplace", "moving", "best"; Usage error for
/// another name.
[[nodiscard]] RangeRule range_rule(std::string_view name);

struct QuantiserSpec {
    int bits = 8; ///< 2 to 16
    /// Signed, narrow (-2^(bits-1)+1 ... 2^(bits-1)-1) and zero point 0; else unsigned with a zero
    /// point.
    bool symmetric = true;
    RangeRule rule = RangeRule::MinMax;
    double percentile = 99.99; ///< share of values inside, in per cent, for RangeRule::Percentile
};

/// low <= 0 <= high; -high == low where symmetric.
struct Range {
    float low = 0;
    float high = 0;

    bool operator==(const Range&) const = default;
};

/// Values seen in any number of pieces, as a histogram that widens by powers of two: what it holds
/// in the end does not depend on the order of the pieces, but for the moving averages.
class ValueRecord {
public:
    void add(std::span<const float> values);
    void merge(const ValueRecord& other);

    [[nodiscard]] float low() const { return low_; }

    [[nodiscard]] float high() const { return high_; }

    /// Least and greatest of each piece, averaged: a tenth of the new one, nine of what was before.
    [[nodiscard]] float moving_low() const { return moving_low_; }

    [[nodiscard]] float moving_high() const { return moving_high_; }

    /// Sums over the finite values, of the values themselves, their sizes and their squares.
    [[nodiscard]] double sum() const { return sum_; }

    [[nodiscard]] double sizes() const { return sizes_; }

    [[nodiscard]] double squares() const { return squares_; }

    [[nodiscard]] std::int64_t zeros() const { return zeros_; }

    /// Finite values, zeros included.
    [[nodiscard]] std::int64_t count() const { return count_; }

    /// Non-zero values by bin over [-limit(), limit()); kBins of them, or none before the first.
    [[nodiscard]] const std::vector<std::int64_t>& bins() const { return bins_; }

    [[nodiscard]] double limit() const;

    static constexpr std::size_t kBins = 16384;

private:
    void widen(int exponent);

    std::vector<std::int64_t> bins_;
    int exponent_ = 0; ///< limit() = 2^exponent_
    float low_ = 0;
    float high_ = 0;
    float moving_low_ = 0;
    float moving_high_ = 0;
    double sum_ = 0;
    double sizes_ = 0;
    double squares_ = 0;
    std::int64_t zeros_ = 0;
    std::int64_t count_ = 0;
};

/// The range for exactly these values; values that are not finite are passed over.
[[nodiscard]] Range range_of(std::span<const float> values, const QuantiserSpec& spec);
/// The same from a record; its bins stand for their middles.
[[nodiscard]] Range range_of(const ValueRecord& record, const QuantiserSpec& spec);

/// Step and zero point that cover `range`. A range of nothing gets the step 1.
struct Grid1D {
    float scale = 1;
    std::int32_t zero_point = 0;
};

[[nodiscard]] Grid1D grid_for(const Range& range, const QuantiserSpec& spec);

/// A code with one grid (axis < 0) or one for each index of `axis`.
[[nodiscard]] CodePtr affine_code(const std::vector<Grid1D>& grids, const QuantiserSpec& spec,
                                  int axis);

/// Sum of (x - Q(x))^2 over the finite values.
[[nodiscard]] double squared_error(std::span<const float> values, const Range& range,
                                   const QuantiserSpec& spec);

/// Kullback-Leibler divergence, in nats, of the distribution of magnitudes `bins` from the one that
/// is left when the first `kept` bins are spread over `levels` steps and the rest is clipped to
/// them. levels <= kept <= bins.size().
[[nodiscard]] double clip_divergence(std::span<const std::int64_t> bins, std::size_t kept,
                                     std::size_t levels);

} // namespace espalier
