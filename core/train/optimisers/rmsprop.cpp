// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimisers/rules.h"

#include <cmath>

namespace espalier {

void rmsprop_update(const Optimiser& settings, const OptimiserTarget& target, double rate,
                    std::size_t /*step*/) {
    const auto decay = static_cast<float>(target.decays ? settings.weight_decay : 0.0);
    const auto keep = static_cast<float>(settings.smoothing);
    const auto fresh = static_cast<float>(1.0 - settings.smoothing);
    const auto mu = static_cast<float>(settings.momentum);
    const auto epsilon = static_cast<float>(settings.epsilon);
    const auto lr = static_cast<float>(rate);
    const auto weights = target.weights;
    const auto square = target.states[0];
    const auto velocity = target.states[1];
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float g = target.gradient[i] + decay * weights[i];
        square[i] = keep * square[i] + fresh * g * g;
        velocity[i] = mu * velocity[i] + g / (std::sqrt(square[i]) + epsilon);
        weights[i] -= lr * velocity[i];
    }
}

} // namespace espalier
