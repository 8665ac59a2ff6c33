// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimisers/rules.h"

#include <cmath>

namespace espalier {

void adam_update(const Optimiser& settings, const OptimiserTarget& target, double rate,
                 std::size_t step) {
    const double decay = target.decays ? settings.weight_decay : 0.0;
    const bool apart = settings.kind == OptimiserKind::AdamW;
    const auto shrink = static_cast<float>(apart ? 1.0 - rate * decay : 1.0);
    const auto pull = static_cast<float>(apart ? 0.0 : decay);
    const auto beta1 = static_cast<float>(settings.beta1);
    const auto beta2 = static_cast<float>(settings.beta2);
    const auto new1 = static_cast<float>(1.0 - settings.beta1);
    const auto new2 = static_cast<float>(1.0 - settings.beta2);
    const auto t = static_cast<double>(step);
    const auto size = static_cast<float>(rate / (1.0 - std::pow(settings.beta1, t)));
    const auto root = static_cast<float>(std::sqrt(1.0 - std::pow(settings.beta2, t)));
    const auto epsilon = static_cast<float>(settings.epsilon);
    const auto weights = target.weights;
    const auto mean = target.states[0];
    const auto square = target.states[1];
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float w = weights[i] * shrink;
        const float g = target.gradient[i] + pull * w;
        mean[i] = beta1 * mean[i] + new1 * g;
        square[i] = beta2 * square[i] + new2 * g * g;
        weights[i] = w - size * mean[i] / (std::sqrt(square[i]) / root + epsilon);
    }
}

} // namespace espalier
