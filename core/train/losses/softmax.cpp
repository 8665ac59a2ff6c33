// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/losses/softmax.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace espalier {

namespace {

std::size_t checked(int label, std::size_t classes) {
    expect(label >= 0 && static_cast<std::size_t>(label) < classes,
           "loss: label {} is outside [0, {})", label, classes);
    return static_cast<std::size_t>(label);
}

} // namespace

double softmax_cross_entropy(std::span<const float> scores, const SoftLabel& target, double factor,
                             std::span<float> gradient) {
    const std::size_t classes = scores.size();
    const std::size_t label = checked(target.label, classes);
    const std::size_t other = target.share < 1 ? checked(target.other, classes) : label;
    const double hard = 1 - target.smoothing;
    const double even = target.smoothing / static_cast<double>(classes);
    const double peak = *std::max_element(scores.begin(), scores.end());
    double sum = 0;
    double all = 0;
    for (const float value : scores) {
        const double above = static_cast<double>(value) - peak;
        sum += std::exp(above);
        all += above;
    }
    const double first = hard * target.share;
    const double second = hard * (1 - target.share);
    double expected = first * (static_cast<double>(scores[label]) - peak);
    if (target.share < 1) {
        expected += second * (static_cast<double>(scores[other]) - peak);
    }
    if (target.smoothing > 0) {
        expected += even * all;
    }
    for (std::size_t k = 0; k < gradient.size(); ++k) {
        const double p = std::exp(static_cast<double>(scores[k]) - peak) / sum;
        const double wanted = even + (k == label ? first : 0.0) + (k == other ? second : 0.0);
        gradient[k] += static_cast<float>((p - wanted) * factor);
    }
    return std::log(sum) - expected;
}

double softmax_cross_entropy(std::span<const float> scores, std::span<const int> labels,
                             std::size_t classes, double factor, std::span<float> gradient) {
    expect(classes > 0 && scores.size() == labels.size() * classes,
           "loss: {} scores, expected {} x {}", scores.size(), labels.size(), classes);
    expect(gradient.empty() || gradient.size() == scores.size(),
           "loss: gradient has {} values, expected {}", gradient.size(), scores.size());
    double total = 0;
    for (std::size_t row = 0; row < labels.size(); ++row) {
        total += softmax_cross_entropy(
            scores.subspan(row * classes, classes), {.label = labels[row]}, factor,
            gradient.empty() ? gradient : gradient.subspan(row * classes, classes));
    }
    return total;
}

} // namespace espalier
