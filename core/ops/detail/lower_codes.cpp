// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/lower_codes.h"

#include "core/ops/detail/activation.h"
#include "core/ops/detail/conv_problem.h"

#include <algorithm>

namespace espalier::ops::detail {

namespace {

using dnn::Desc;
using Type = dnnl::memory::data_type;
using ConvForward = dnnl::convolution_forward;

constexpr int kPerChannel = 1 << 1; ///< oneDNN's mask for one scale per index of axis 1

bool has_vnni() {
    const auto isa = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
    const auto includes = [&](dnnl::cpu_isa wanted) {
        return (isa & static_cast<unsigned>(wanted)) == static_cast<unsigned>(wanted);
    };
    return includes(dnnl::cpu_isa::avx512_core_vnni) || includes(dnnl::cpu_isa::avx2_vnni);
}

/// Codes of the weights around zero, with one scale or one for each output channel; nullptr where
/// they are something else.
const AffineCode* weight_code(const Parameter* weight) {
    const auto* code =
        weight == nullptr ? nullptr : dynamic_cast<const AffineCode*>(weight->code().get());
    const bool fits = code != nullptr && code->is_signed() && code->bits() <= 8 &&
                      code->axis() <= 0 &&
                      std::ranges::all_of(code->zero_points(), [](int zero) { return zero == 0; });
    return fits ? code : nullptr;
}

/// True where the products of two neighbouring input channels, the input at its largest, fit into
/// 16 bits together for every output channel and tap. `codes` are [O, I, ...].
bool pairs_fit(const Tensor& codes) {
    constexpr int kMost = 32767 / 255;
    const auto values = codes.data<std::int8_t>();
    const auto inputs = static_cast<std::size_t>(codes.shape()[1]);
    const auto taps = static_cast<std::size_t>(codes.shape().elements(2, codes.shape().rank()));
    for (std::size_t o = 0; o < static_cast<std::size_t>(codes.shape()[0]); ++o) {
        for (std::size_t i = 0; i + 1 < inputs; i += 2) {
            for (std::size_t tap = 0; tap < taps; ++tap) {
                const int a = values[(o * inputs + i) * taps + tap];
                const int b = values[(o * inputs + i + 1) * taps + tap];
                if (std::max(a, 0) + std::max(b, 0) > kMost ||
                    std::min(a, 0) + std::min(b, 0) < -kMost) {
                    return false;
                }
            }
        }
    }
    return true;
}

/// The followers as post-operations on results in steps of `step`; false where one is none of the
/// functions that only cut values off.
bool append_followers(const Lowering& lowering, float step, dnnl::post_ops& ops) {
    for (const Node* follower : lowering.followers()) {
        const auto stages =
            elementwise_stages(*follower, [&](ValueId value) { return lowering.constant(value); });
        if (!stages) {
            return false;
        }
        for (const ElementwiseStage& stage : *stages) {
            if (stage.algorithm == dnnl::algorithm::eltwise_relu && stage.alpha == 0) {
                ops.append_eltwise(1.0F, stage.algorithm, 0, 0);
            } else if (stage.algorithm == dnnl::algorithm::eltwise_clip) {
                ops.append_eltwise(1.0F, stage.algorithm, stage.alpha / step, stage.beta / step);
            } else {
                return false;
            }
        }
    }
    return true;
}

/// What turns the integer sums of a convolution into its result.
struct Requantisation {
    std::vector<float> scales; ///< of the sums, in steps of the result
    Tensor bias;               ///< in units of the sums
};

Requantisation requantisation(const ConvProblem& conv, float input_step, const AffineCode& weight,
                              float output_step) {
    Requantisation result;
    const std::vector<float>& steps = weight.scales();
    for (const float step : steps) {
        result.scales.push_back(
            static_cast<float>(static_cast<double>(input_step) * static_cast<double>(step) /
                               static_cast<double>(output_step)));
    }
    if (conv.bias_values.defined()) {
        result.bias = conv.bias_values;
        const auto values = result.bias.writable<float>();
        for (std::size_t c = 0; c < values.size(); ++c) {
            values[c] = static_cast<float>(static_cast<double>(values[c]) /
                                           (static_cast<double>(input_step) *
                                            static_cast<double>(steps[steps.size() == 1 ? 0 : c])));
        }
    }
    return result;
}

/// A float result that a Concat reads would have to be copied into its place.
bool feeds_concat(const Lowering& lowering, ValueId value) {
    return lowering.read_by(value, "Concat");
}

} // namespace

bool lower_conv_codes(Lowering& lowering) {
    const Node& node = lowering.node();
    const AffineCode* input = lowering.byte_code(node.inputs[0]);
    const Parameter* weight = lowering.parameter(node.inputs[1]);
    const AffineCode* weights = weight_code(weight);
    const ValueId output = lowering.output();
    const AffineCode* coded = lowering.byte_code(output);
    if (input == nullptr || weights == nullptr ||
        (coded == nullptr && feeds_concat(lowering, output))) {
        return false;
    }
    const Tensor codes = weights->encode(weight->effective()).cast(DType::Int8);
    if (!has_vnni() && !pairs_fit(codes)) {
        return false;
    }
    const float output_step = coded != nullptr ? coded->scales()[0] : 1.0F;
    dnnl::post_ops ops;
    if (!append_followers(lowering, output_step, ops)) {
        return false;
    }
    ConvProblem conv = conv_problem(lowering);
    Requantisation scaling = requantisation(conv, input->scales()[0], *weights, output_step);
    conv.bias_values = scaling.bias;
    dnnl::primitive_attr attr = dnn::attributes();
    attr.set_post_ops(ops);
    attr.set_output_scales(scaling.scales.size() == 1 ? 0 : kPerChannel, scaling.scales);
    if (input->zero_points()[0] != 0) {
        attr.set_zero_points(DNNL_ARG_SRC, 0, {input->zero_points()[0]});
    }
    if (coded != nullptr && coded->zero_points()[0] != 0) {
        attr.set_zero_points(DNNL_ARG_DST, 0, {coded->zero_points()[0]});
    }
    const auto pd =
        make_conv(conv, dnn::channels_last(conv.source, Type::u8), dnn::any(conv.weights, Type::s8),
                  dnn::channels_last(conv.target, coded ? Type::u8 : Type::f32), attr);
    if (!usable(pd)) {
        return false;
    }
    std::vector<std::pair<int, Operand>> arguments{
        {DNNL_ARG_SRC, lowering.codes(node.inputs[0])},
        {DNNL_ARG_WEIGHTS, lowering.packed("codes", codes, conv.weights, pd->weights_desc())}};
    if (conv.bias_values.defined()) {
        arguments.emplace_back(DNNL_ARG_BIAS,
                               lowering.packed("bias of codes", conv.bias_values,
                                               dnn::dims_of(conv.bias_values.shape()),
                                               pd->bias_desc()));
    }
    arguments.emplace_back(
        DNNL_ARG_DST, coded != nullptr
                          ? lowering.codes_destination(output)
                          : lowering.destination(output, pd->dst_desc(), Lowering::Place::Exact));
    lowering.primitive(*pd, ConvForward(*pd), std::move(arguments));
    return true;
}

bool lower_add_codes(Lowering& lowering) {
    const Node& node = lowering.node();
    const AffineCode* coded = lowering.byte_code(lowering.output());
    const bool plain_add =
        node.op == "Add" && node.inputs[0] != node.inputs[1] &&
        lowering.type(node.inputs[0]).shape == lowering.type(node.inputs[1]).shape;
    if (coded == nullptr || !plain_add) {
        return false;
    }
    // Where neither side is there as codes, encoding both would cost more than it saves.
    if (!lowering.has_codes(node.inputs[0]) && !lowering.has_codes(node.inputs[1])) {
        return false;
    }
    dnnl::primitive_attr attr = dnn::attributes();
    const double step = static_cast<double>(coded->scales()[0]);
    double offset = 0;
    constexpr std::array kSides{DNNL_ARG_SRC_0, DNNL_ARG_SRC_1};
    for (std::size_t i = 0; i < kSides.size(); ++i) {
        const AffineCode* side = lowering.byte_code(node.inputs[i]);
        if (side == nullptr) {
            return false;
        }
        const double scale = static_cast<double>(side->scales()[0]) / step;
        attr.set_scales(kSides[i], 0, {static_cast<float>(scale)});
        offset -= scale * side->zero_points()[0];
    }
    dnnl::post_ops ops;
    if (offset != 0) {
        ops.append_eltwise(1.0F, dnnl::algorithm::eltwise_linear, 1.0F, static_cast<float>(offset));
    }
    if (!append_followers(lowering, coded->scales()[0], ops)) {
        return false;
    }
    if (const std::int32_t zero = coded->zero_points()[0]; zero != 0) {
        ops.append_eltwise(1.0F, dnnl::algorithm::eltwise_linear, 1.0F, static_cast<float>(zero));
    }
    attr.set_post_ops(ops);
    const Desc bytes =
        dnn::channels_last(dnn::dims_of(lowering.type(lowering.output()).shape), Type::u8);
    const dnnl::binary::primitive_desc pd({dnnl::algorithm::binary_add, bytes, bytes, bytes}, attr,
                                          dnn::engine());
    if (dnn::is_reference(pd.impl_info_str())) {
        return false;
    }
    const Operand a = lowering.codes(node.inputs[0]);
    const Operand b = lowering.codes(node.inputs[1]);
    lowering.primitive(pd, dnnl::binary(pd),
                       {{DNNL_ARG_SRC_0, a},
                        {DNNL_ARG_SRC_1, b},
                        {DNNL_ARG_DST, lowering.codes_destination(lowering.output())}});
    return true;
}

} // namespace espalier::ops::detail
