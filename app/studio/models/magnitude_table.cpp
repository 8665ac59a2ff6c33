// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/magnitude_table.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>

namespace espalier::studio {

namespace {

/// Exponent and eight bits of the mantissa; bit patterns of floats order like magnitudes.
constexpr unsigned kDropped = 15;
constexpr std::size_t kBins = std::size_t{1} << (31 - kDropped);
constexpr std::size_t kGrain = std::size_t{1} << 19U;

std::size_t bin_of(float magnitude) {
    return std::bit_cast<std::uint32_t>(magnitude) >> kDropped;
}

double edge_of(std::size_t bin) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bin << kDropped));
}

} // namespace

MagnitudeTable::MagnitudeTable(const std::vector<Parameter>& parameters) {
    struct Piece {
        std::span<const float> values;
        std::vector<std::int64_t> counts;
    };

    std::vector<Piece> pieces;
    for (const Parameter& parameter : parameters) {
        const auto values = parameter.effective().data<float>();
        for (std::size_t begin = 0; begin < values.size(); begin += kGrain) {
            pieces.push_back({values.subspan(begin, std::min(kGrain, values.size() - begin)), {}});
        }
    }
    parallel_for(pieces.size(), [&](std::size_t i) {
        pieces[i].counts.assign(kBins, 0);
        for (const float value : pieces[i].values) {
            ++pieces[i].counts[bin_of(std::abs(value))];
        }
    });
    below_.assign(kBins + 1, 0);
    for (std::size_t bin = 0; bin < kBins; ++bin) {
        std::int64_t count = 0;
        for (const Piece& piece : pieces) {
            count += piece.counts[bin];
        }
        below_[bin + 1] = below_[bin] + count;
    }
}

double MagnitudeTable::share_below(double threshold) const {
    if (total() == 0 || threshold <= 0) {
        return 0;
    }
    const auto magnitude = static_cast<float>(threshold);
    if (!std::isfinite(magnitude)) {
        return 1;
    }
    const std::size_t bin = bin_of(magnitude);
    const double low = edge_of(bin);
    const double high = edge_of(bin + 1);
    const double inside = std::isfinite(high) ? (threshold - low) / (high - low) : 1;
    // Nothing but zeros and denormals lies in the first bin, and zeros are below any threshold.
    const double part = bin == 0 ? 1 : std::clamp(inside, 0.0, 1.0);
    const auto before = static_cast<double>(below_[bin]);
    const auto after = static_cast<double>(below_[bin + 1]);
    return (before + part * (after - before)) / static_cast<double>(total());
}

double MagnitudeTable::threshold_for(double share) const {
    if (total() == 0) {
        return 0;
    }
    const double wanted = std::clamp(share, 0.0, 1.0) * static_cast<double>(total());
    const auto found =
        std::ranges::lower_bound(below_, static_cast<std::int64_t>(std::ceil(wanted)));
    if (found == below_.begin()) {
        return 0;
    }
    const auto bin = static_cast<std::size_t>(found - below_.begin()) - 1;
    if (bin == 0) {
        return 0;
    }
    const auto before = static_cast<double>(below_[bin]);
    const auto after = static_cast<double>(below_[bin + 1]);
    const double part = after > before ? (wanted - before) / (after - before) : 0;
    return edge_of(bin) + std::clamp(part, 0.0, 1.0) * (edge_of(bin + 1) - edge_of(bin));
}

} // namespace espalier::studio
