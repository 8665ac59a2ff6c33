// SPDX-License-Identifier: GPL-3.0-or-later
// How weights move along their gradient. Every rule is the one PyTorch uses, so that its settings
// can be taken over; t counts steps from 1:
//     sgd       g += weight_decay * w;  v = momentum * v + g;  w -= rate * v
//     nesterov  the same, but w -= rate * (g + momentum * v)              (Sutskever et al. 2013)
//     adam      g += weight_decay * w;  m = beta1 * m + (1 - beta1) * g;
//               s = beta2 * s + (1 - beta2) * g^2;
//               w -= rate * m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon)
//                                                                     (Kingma and Ba 2015, alg. 1)
//     adamw     w -= rate * weight_decay * w, then adam without it (Loshchilov and Hutter 2019)
//     rmsprop   g += weight_decay * w;  s = smoothing * s + (1 - smoothing) * g^2;
//               v = momentum * v + g / (sqrt(s) + epsilon);  w -= rate * v   (Hinton, lecture 6e)
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace espalier {

enum class OptimiserKind { Sgd, Nesterov, Adam, AdamW, RmsProp };

/// One parameter as an optimiser sees it; all spans are equally long.
struct OptimiserTarget {
    std::span<float> weights;
    std::span<const float> gradient;
    std::span<const bool> mask;             ///< empty where nothing is pruned
    std::array<std::span<float>, 2> states; ///< the first Optimiser::states() of them are used
    bool decays = true;                     ///< whether weight decay applies
};

struct Optimiser {
    OptimiserKind kind = OptimiserKind::Sgd;
    double momentum = 0.9;     ///< sgd, nesterov, rmsprop
    double weight_decay = 0.0; ///< used on weights of two or more dimensions only
    double beta1 = 0.9;        ///< adam, adamw: of the mean
    double beta2 = 0.999;      ///< adam, adamw: of the mean square
    double smoothing = 0.99;   ///< rmsprop: of the mean square
    double epsilon = 1e-8;     ///< adam, adamw, rmsprop

    /// How many floats it remembers for each weight; zero at first.
    [[nodiscard]] std::size_t states() const;

    /// One update in place; `step` counts from 1. Masked weights and their states become (and so
    /// stay) zero.
    void update(const OptimiserTarget& target, double rate, std::size_t step) const;

    bool operator==(const Optimiser&) const = default;
};

/// "sgd", "nesterov", "adam", "adamw", "rmsprop"; Usage error for another name, with these listed.
[[nodiscard]] OptimiserKind optimiser_kind(std::string_view name);
[[nodiscard]] std::string_view optimiser_name(OptimiserKind kind);

} // namespace espalier
