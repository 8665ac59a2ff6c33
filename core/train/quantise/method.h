// SPDX-License-Identifier: GPL-3.0-or-later
// Published ways of training a network in few bits, as data: a new one is ONE file in methods/.
#pragma once

#include "core/train/quantise/weight_quantiser.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

/// How activations are quantised while a network learns.
enum class ActivationMethod {
    None,
    Step, ///< a uniform grid whose step learns (LSQ: Esser et al. 2020, eq. 3)
    Clip, ///< a uniform grid from 0 to a bound that learns (PACT: Choi et al. 2018, eq. 2 and 3)
    Unit, ///< a uniform grid from 0 to 1 (DoReFa: Zhou et al. 2016, eq. 11)
    Byte, ///< 8 bits from -1 to 1 (WAGE: Wu et al. 2018, eq. 6)
    Sign, ///< -1 or 1, in the place of a rectifier (Hubara et al. 2016, eq. 1)
};

/// What the quantiser of one weight is made for.
struct QuantiserRequest {
    int bits = 8;
    int axis = -1; ///< along which numbers differ; -1: one set for the whole weight
    const Tensor& latent;
};

struct QuantisationMethod {
    std::string_view id; ///< contract: "lsq"
    std::string_view title;
    std::string_view reference;
    std::string_view link;
    std::string_view rule; ///< equation and gradient, for the help page
    int least_bits = 2;    ///< of weights
    int most_bits = 8;
    bool has_zero = true;   ///< pruned weights can stay zero
    bool by_chance = false; ///< weights are drawn: what is finished differs from what was trained
    /// Whether the first and the last layer stay float in the paper.
    bool float_ends = true;
    ActivationMethod activations = ActivationMethod::None;
    /// nullptr where `numbers` say it all.
    WeightQuantiserPtr (*weights)(const QuantiserRequest& request) = nullptr;

    /// What of the numbers of the training is restricted, as NumericHook::parse() takes it; empty
    /// where the method does not go beyond weights and activations.
    struct Numbers {
        std::string_view weight, error, gradient, update;
    } numbers = {};

    [[nodiscard]] bool restricts_training() const { return !numbers.weight.empty(); }
};

/// In the order of the file names.
[[nodiscard]] std::span<const QuantisationMethod* const> quantisation_methods();
/// Usage error for an unknown id, with all listed.
[[nodiscard]] const QuantisationMethod& quantisation_method(std::string_view id);

} // namespace espalier
