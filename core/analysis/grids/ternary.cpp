// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/grids/ternary.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace espalier {

namespace {

std::vector<float> finite_sizes(std::span<const float> values) {
    std::vector<float> sizes;
    sizes.reserve(values.size());
    for (const float x : values) {
        if (std::isfinite(x)) {
            sizes.push_back(std::abs(x));
        }
    }
    return sizes;
}

double power(const std::vector<float>& sizes) {
    double sum = 0;
    for (const double size : sizes) {
        sum += size * size;
    }
    return sum;
}

} // namespace

Ternary ternary_optimum(std::span<const float> values) {
    std::vector<float> sizes = finite_sizes(values);
    std::ranges::sort(sizes, std::greater{});
    Ternary best;
    double sum = 0;
    double most = 0;
    for (std::size_t i = 0; i < sizes.size() && sizes[i] > 0; ++i) {
        sum += sizes[i];
        const auto kept = static_cast<double>(i + 1);
        if (const double gain = sum * sum / kept; gain >= most) {
            most = gain;
            best.scale = static_cast<float>(sum / kept);
        }
    }
    // At the optimum every size is nearer to where it went: otherwise moving it would gain.
    best.threshold = best.scale / 2;
    best.error = std::max(0.0, power(sizes) - most);
    return best;
}

Ternary ternary_by_mean(std::span<const float> values, double factor) {
    const std::vector<float> sizes = finite_sizes(values);
    Ternary result;
    if (sizes.empty()) {
        return result;
    }
    double sum = 0;
    for (const double size : sizes) {
        sum += size;
    }
    const double threshold = factor * sum / static_cast<double>(sizes.size());
    result.threshold = static_cast<float>(threshold);
    double kept = 0;
    double above = 0;
    for (const float size : sizes) {
        if (size > result.threshold) {
            kept += 1;
            above += size;
        }
    }
    result.scale = kept > 0 ? static_cast<float>(above / kept) : 0.0F;
    result.error = power(sizes) - (kept > 0 ? above * above / kept : 0);
    return result;
}

} // namespace espalier
