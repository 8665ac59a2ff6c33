// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimisers/rules.h"

namespace espalier {

void sgd_update(const Optimiser& settings, const OptimiserTarget& target, double rate,
                std::size_t /*step*/) {
    const auto mu = static_cast<float>(settings.momentum);
    const auto decay = static_cast<float>(target.decays ? settings.weight_decay : 0.0);
    const auto lr = static_cast<float>(rate);
    const bool ahead = settings.kind == OptimiserKind::Nesterov;
    const float now = ahead ? 1.0F : 0.0F;
    const float past = ahead ? mu : 1.0F;
    const auto weights = target.weights;
    const auto velocity = target.states[0];
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float g = target.gradient[i] + decay * weights[i];
        const float v = mu * velocity[i] + g;
        velocity[i] = v;
        weights[i] -= lr * (now * g + past * v);
    }
}

} // namespace espalier
