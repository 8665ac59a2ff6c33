// SPDX-License-Identifier: GPL-3.0-or-later
// BinaryConnect: weights are signs, activations stay float.
#include "core/train/quantise/sign_quantiser.h"

namespace espalier::methods::binary_connect {

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "binaryconnect",
        .title = "Signs of weights (BinaryConnect)",
        .reference = "Courbariaux et al., BinaryConnect, NIPS 2015",
        .link = "arXiv:1511.00363",
        .rule = "x' = sgn(x) for weights alone; the gradient passes straight through, and weights "
                "are kept within [-1, 1]. Needs batch normalisation behind.",
        .least_bits = 1,
        .most_bits = 1,
        .has_zero = false,
        .float_ends = false,
        .weights = nearest_signs};
    return instance;
}

} // namespace espalier::methods::binary_connect
