// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/loss.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace espalier {

double softmax_cross_entropy(std::span<const float> scores, std::span<const int> labels,
                             std::size_t classes, double factor, std::span<float> gradient) {
    expect(classes > 0 && scores.size() == labels.size() * classes,
           "loss: {} scores, expected {} x {}", scores.size(), labels.size(), classes);
    expect(gradient.empty() || gradient.size() == scores.size(),
           "loss: gradient has {} values, expected {}", gradient.size(), scores.size());
    double total = 0;
    for (std::size_t row = 0; row < labels.size(); ++row) {
        const auto x = scores.subspan(row * classes, classes);
        expect(labels[row] >= 0 && static_cast<std::size_t>(labels[row]) < classes,
               "loss: label {} is outside [0, {})", labels[row], classes);
        const auto label = static_cast<std::size_t>(labels[row]);
        const double peak = *std::max_element(x.begin(), x.end());
        double sum = 0;
        for (const float value : x) {
            sum += std::exp(static_cast<double>(value) - peak);
        }
        total += std::log(sum) - (static_cast<double>(x[label]) - peak);
        if (gradient.empty()) {
            continue;
        }
        for (std::size_t k = 0; k < classes; ++k) {
            const double p = std::exp(static_cast<double>(x[k]) - peak) / sum;
            gradient[row * classes + k] =
                static_cast<float>((p - (k == label ? 1.0 : 0.0)) * factor);
        }
    }
    return total;
}

} // namespace espalier
