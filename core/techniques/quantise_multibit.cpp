// SPDX-License-Identifier: GPL-3.0-or-later
// Multi-bit weights: sums of a few signs, each with a factor, so that a product of two such tensors
// is a handful of XNORs and bit counts.
//
//     x' = a_1 b_1 + ... + a_k b_k,   b in {-1, +1}
#include "core/analysis/grids/multibit.h"
#include "core/base/error.h"
#include "core/graph/multibit_code.h"
#include "core/techniques/detail/weight_coding.h"

#include <fmt/core.h>

namespace espalier::techniques::quantise_multibit {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.multibit";
    info.title = "Multi-bit weights";
    info.summary = "Writes weights as sums of signs with a factor for each bit.";
    info.family = Family::Quantisation;
    info.references = {
        {"Guo et al., Network Sketching, CVPR 2017", "arXiv:1706.02021"},
        {"Xu et al., Alternating Multi-bit Quantization for Recurrent Neural Networks, ICLR 2018",
         "arXiv:1802.00150"}};
    info.params = {
        integer_param("bits", "Bits", "Signs in the sum, 1 to 8.", 2, 1, 8, "bits"),
        choice_param("method", "Method", "How the factors are found.", "alternating",
                     {{"greedy", "Greedy", "one bit after the other"},
                      {"refined", "Refined", "all factors anew by least squares after each bit"},
                      {"alternating", "Alternating", "codes and factors in turns"}}),
        visible_when(integer_param("turns", "Turns",
                                   "Of codes and factors; 0 goes on until the error stops to "
                                   "shrink. The paper takes 2.",
                                   0, 0, 1000),
                     "method", {"alternating"}),
        visible_when(integer_param("restarts", "Further starts",
                                   "Other factors to begin with; the best end is kept.", 4, 0, 100),
                     "method", {"alternating"}),
        granularity_param("channel"),
        skip_ends_param(false),
    };
    info.explanation =
        "A weight becomes k bits, each the sign of one summand: `x' = sum a_j b_j`. Unlike an even "
        "grid, the factors are free, and unlike a codebook, a product with activations in the same "
        "form is `sum a_i c_j XNOR-popcount(b_i, d_j)`.\n\n"
        "`greedy`: each bit is the sign of what the ones before left, its factor the mean size of "
        "that. `refined`: all factors by least squares after each bit. `alternating`: from there, "
        "the nearest sum for each weight (a search in the sorted sums) and least squares for the "
        "factors in turns; the error never grows. Two turns, as published, are far from the end "
        "for three bits and more: for normal weights they leave 4.6 % of the power with three "
        "bits, the end 3.7 %; with four bits 2.2 % and 1.2 %. A few other starts guard against a "
        "bad one.\n\n"
        "Factors are found for each output channel (a row of a matrix). Weights then take the "
        "nearest sum, whatever the method.\n\n"
        "Complexity: O(k n) greedily, then O(2^k (k^2 + log n)) a turn. Limits: there is no zero "
        "among the sums, so pruned layers are left alone; this program multiplies such weights as "
        "floats. Written to ONNX as float32.";
    return info;
}

WeightCoder coder(const TechniqueInfo& info, const Params& params, std::uint64_t seed) {
    MultiBitSettings settings;
    settings.planes = static_cast<int>(params.integer("bits"));
    settings.method = multibit_method(params.text("method"));
    settings.turns = static_cast<int>(params.integer("turns"));
    settings.restarts = static_cast<int>(params.integer("restarts"));
    settings.seed = seed;
    WeightCoder coder =
        weight_coder(info, params, fmt::format("weights {} bit, sums of signs", settings.planes));
    coder.has_zero = false;
    coder.code = [settings](const auto& channels, int axis, bool /*masked*/) {
        std::vector<float> factors;
        for (const std::vector<float>& values : channels) {
            const MultiBit fit = multibit(values, settings);
            factors.insert(factors.end(), fit.factors.begin(), fit.factors.end());
        }
        return std::make_shared<MultiBitCode>(settings.planes, axis, std::move(factors));
    };
    return coder;
}

} // namespace

const Technique& technique() {
    static const CodingTechnique instance(make_info(), coder);
    return instance;
}

} // namespace espalier::techniques::quantise_multibit
