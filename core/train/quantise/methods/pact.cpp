// SPDX-License-Identifier: GPL-3.0-or-later
// Parameterised clipping activation: the bound of a rectifier learns.
#include "core/train/quantise/dorefa_quantiser.h"

namespace espalier::methods::pact {

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "pact",
        .title = "Learned clipping (PACT)",
        .reference = "Choi et al., PACT: Parameterized Clipping Activation for Quantized Neural "
                     "Networks, 2018",
        .link = "arXiv:1805.06085",
        .rule = "activations `clip(x, 0, a)` in k bits, where the bound a learns: by the gradient "
                "of all values that it clips, and by weight decay; weights as in DoReFa.",
        .least_bits = 2,
        .most_bits = 8,
        .has_zero = false,
        .activations = ActivationMethod::Clip,
        .weights = bounded_weights};
    return instance;
}

} // namespace espalier::methods::pact
