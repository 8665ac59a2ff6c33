// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/distil/terms.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace espalier {

namespace {

/// Distances of all pairs i < j, row by row, and their mean.
struct Distances {
    std::vector<double> values;
    double mean = 0;
};

Distances distances(std::span<const float> embedding, std::size_t samples) {
    const std::size_t size = embedding.size() / samples;
    Distances result;
    for (std::size_t i = 0; i < samples; ++i) {
        for (std::size_t j = i + 1; j < samples; ++j) {
            double square = 0;
            for (std::size_t k = 0; k < size; ++k) {
                const double gap = static_cast<double>(embedding[i * size + k]) -
                                   static_cast<double>(embedding[j * size + k]);
                square += gap * gap;
            }
            result.values.push_back(std::sqrt(square));
            result.mean += result.values.back();
        }
    }
    result.mean /= static_cast<double>(std::max<std::size_t>(result.values.size(), 1));
    return result;
}

} // namespace

double relational_term(const DistilValues& values, double factor, std::span<float> gradient) {
    const std::size_t samples = values.samples;
    const Distances own = distances(values.student, samples);
    const Distances wanted = distances(values.teacher, samples);
    const auto pairs = static_cast<double>(own.values.size());
    if (!(own.mean > 0) || !(wanted.mean > 0)) {
        return 0; // a single sample, or all of them in one point: nothing to compare
    }
    std::vector<double> slopes(own.values.size()); // d term / d (distance / mean)
    double total = 0;
    double pull = 0;
    for (std::size_t p = 0; p < slopes.size(); ++p) {
        const double gap = own.values[p] / own.mean - wanted.values[p] / wanted.mean;
        const double size = std::abs(gap);
        total += (size <= 1 ? 0.5 * gap * gap : size - 0.5) / pairs;
        slopes[p] = std::clamp(gap, -1.0, 1.0) / pairs;
        pull += slopes[p] * own.values[p];
    }
    // The mean distance depends on every distance, too.
    pull /= own.mean * own.mean * pairs;
    const std::size_t size = gradient.size() / samples;
    std::size_t p = 0;
    for (std::size_t i = 0; i < samples && !gradient.empty(); ++i) {
        for (std::size_t j = i + 1; j < samples; ++j, ++p) {
            const double by_distance = slopes[p] / own.mean - pull;
            const double scale = own.values[p] > 0 ? factor * by_distance / own.values[p] : 0.0;
            for (std::size_t k = 0; k < size; ++k) {
                const double gap = static_cast<double>(values.student[i * size + k]) -
                                   static_cast<double>(values.student[j * size + k]);
                gradient[i * size + k] += static_cast<float>(scale * gap);
                gradient[j * size + k] -= static_cast<float>(scale * gap);
            }
        }
    }
    return total;
}

} // namespace espalier
