// SPDX-License-Identifier: GPL-3.0-or-later
// Weight sharing: every weight of a layer becomes one of a few values that are chosen for the
// layer, and what is stored of it is which one (Deep Compression).
//
//     x' = c[argmin_i |x - c_i|],   c = argmin over all c_1 ... c_k of sum (x - x')^2
//
// O(k n log n) for the exact optimum of n distinct weights, O(n log n + rounds k log n) for Lloyd.
#include "core/analysis/grids/codebook.h"
#include "core/base/error.h"
#include "core/techniques/detail/weight_coding.h"

#include <fmt/core.h>

namespace espalier::techniques::quantise_codebook {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.codebook";
    info.title = "Share weights";
    info.summary = "Gives each layer a codebook of a few values and stores which one a weight has.";
    info.family = Family::Quantisation;
    info.references = {
        {"Han et al., Deep Compression, ICLR 2016", "arXiv:1510.00149"},
        {"Max, Quantizing for minimum distortion, 1960", "doi:10.1109/TIT.1960.1057548"},
        {"Lloyd, Least squares quantization in PCM, 1982", "doi:10.1109/TIT.1982.1056489"},
        {"Wu, Optimal quantization by matrix searching, J. Algorithms 1991",
         "doi:10.1016/0196-6774(91)90039-2"}};
    info.params = {
        integer_param("bits", "Bits", "Of the index of a weight: 1 to 8, for 2 to 256 values.", 4,
                      1, 8, "bits"),
        choice_param(
            "levels", "Values of the codebook", "How they are found.", "optimum",
            {{"optimum", "Least squared error", "the exact optimum, by dynamic programming"},
             {"lloyd", "Lloyd", "k-means by turns, as published"},
             {"balanced", "Equal shares", "the same number of weights for each value"}}),
        visible_when(
            choice_param("start", "Start", "Where Lloyd's turns begin.", "linear",
                         {{"linear", "Linear", "evenly from the least to the greatest weight"},
                          {"density", "Density", "evenly along the distribution function"},
                          {"random", "Random", "weights drawn by chance"}}),
            "levels", {"lloyd"}),
        projection_param(),
        skip_ends_param(false),
    };
    info.explanation =
        "Weights of a layer lie close together, so a few well-chosen values stand for all of them: "
        "`x' = c_i` with `i = argmin |x - c_i|`. A weight is stored as an index of b bits, the "
        "2^b values once for the layer.\n\n"
        "`optimum` minimises `sum (x - x')^2` exactly. In one dimension the cells of the best "
        "codebook are intervals of the sorted weights, so dynamic programming over their ends "
        "finds it; of more than 65,536 weights the ends lie on a grid of 65,536 steps across the "
        "range. `lloyd` takes turns between nearest value and mean of a cell; it ends in a "
        "local optimum that depends on its start. `balanced` cuts the sorted weights into equal "
        "shares. For normal weights the optimum leaves 11.75 %, 3.45 % and 0.95 % of the power "
        "with 4, 8 and 16 values (Max 1960).\n\n"
        "Pruned weights are not asked: in a layer with a mask one value of the codebook is zero "
        "and the others are fitted to the weights that remain.\n\n"
        "Complexity: O(k n log n) for k values. Limits: no integer arithmetic follows from a "
        "codebook; values are looked up and multiplied as floats, which saves bytes, not time. "
        "Written to ONNX, the weights are float32 again; .espz keeps the indices. The codebook "
        "stays as it is in fine-tuning; weights change their places in it.";
    return info;
}

Levels fitted(const std::vector<float>& values, std::size_t count, const Params& params,
              std::uint64_t seed) {
    const ValuePoints points(values);
    if (points.empty()) {
        return {0};
    }
    const std::string& how = params.text("levels");
    if (how == "balanced") {
        return balanced_levels(points, count);
    }
    if (how == "lloyd") {
        return lloyd_levels(points,
                            start_levels(points, count, level_start(params.text("start")), seed));
    }
    return optimal_levels(points, count);
}

WeightCoder coder(const TechniqueInfo& info, const Params& params, std::uint64_t seed) {
    const auto bits = static_cast<int>(params.integer("bits"));
    WeightCoder coder = weight_coder(
        info, params, fmt::format("weights {} bit, codebook of {} values", bits, 1 << bits));
    coder.code = [bits, params, seed](const auto& channels, int /*axis*/, bool masked) {
        const std::size_t count =
            (std::size_t{1} << static_cast<unsigned>(bits)) - (masked ? 1 : 0);
        Levels levels = fitted(channels.front(), count, params, seed);
        if (masked) {
            levels.push_back(0);
        }
        return std::make_shared<CodebookCode>(std::move(levels));
    };
    return coder;
}

} // namespace

const Technique& technique() {
    static const CodingTechnique instance(make_info(), coder);
    return instance;
}

} // namespace espalier::techniques::quantise_codebook
