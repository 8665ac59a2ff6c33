// SPDX-License-Identifier: GPL-3.0-or-later
// BinaryConnect with weights drawn by chance.
#include "core/train/quantise/sign_quantiser.h"

namespace espalier::methods::binary_connect_stochastic {

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "binaryconnect-stochastic",
        .title = "Random signs of weights (BinaryConnect)",
        .reference = "Courbariaux et al., BinaryConnect, NIPS 2015",
        .link = "arXiv:1511.00363",
        .rule =
            "each weight is 1 with the probability clip((x + 1) / 2, 0, 1), else -1, drawn anew "
            "for every step; the gradient passes straight through, and weights are kept within "
            "[-1, 1]. What is finished has the more probable signs, and batch "
            "normalisations measured anew with them.",
        .least_bits = 1,
        .most_bits = 1,
        .has_zero = false,
        .by_chance = true,
        .float_ends = false,
        .weights = drawn_signs};
    return instance;
}

} // namespace espalier::methods::binary_connect_stochastic
