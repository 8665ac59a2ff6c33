// SPDX-License-Identifier: GPL-3.0-or-later
// Stochastic gradient descent with momentum:
//     g = gradient + weight_decay * w;   v = momentum * v + g;
//     w = w - rate * v                   (or, Nesterov: w - rate * (g + momentum * v))
// (Sutskever et al. 2013 in the form PyTorch uses.)
#pragma once

#include <cstdint>
#include <span>

namespace espalier {

struct Sgd {
    double momentum = 0.9;
    double weight_decay = 0.0; ///< used on weights of two or more dimensions only
    bool nesterov = false;

    /// One update in place; all spans are as long as `weights`. Where `mask` is not empty, masked
    /// weights and their velocities become (and so stay) zero.
    void update(std::span<float> weights, std::span<float> velocity,
                std::span<const float> gradient, std::span<const bool> mask, double rate,
                bool decays) const;
};

} // namespace espalier
