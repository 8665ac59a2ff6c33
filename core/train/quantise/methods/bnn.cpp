// SPDX-License-Identifier: GPL-3.0-or-later
// Binarised neural networks: weights and activations are signs.
#include "core/train/quantise/sign_quantiser.h"

namespace espalier::methods::bnn {

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "bnn",
        .title = "Signs of weights and activations (BNN)",
        .reference = "Hubara et al., Binarized Neural Networks, NIPS 2016",
        .link = "arXiv:1602.02830",
        .rule = "x' = sgn(x) for weights and, in the place of rectifiers, for activations; the "
                "gradient passes where |x| <= 1, and weights are kept there. Needs batch "
                "normalisation before each sign.",
        .least_bits = 1,
        .most_bits = 1,
        .has_zero = false,
        .float_ends = false,
        .activations = ActivationMethod::Sign,
        .weights = nearest_signs};
    return instance;
}

} // namespace espalier::methods::bnn
