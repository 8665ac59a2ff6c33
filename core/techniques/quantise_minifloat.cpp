// SPDX-License-Identifier: GPL-3.0-or-later
// Floating point in 16 or 8 bits: fewer digits, and a smaller range, but the same relative
// precision for large weights and small ones.
//
//     x' = s round(x / s) to the nearest number of the format, half to even
#include "core/base/error.h"
#include "core/graph/minifloat_code.h"
#include "core/techniques/detail/weight_coding.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace espalier::techniques::quantise_minifloat {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.minifloat";
    info.title = "Small floats";
    info.summary = "Stores weights as floating-point numbers of 16 or 8 bits.";
    info.family = Family::Quantisation;
    info.references = {
        {"IEEE Standard for Floating-Point Arithmetic, 2019", "doi:10.1109/IEEESTD.2019.8766229"},
        {"Kalamkar et al., A Study of BFLOAT16 for Deep Learning Training, 2019",
         "arXiv:1905.12322"},
        {"Micikevicius et al., FP8 Formats for Deep Learning, 2022", "arXiv:2209.05433"}};
    info.params = {
        choice_param("format", "Format", "How many bits go to exponent and fraction.", "fp16",
                     {{"fp16", "Half precision", "5 and 10 bits, up to 65504"},
                      {"bf16", "bfloat16", "8 and 7 bits, the range of float32"},
                      {"fp8-e4m3", "FP8 E4M3", "4 and 3 bits, up to 448"},
                      {"fp8-e5m2", "FP8 E5M2", "5 and 2 bits, up to 57344"}}),
        choice_param("scaling", "Scaling",
                     "Brings the largest weight to the top of the format's range, by a power of "
                     "two.",
                     "none",
                     {{"none", "None", "weights as they are"},
                      {"tensor", "For the whole weight", ""},
                      {"channel", "For each output channel", ""}}),
        skip_ends_param(false),
    };
    info.explanation =
        "A float spends bits on an exponent, so that its relative error is the same for all sizes: "
        "at most 2^-(m+1) for m bits of fraction, 0.05 % for fp16, 0.4 % for bf16, 6 % for E4M3 "
        "and "
        "12.5 % for E5M2. Rounding is to nearest, half to even; what lies outside the range "
        "becomes "
        "the largest number, never infinity; numbers too small for the exponent lose digits one by "
        "one (subnormals).\n\n"
        "FP8 has little range to give away, so its weights are better scaled: x / s is rounded, "
        "with s the least power of two for which nothing is clipped.\n\n"
        "Complexity: O(n). Limits: weights only; products and sums stay float32. Written to "
        "ONNX as float32; .espz keeps their bits.";
    return info;
}

WeightCoder coder(const TechniqueInfo& info, const Params& params, std::uint64_t /*seed*/) {
    const Minifloat& format = minifloat(params.text("format"));
    const std::string scaling = params.text("scaling");
    WeightCoder coder =
        weight_coder(info, params, fmt::format("weights {} bit, {}", format.bits(), format.name));
    coder.by_channel = scaling == "channel";
    coder.code = [&format, scaling](const auto& channels, int axis, bool /*masked*/) {
        std::vector<float> scales;
        for (const std::vector<float>& values : channels) {
            float most = 0;
            for (const float x : values) {
                most = std::max(most, std::abs(x));
            }
            const float ratio = most / format.most;
            scales.push_back(scaling == "none" || !(ratio >= 0x1p-120F)
                                 ? 1.0F
                                 : std::exp2(std::ceil(std::log2(ratio))));
        }
        return std::make_shared<MinifloatCode>(format, axis, std::move(scales));
    };
    return coder;
}

} // namespace

const Technique& technique() {
    static const CodingTechnique instance(make_info(), coder);
    return instance;
}

} // namespace espalier::techniques::quantise_minifloat
