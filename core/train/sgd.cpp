// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/sgd.h"

#include "core/base/error.h"

namespace espalier {

void Sgd::update(std::span<float> weights, std::span<float> velocity,
                 std::span<const float> gradient, std::span<const bool> mask, double rate,
                 bool decays) const {
    expect(velocity.size() == weights.size() && gradient.size() == weights.size() &&
               (mask.empty() || mask.size() == weights.size()),
           "optimiser: {} weights, {} velocities, {} gradients, {} mask values", weights.size(),
           velocity.size(), gradient.size(), mask.size());
    const auto mu = static_cast<float>(momentum);
    const auto decay = static_cast<float>(decays ? weight_decay : 0.0);
    const auto lr = static_cast<float>(rate);
    const float ahead = nesterov ? mu : 0.0F;
    const float now = nesterov ? 1.0F : 0.0F;
    const float past = nesterov ? ahead : 1.0F;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float g = gradient[i] + decay * weights[i];
        const float v = mu * velocity[i] + g;
        velocity[i] = v;
        weights[i] -= lr * (now * g + past * v);
    }
    if (mask.empty()) {
        return;
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (!mask[i]) {
            weights[i] = 0;
            velocity[i] = 0;
        }
    }
}

} // namespace espalier
