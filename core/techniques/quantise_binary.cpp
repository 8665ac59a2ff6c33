// SPDX-License-Identifier: GPL-3.0-or-later
// Binary weights: of each only the sign is kept, and one factor for all of a channel.
//
//     x' = a sgn(x),   a = mean |x|,   sgn(0) = 1
#include "core/analysis/grids/multibit.h"
#include "core/base/error.h"
#include "core/graph/multibit_code.h"
#include "core/techniques/detail/weight_coding.h"

#include <fmt/core.h>

namespace espalier::techniques::quantise_binary {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.binary";
    info.title = "Binary weights";
    info.summary = "Keeps the sign of each weight and one factor for each channel.";
    info.family = Family::Quantisation;
    info.references = {{"Courbariaux et al., BinaryConnect, NIPS 2015", "arXiv:1511.00363"},
                       {"Rastegari et al., XNOR-Net, ECCV 2016", "arXiv:1603.05279"},
                       {"Hubara et al., Binarized Neural Networks, NIPS 2016", "arXiv:1602.02830"}};
    info.params = {
        choice_param("factor", "Factor", "What the signs are multiplied by.", "mean",
                     {{"mean", "Mean size", "the one of least squared error (XNOR-Net)"},
                      {"one", "One", "signs alone (BinaryConnect)"}}),
        granularity_param("channel"),
        projection_param(),
        skip_ends_param(true),
    };
    info.explanation =
        "A weight becomes a bit. `x' = a sgn(x)` with sgn(0) = 1 has the least squared error at "
        "`a = mean |x|` (Rastegari et al. 2016, eq. 6); what is lost is `1 - a^2 / mean x^2` of "
        "the "
        "power: 36.3 % of normal weights (1 - 2 / pi), half of Laplace ones. With factor one the "
        "weights are -1 and 1, which only a network trained so, or one with batch normalisation "
        "behind every layer, can bear. Rounding by chance gives "
        "`P(+a) = clip((1 + x / a) / 2, 0, 1)` (BinaryConnect).\n\n"
        "Complexity: O(n). Limits: there is no zero among the levels, so pruned layers are left "
        "alone; without training on most networks are lost; the first and the last layer are "
        "better "
        "left float. Stored in one bit a weight; written to ONNX as float32.";
    return info;
}

WeightCoder coder(const TechniqueInfo& info, const Params& params, std::uint64_t /*seed*/) {
    const bool one = params.text("factor") == "one";
    WeightCoder coder = weight_coder(info, params, "weights 1 bit");
    coder.has_zero = false;
    coder.code = [=](const auto& channels, int axis, bool /*masked*/) {
        std::vector<float> factors;
        for (const std::vector<float>& values : channels) {
            const MultiBitSettings settings{.planes = 1, .method = MultiBitMethod::Greedy};
            factors.push_back(one ? 1 : multibit(values, settings).factors.front());
        }
        return std::make_shared<MultiBitCode>(1, axis, std::move(factors));
    };
    return coder;
}

} // namespace

const Technique& technique() {
    static const CodingTechnique instance(make_info(), coder);
    return instance;
}

} // namespace espalier::techniques::quantise_binary
