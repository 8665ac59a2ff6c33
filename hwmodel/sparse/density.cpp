// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/sparse/density.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::hw {

namespace {

constexpr double kExactSum = 512; ///< binomials up to here are summed, not approximated

double normal_below(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

} // namespace

double log_choose(double n, double k) {
    if (k < 0 || k > n) {
        return -std::numeric_limits<double>::infinity();
    }
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

double occupancy(double total, double nonzeros, double tile, double found) {
    return std::exp(log_choose(nonzeros, found) + log_choose(total - nonzeros, tile - found) -
                    log_choose(total, tile));
}

double empty_tile(double total, double nonzeros, double tile) {
    return occupancy(total, nonzeros, tile, 0);
}

double empty_tile_structured(int kept, int block, double tile) {
    if (kept == 0) {
        return 1;
    }
    return tile > block - kept ? 0
                               : std::exp(log_choose(block - tile, kept) - log_choose(block, kept));
}

double occupancy_quantile(double total, double nonzeros, double tile, double confidence) {
    const double low = std::max(0.0, tile - (total - nonzeros));
    const double high = std::min(tile, nonzeros);
    double below = 0;
    for (double found = low; found < high; ++found) {
        below += occupancy(total, nonzeros, tile, found);
        if (below >= confidence) {
            return found;
        }
    }
    return high;
}

double expected_largest(double parts, double n, double density) {
    if (density <= 0 || n <= 0) {
        return 0;
    }
    if (density >= 1) {
        return n;
    }
    // E[max] = sum over k of P(max > k) = sum of 1 - F(k)^parts.
    double sum = 0;
    if (n <= kExactSum) {
        double below = 0;
        for (double k = 0; k < n; ++k) {
            below +=
                std::exp(log_choose(n, k) + k * std::log(density) + (n - k) * std::log1p(-density));
            sum += 1 - std::pow(std::min(below, 1.0), parts);
        }
        return sum;
    }
    const double mean = n * density;
    const double spread = std::sqrt(n * density * (1 - density));
    constexpr int kSteps = 400;
    constexpr double kReach = 10;
    for (int i = 0; i < kSteps; ++i) {
        const double x = -kReach + 2 * kReach * (i + 0.5) / kSteps;
        const double above = 1 - std::pow(normal_below(x), parts);
        sum += (x < 0 ? above - 1 : above) * 2 * kReach / kSteps;
    }
    return std::min(n, mean + spread * sum);
}

double expected_largest_steps(double parts, double n, double density, double width) {
    if (n > kExactSum) {
        // Rounding up costs half a step in the mean, for whoever is the largest as well.
        return density >= 1
                   ? std::ceil(n / width)
                   : expected_largest(parts, n, density) / width + 0.5 * (width - 1) / width;
    }
    if (density <= 0 || n <= 0) {
        return 0;
    }
    if (density >= 1) {
        return std::ceil(n / width);
    }
    double sum = 0;
    double below = 0;
    for (double k = 0; k < n; ++k) {
        below +=
            std::exp(log_choose(n, k) + k * std::log(density) + (n - k) * std::log1p(-density));
        if (std::fmod(k, width) == 0) {
            sum += 1 - std::pow(std::min(below, 1.0), parts);
        }
    }
    return sum;
}

double imbalance(double parts, double n, double density, double depth) {
    const double mean = n * depth * density;
    return mean > 0 ? expected_largest(parts, n * depth, density) / mean : 1;
}

EffectualAccesses filtered(double accesses, double empty, ZeroUse use) {
    const double saved = use == ZeroUse::None ? 0 : accesses * empty;
    return {accesses - saved, use == ZeroUse::Gate ? saved : 0, use == ZeroUse::Skip ? saved : 0};
}

} // namespace espalier::hw
