// SPDX-License-Identifier: GPL-3.0-or-later
// Ternary weight networks: -a, 0 and a, fitted in every step.
#include "core/analysis/grids/ternary.h"
#include "core/analysis/histogram.h"
#include "core/graph/level_code.h"
#include "core/train/quantise/fitted_quantiser.h"
#include "core/train/quantise/method.h"

#include <algorithm>

namespace espalier::methods::twn {

namespace {

CodePtr fit(const Tensor& latent, int axis) {
    std::vector<float> scales;
    std::vector<float> zones;
    for (const std::vector<float>& values : by_channel(latent, axis)) {
        const Ternary ternary = ternary_by_mean(values);
        // A channel of zeros has no scale; whichever it gets, its weights stay zero.
        const float scale = ternary.scale > 0 ? ternary.scale : 1;
        scales.push_back(scale);
        zones.push_back(std::min(ternary.threshold, 0.999F * scale));
    }
    return std::make_shared<LevelCode>("ternary", std::vector<float>{-1, 0, 1}, axis,
                                       std::move(scales), std::move(zones));
}

WeightQuantiserPtr weights(const QuantiserRequest& request) {
    return std::make_shared<FittedQuantiser>(
        "twn", [axis = request.axis](const Tensor& latent) { return fit(latent, axis); });
}

} // namespace

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "twn",
        .title = "Ternary weights (TWN)",
        .reference = "Li et al., Ternary Weight Networks, 2016",
        .link = "arXiv:1605.04711",
        .rule = "x' = a sgn(x) where |x| > d = 0.75 mean |x|, else 0; a is the mean size of what "
                "lies above d. Both follow the weights in every step; the gradient passes straight "
                "through.",
        .least_bits = 2,
        .most_bits = 2,
        .float_ends = false,
        .weights = weights};
    return instance;
}

} // namespace espalier::methods::twn
