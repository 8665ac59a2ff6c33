// SPDX-License-Identifier: GPL-3.0-or-later
// Logarithmic quantisation: weights become powers of two, or sums of a few of them, so that a
// product is a shift, or a few shifts and additions.
//
//     x' = s sgn(x) 2^-i,   or   x' = s sgn(x) (p_1 + ... + p_n), each p zero or a power of two
#include "core/analysis/grids/scale_search.h"
#include "core/base/error.h"
#include "core/graph/level_code.h"
#include "core/techniques/detail/weight_coding.h"

#include <fmt/core.h>

namespace espalier::techniques::quantise_power_of_two {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.power_of_two";
    info.title = "Quantise to powers of two";
    info.summary = "Rounds weights to powers of two, or to sums of them, which are shifts.";
    info.family = Family::Quantisation;
    info.references = {
        {"Zhou et al., Incremental Network Quantization, ICLR 2017", "arXiv:1702.03044"},
        {"Miyashita et al., Convolutional Neural Networks using Logarithmic Data Representation, "
         "2016",
         "arXiv:1603.01025"},
        {"Li et al., Additive Powers-of-Two Quantization, ICLR 2020", "arXiv:1909.13144"}};
    info.params = {
        integer_param("bits", "Bits", "With the sign, 2 to 8.", 4, 2, 8, "bits"),
        choice_param("levels", "Levels", "One power of two, or a sum of several.", "single",
                     {{"single", "Powers of two", "one shift for a product"},
                      {"additive", "Sums of them",
                       "a shift for each two bits, and levels that are "
                       "less crowded at zero"}}),
        choice_param("scale", "Scale", "What the levels are multiplied by.", "shift",
                     {{"shift", "A power of two", "so that it is a shift too"},
                      {"free", "Any number", "the one of least squared error"}}),
        granularity_param("channel"),
        projection_param(),
        skip_ends_param(false),
    };
    info.explanation =
        "Most weights are small and few are large, and powers of two lie just so: close together "
        "at zero and far apart outside. `single` has 0 and `+-s 2^-i` for i from 0 to "
        "2^(b-1) - 2; a product with such a weight is a shift. Its weak point is the outer part: "
        "between s/2 and s there is no level however many bits there are. `additive` therefore "
        "adds "
        "n = ceil((b-1)/2) terms, term i being 0 or 2^-(i + n j), and divides by the largest sum: "
        "2^b - 1 levels, most of them distinct and spread over the whole range.\n\n"
        "The scale s is searched for least squared error, as a power of two or as any number "
        "(a search over the range, then turns of nearest level and least squares).\n\n"
        "Complexity: O(n log n) for each scale to sort, then 80 candidates of O(2^b log n). "
        "Limits: "
        "this program multiplies such weights as floats, and the shifts are an accelerator's "
        "matter; written to ONNX, the weights are float32 again.";
    return info;
}

WeightCoder coder(const TechniqueInfo& info, const Params& params, std::uint64_t /*seed*/) {
    const auto bits = static_cast<int>(params.integer("bits"));
    const bool additive = params.text("levels") == "additive";
    const bool shift = params.text("scale") == "shift";
    WeightCoder coder =
        weight_coder(info, params,
                     fmt::format("weights {} bit, {}", bits,
                                 additive ? "sums of powers of two" : "powers of two"));
    coder.code = [=](const auto& channels, int axis, bool /*masked*/) {
        const std::vector<float> levels =
            additive ? additive_levels(bits) : power_of_two_levels(bits);
        std::vector<float> scales;
        for (const std::vector<float>& values : channels) {
            const ValuePoints points(values);
            scales.push_back(shift ? best_shift(points, levels) : best_scale(points, levels));
        }
        return std::make_shared<LevelCode>(additive ? "additive-power-of-two" : "power-of-two",
                                           levels, axis, std::move(scales));
    };
    return coder;
}

} // namespace

const Technique& technique() {
    static const CodingTechnique instance(make_info(), coder);
    return instance;
}

} // namespace espalier::techniques::quantise_power_of_two
