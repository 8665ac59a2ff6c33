// SPDX-License-Identifier: GPL-3.0-or-later
// Ternary weights: each becomes -a, 0 or a.
//
//     x' = a sgn(x) where |x| > d, else 0;   a = mean of |x| over |x| > d
#include "core/analysis/grids/ternary.h"
#include "core/base/error.h"
#include "core/graph/level_code.h"
#include "core/techniques/detail/weight_coding.h"

#include <fmt/core.h>

#include <algorithm>

namespace espalier::techniques::quantise_ternary {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.ternary";
    info.title = "Ternary weights";
    info.summary = "Rounds each weight to -a, 0 or a, with the a that fits best.";
    info.family = Family::Quantisation;
    info.references = {
        {"Li et al., Ternary Weight Networks, 2016", "arXiv:1605.04711"},
        {"Zhu et al., Trained Ternary Quantization, ICLR 2017", "arXiv:1612.01064"},
        {"Deng et al., Model Compression and Hardware Acceleration for Neural Networks, Proc. IEEE "
         "2020",
         "doi:10.1109/JPROC.2020.2976475"}};
    info.params = {
        choice_param("threshold", "Threshold", "Below which size a weight becomes zero.", "optimum",
                     {{"optimum", "Least squared error", "the exact optimum"},
                      {"mean", "Share of the mean", "as ternary weight networks do"},
                      {"fixed", "Fixed", "a half, and levels -1 and 1"}}),
        visible_when(real_param("factor", "Factor",
                                "The threshold over the mean size of the weights; 0.7 in the first "
                                "version of the paper.",
                                0.75, 0.01, 3, 0.01),
                     "threshold", {"mean"}),
        granularity_param("channel"),
        projection_param(),
        skip_ends_param(false),
    };
    info.explanation =
        "Two signs and a zero: a product is an addition, a subtraction or nothing, and the zeros "
        "are a pruning on top. For a threshold d the best a is the mean size of what lies above, "
        "and `sum (x - x')^2 = sum x^2 - S^2 / k` with S the sum of the k sizes above d.\n\n"
        "`optimum` sorts the sizes and takes the k with the largest S^2 / k by running sums: "
        "exact, and for normal weights 19.02 % of the power are lost (Max 1960), at d = 0.765 mean "
        "|x|. `mean` is `d = 0.75 mean |x|` (Li et al. 2016): as good for normal weights, 4 % "
        "worse "
        "for Laplace ones. `fixed` is for weights in [-1, 1]. Rounding by chance gives "
        "`P(not 0) = |x| / a`.\n\n"
        "Complexity: O(n log n). Limits: without training, most networks lose their accuracy; "
        "train on with `finetune`, or from the start. Stored in 2 bits a weight or less, since "
        "zeros compress; written to ONNX as float32.";
    return info;
}

Ternary fitted(const std::vector<float>& values, const std::string& rule, double factor) {
    if (rule == "fixed") {
        return {.scale = 1, .threshold = 0.5F, .error = 0};
    }
    return rule == "mean" ? ternary_by_mean(values, factor) : ternary_optimum(values);
}

WeightCoder coder(const TechniqueInfo& info, const Params& params, std::uint64_t /*seed*/) {
    const std::string rule = params.text("threshold");
    const double factor = params.real("factor");
    WeightCoder coder = weight_coder(info, params, "weights ternary");
    coder.code = [=](const auto& channels, int axis, bool /*masked*/) {
        std::vector<float> scales;
        std::vector<float> dead_zones;
        for (const std::vector<float>& values : channels) {
            const Ternary fit = fitted(values, rule, factor);
            // A channel of zeros has no scale; whichever it gets, its weights stay zero.
            const float scale = fit.scale > 0 ? fit.scale : 1;
            scales.push_back(scale);
            dead_zones.push_back(std::min(fit.threshold, 0.999F * scale));
        }
        if (rule == "optimum") {
            dead_zones.clear(); // half of the scale, which is the nearest level
        }
        return std::make_shared<LevelCode>("ternary", std::vector<float>{-1, 0, 1}, axis,
                                           std::move(scales), std::move(dead_zones));
    };
    return coder;
}

} // namespace

const Technique& technique() {
    static const CodingTechnique instance(make_info(), coder);
    return instance;
}

} // namespace espalier::techniques::quantise_ternary
