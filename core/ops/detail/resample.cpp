// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/resample.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>

namespace espalier::ops::detail {

namespace {

/// Where output element `at` lies between the input elements.
double original_position(const ResampleRule& rule, const ResampleAxis& axis, std::int64_t at) {
    const auto x = static_cast<double>(at);
    const auto in = static_cast<double>(axis.in);
    const auto out = static_cast<double>(axis.out);
    const double half_pixel = (x + 0.5) / axis.scale - 0.5;
    if (rule.coordinates == "asymmetric") {
        return x / axis.scale;
    }
    if (rule.coordinates == "pytorch_half_pixel") {
        return axis.out > 1 ? half_pixel : 0;
    }
    if (rule.coordinates == "align_corners") {
        // The length before rounding, as the specification's own implementation and tests have it.
        return axis.out == 1 ? 0 : x * (in - 1) / (in * axis.scale - 1);
    }
    if (rule.coordinates == "half_pixel_symmetric") {
        return in / 2 * (1 - out / (in * axis.scale)) + half_pixel;
    }
    if (rule.coordinates == "tf_crop_and_resize") {
        return axis.out == 1 ? 0.5 * (axis.roi_start + axis.roi_end) * (in - 1)
                             : axis.roi_start * (in - 1) +
                                   x * (axis.roi_end - axis.roi_start) * (in - 1) / (out - 1);
    }
    return half_pixel;
}

double nearest_index(const std::string& mode, double position) {
    if (mode == "floor") {
        return std::floor(position);
    }
    if (mode == "ceil") {
        return std::ceil(position);
    }
    return mode == "round_prefer_ceil" ? std::floor(position + 0.5) : std::ceil(position - 0.5);
}

/// The triangle, or Keys' cubic (Keys 1981, equation 4, with a).
double kernel(const ResampleRule& rule, double distance) {
    const double d = std::abs(distance);
    const double a = rule.cubic_a;
    if (rule.mode == "linear") {
        return std::max(1 - d, 0.0);
    }
    if (d <= 1) {
        return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}

/// With antialiasing the kernel is stretched over what one output element covers.
std::vector<Tap> interpolating_taps(const ResampleRule& rule, const ResampleAxis& axis,
                                    double position) {
    const double squeeze = rule.antialias ? std::min(axis.scale, 1.0) : 1.0;
    const double support = (rule.mode == "linear" ? 1.0 : 2.0) / squeeze;
    const auto begin = static_cast<std::int64_t>(std::floor(position - support)) + 1;
    const auto end = static_cast<std::int64_t>(std::ceil(position + support));
    std::vector<Tap> taps;
    double sum = 0;
    for (std::int64_t i = begin; i < end; ++i) {
        const bool outside = i < 0 || i >= axis.in;
        const double weight = kernel(rule, (static_cast<double>(i) - position) * squeeze);
        if (weight == 0 || (outside && rule.exclude_outside)) {
            continue;
        }
        sum += weight;
        const std::int64_t index = std::clamp<std::int64_t>(i, 0, axis.in - 1);
        if (!taps.empty() && taps.back().index == index) {
            taps.back().weight += weight;
        } else {
            taps.push_back({index, weight});
        }
    }
    for (Tap& tap : taps) {
        tap.weight /= sum;
    }
    return taps;
}

} // namespace

ResampleMatrix resample_matrix(const ResampleRule& rule, const ResampleAxis& axis) {
    ResampleMatrix matrix(static_cast<std::size_t>(axis.out));
    const auto last = static_cast<double>(axis.in - 1);
    for (std::size_t row = 0; row < matrix.size(); ++row) {
        const double exact = original_position(rule, axis, static_cast<std::int64_t>(row));
        if (rule.coordinates == "tf_crop_and_resize" && !(exact >= 0 && exact <= last)) {
            continue; // a NaN of the roi is outside too
        }
        // Far outside everything is the border; keeps indices small whatever the scales.
        const double position = std::clamp(exact, -4.0, last + 4.0);
        if (rule.mode == "nearest") {
            const double index = std::clamp(nearest_index(rule.nearest, position), 0.0, last);
            matrix[row] = {{static_cast<std::int64_t>(index), 1.0}};
        } else {
            matrix[row] = interpolating_taps(rule, axis, position);
        }
    }
    return matrix;
}

std::vector<double> resample(const ResampleMatrix& matrix, const std::vector<double>& x,
                             std::int64_t outer, std::int64_t in, std::int64_t inner,
                             double outside) {
    const auto rows = static_cast<std::int64_t>(matrix.size());
    std::vector<double> y(static_cast<std::size_t>(outer * rows * inner), 0.0);
    parallel_for(static_cast<std::size_t>(outer), [&](std::size_t block) {
        const double* from = x.data() + static_cast<std::int64_t>(block) * in * inner;
        double* to = y.data() + static_cast<std::int64_t>(block) * rows * inner;
        for (const std::vector<Tap>& taps : matrix) {
            if (taps.empty()) {
                std::fill_n(to, inner, outside);
            }
            for (const Tap& tap : taps) {
                for (std::int64_t i = 0; i < inner; ++i) {
                    to[i] += tap.weight * from[tap.index * inner + i];
                }
            }
            to += inner;
        }
    });
    return y;
}

std::vector<double> resample_adjoint(const ResampleMatrix& matrix, const std::vector<double>& y,
                                     std::int64_t outer, std::int64_t in, std::int64_t inner) {
    const auto rows = static_cast<std::int64_t>(matrix.size());
    std::vector<double> x(static_cast<std::size_t>(outer * in * inner), 0.0);
    parallel_for(static_cast<std::size_t>(outer), [&](std::size_t block) {
        double* to = x.data() + static_cast<std::int64_t>(block) * in * inner;
        const double* from = y.data() + static_cast<std::int64_t>(block) * rows * inner;
        for (const std::vector<Tap>& taps : matrix) {
            for (const Tap& tap : taps) {
                for (std::int64_t i = 0; i < inner; ++i) {
                    to[tap.index * inner + i] += tap.weight * from[i];
                }
            }
            from += inner;
        }
    });
    return x;
}

} // namespace espalier::ops::detail
