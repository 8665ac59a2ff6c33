// SPDX-License-Identifier: GPL-3.0-or-later
// DoReFa-Net: weights bounded by a hyperbolic tangent, activations between 0 and 1.
#include "core/train/quantise/dorefa_quantiser.h"

namespace espalier::methods::dorefa {

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "dorefa",
        .title = "Bounded weights (DoReFa)",
        .reference = "Zhou et al., DoReFa-Net, 2016",
        .link = "arXiv:1606.06160",
        .rule = "x' = m (2 Q(tanh(x) / (2 max |tanh(x)|) + 1/2) - 1) with Q in multiples of 1 / "
                "(2^k - 1), m the largest |tanh(x)| at the start; one bit: mean |x| sgn(x). "
                "Activations are Q(clip(x, 0, 1)). Gradients pass Q straight through.",
        .least_bits = 1,
        .most_bits = 8,
        .has_zero = false,
        .activations = ActivationMethod::Unit,
        .weights = bounded_weights};
    return instance;
}

} // namespace espalier::methods::dorefa
