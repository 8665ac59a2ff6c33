// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/distil/terms.h"

#include <cmath>
#include <vector>

namespace espalier {

double feature_term(const DistilValues& values, double factor, std::span<float> gradient) {
    const auto count = static_cast<double>(values.student.size());
    double total = 0;
    for (std::size_t i = 0; i < values.student.size(); ++i) {
        const double gap =
            static_cast<double>(values.student[i]) - static_cast<double>(values.teacher[i]);
        total += gap * gap;
        if (!gradient.empty()) {
            gradient[i] += static_cast<float>(factor * 2 * gap / count);
        }
    }
    return total / count;
}

namespace {

/// Q / |Q| of one sample, and |Q|.
double attention(std::span<const float> sample, std::size_t places, std::vector<double>& map) {
    map.assign(places, 0.0);
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const auto x = static_cast<double>(sample[i]);
        map[i % places] += x * x;
    }
    double square = 0;
    for (const double value : map) {
        square += value * value;
    }
    const double length = std::sqrt(square);
    for (double& value : map) {
        value = length > 0 ? value / length : 0.0;
    }
    return length;
}

} // namespace

double attention_term(const DistilValues& values, std::size_t places, double factor,
                      std::span<float> gradient) {
    const std::size_t own = values.student.size() / values.samples;
    const std::size_t other = values.teacher.size() / values.samples;
    const auto count = static_cast<double>(values.samples);
    std::vector<double> student;
    std::vector<double> teacher;
    double total = 0;
    for (std::size_t n = 0; n < values.samples; ++n) {
        const auto sample = values.student.subspan(n * own, own);
        const double length = attention(sample, places, student);
        attention(values.teacher.subspan(n * other, other), places, teacher);
        // d|q - t|^2 / dQ = 2 (g - q (g.q)) / |Q| with g = q - t, and dQ / dA = 2 A.
        double along = 0;
        for (std::size_t p = 0; p < places; ++p) {
            const double gap = student[p] - teacher[p];
            total += gap * gap;
            along += gap * student[p];
        }
        if (gradient.empty() || !(length > 0)) {
            continue;
        }
        for (std::size_t i = 0; i < own; ++i) {
            const std::size_t p = i % places;
            const double by_map = 2 * (student[p] - teacher[p] - student[p] * along) / length;
            gradient[n * own + i] +=
                static_cast<float>(factor / count * by_map * 2 * static_cast<double>(sample[i]));
        }
    }
    return total / count;
}

} // namespace espalier
