// SPDX-License-Identifier: GPL-3.0-or-later
// Sums of signs with factors, fitted in every step: for recurrent networks.
#include "core/analysis/grids/multibit.h"

#include "core/analysis/histogram.h"
#include "core/graph/multibit_code.h"
#include "core/train/quantise/fitted_quantiser.h"
#include "core/train/quantise/method.h"

namespace espalier::methods::multibit {

namespace {

CodePtr fit(const Tensor& latent, int bits, int axis) {
    // Two turns, as in the paper: the weights have hardly moved since the step before.
    const MultiBitSettings settings{
        .planes = bits, .method = MultiBitMethod::Alternating, .turns = 2, .restarts = 0};
    std::vector<float> factors;
    for (const std::vector<float>& values : by_channel(latent, axis)) {
        const MultiBit found = espalier::multibit(values, settings);
        factors.insert(factors.end(), found.factors.begin(), found.factors.end());
    }
    return std::make_shared<MultiBitCode>(bits, axis, std::move(factors));
}

WeightQuantiserPtr weights(const QuantiserRequest& request) {
    return std::make_shared<FittedQuantiser>(
        "multibit", [bits = request.bits, axis = request.axis](const Tensor& latent) {
            return fit(latent, bits, axis);
        });
}

} // namespace

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "multibit",
        .title = "Sums of signs",
        .reference = "Xu et al., Alternating Multi-bit Quantization for Recurrent Neural Networks, "
                     "ICLR 2018",
        .link = "arXiv:1802.00150",
        .rule = "x' = a_1 b_1 + ... + a_k b_k with signs b, the factors of each row fitted by "
                "alternating minimisation in every step; the gradient passes straight through.",
        .least_bits = 1,
        .most_bits = 4,
        .has_zero = false,
        .weights = weights};
    return instance;
}

} // namespace espalier::methods::multibit
