// SPDX-License-Identifier: GPL-3.0-or-later
// How values are distributed: histograms with zeros counted apart, and the range of each channel.
#pragma once

#include "core/tensor/tensor.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace espalier {

struct Histogram {
    double low = 0;  ///< left edge of the first bin: the least finite value
    double high = 0; ///< right edge of the last bin: the greatest finite value, which belongs to it
    /// Values that are neither zero nor infinite nor NaN, by bin; bins are equally wide.
    std::vector<std::int64_t> counts;
    std::int64_t zeros = 0;
    std::int64_t not_finite = 0;
    std::int64_t total = 0; ///< all of them
    double mean = 0;        ///< of the finite ones, zeros included
    double deviation = 0;   ///< standard deviation of the same (divided by their number)

    /// Sum of the bins.
    [[nodiscard]] std::int64_t counted() const { return total - zeros - not_finite; }

    [[nodiscard]] double bin_width() const {
        return counts.empty() ? 0 : (high - low) / static_cast<double>(counts.size());
    }
};

/// `bins` in [1, 65536], else BadInput. Where all finite values are equal the one bin range is
/// widened by half on both sides.
[[nodiscard]] Histogram histogram(std::span<const float> values, int bins);

/// The same over a range of one's own, low < high, so that several can be compared bin by bin; what
/// lies outside is counted in the nearest bin.
[[nodiscard]] Histogram histogram(std::span<const float> values, int bins, double low, double high);

/// Least and greatest finite value; {0, 0} where there is none.
[[nodiscard]] std::pair<double, double> finite_range(std::span<const float> values);

struct ChannelRange {
    float low = 0; ///< of the finite values; 0 where there are none
    float high = 0;
    double mean = 0;
    double rms = 0; ///< root of the mean square
    std::int64_t zeros = 0;
    std::int64_t elements = 0;
};

/// One entry for each index of `axis` of a float32 tensor, or one for all with axis < 0.
[[nodiscard]] std::vector<ChannelRange> channel_ranges(const Tensor& tensor, int axis);

/// The values of each index of `axis`, in order; one list of all with axis < 0.
[[nodiscard]] std::vector<std::vector<float>> by_channel(const Tensor& tensor, int axis);

} // namespace espalier
