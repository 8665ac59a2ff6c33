// SPDX-License-Identifier: GPL-3.0-or-later
// WAGE: weights, activations, gradients and errors in few bits, so that integers could train.
#include "core/train/quantise/method.h"

namespace espalier::methods::wage {

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "wage",
        .title = "Integers all the way (WAGE)",
        .reference = "Wu et al., Training and Inference with Integers in Deep Neural Networks, "
                     "ICLR 2018",
        .link = "arXiv:1802.04680",
        .rule = "weights of -1/2, 0 and 1/2 times a power of two for each layer, activations and "
                "errors in 8 bits from -1 to 1, errors and gradients over the power of two nearest "
                "to the largest of them, and updates of 8 bits rounded by chance, on the grid that "
                "the weights underneath lie on. SGD without momentum or decay, `lr` 1/16 (eight "
                "steps of that grid for the largest gradient) unless told otherwise.",
        .least_bits = 2,
        .most_bits = 2,
        .float_ends = false,
        .activations = ActivationMethod::Byte,
        .numbers = {"2-unit", "8-unit+norm", "norm", "8s-unit"}};
    return instance;
}

} // namespace espalier::methods::wage
