// SPDX-License-Identifier: GPL-3.0-or-later
// Learned step size quantisation: uniform grids whose steps follow their gradient.
#include "core/analysis/calibration.h"
#include "core/analysis/histogram.h"
#include "core/train/quantise/code_quantiser.h"
#include "core/train/quantise/method.h"

namespace espalier::methods::lsq {

namespace {

/// Steps begin where the squared error is least, which a trained network bears best.
WeightQuantiserPtr weights(const QuantiserRequest& request) {
    const QuantiserSpec spec{.bits = request.bits, .symmetric = true, .rule = RangeRule::Mse};
    std::vector<Grid1D> grids;
    for (const std::vector<float>& values : by_channel(request.latent, request.axis)) {
        grids.push_back(grid_for(range_of(values, spec), spec));
    }
    return code_quantiser(affine_code(grids, spec, request.axis));
}

} // namespace

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "lsq",
        .title = "Learned steps (LSQ)",
        .reference = "Esser et al., Learned Step Size Quantization, ICLR 2020",
        .link = "arXiv:1902.08153",
        .rule = "x' = s round(clip(x / s, low, high)) for weights and activations, each with a "
                "step s that learns by `round(x / s) - x / s` inside the range and `low` or `high` "
                "outside, divided by sqrt(n q_max). x gets its gradient straight through inside "
                "the range, none outside.",
        .least_bits = 2,
        .most_bits = 8,
        .float_ends = false,
        .activations = ActivationMethod::Step,
        .weights = weights};
    return instance;
}

} // namespace espalier::methods::lsq
