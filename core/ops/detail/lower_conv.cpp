// SPDX-License-Identifier: GPL-3.0-or-later
// Conv with what follows it: batch normalisation folds into the weights, activations and residual
// additions become post-operations of the primitive.
#include "core/kernels/lowering.h"
#include "core/ops/detail/activation.h"
#include "core/ops/detail/conv_problem.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/lower_codes.h"
#include "core/ops/detail/lower_signs.h"

#include <algorithm>
#include <cmath>

namespace espalier::ops::detail {

namespace {

using dnn::Desc;
using dnn::Dims;
using ConvForward = dnnl::convolution_forward;

enum class Residual { None, Sum, Binary };

struct PostOps {
    std::vector<std::variant<ElementwiseStage, ValueId>> items; ///< a ValueId is a residual
    std::optional<ValueId> residual;
    Tensor bias; ///< defined: added to the finished sum, as the first of them
};

/// w' = w * s, b' = (b - mean) * s + beta with s = gamma / sqrt(var + eps) for each output channel,
/// in double, rounded once.
void fold_batch_norm(ConvProblem& conv, const Node& norm, const Lowering& lowering) {
    const auto values = [&](std::size_t i) {
        return lowering.constant(norm.inputs[i])->data<float>();
    };
    const auto gamma = values(1);
    const auto beta = values(2);
    const auto mean = values(3);
    const auto variance = values(4);
    const double epsilon = static_cast<double>(norm.attributes.real("epsilon", 1e-5F));
    const auto channels = gamma.size();
    Tensor bias(DType::Float32, {static_cast<std::int64_t>(channels)});
    const auto weights = conv.weight_values.writable<float>();
    const auto new_bias = bias.writable<float>();
    const std::size_t per_channel = weights.size() / channels;
    for (std::size_t c = 0; c < channels; ++c) {
        const double scale =
            static_cast<double>(gamma[c]) / std::sqrt(static_cast<double>(variance[c]) + epsilon);
        for (std::size_t i = c * per_channel; i < (c + 1) * per_channel; ++i) {
            weights[i] = static_cast<float>(static_cast<double>(weights[i]) * scale);
        }
        const double before =
            conv.bias_values.defined() ? static_cast<double>(conv.bias_values.data<float>()[c]) : 0;
        new_bias[c] = static_cast<float>((before - static_cast<double>(mean[c])) * scale +
                                         static_cast<double>(beta[c]));
    }
    conv.bias_values = bias;
}

/// The followers as post-operations, as far as they can be; folds what changes the weights.
PostOps take_followers(Lowering& lowering, ConvProblem& conv) {
    PostOps post;
    std::size_t taken = 0;
    ValueId through = lowering.node().outputs[0];
    for (const Node* follower : lowering.followers()) {
        if (follower->op == "BatchNormalization" && taken == 0) {
            fold_batch_norm(conv, *follower, lowering);
        } else if (follower->op == "Add" && !post.residual) {
            post.residual =
                follower->inputs[0] == through ? follower->inputs[1] : follower->inputs[0];
            post.items.emplace_back(*post.residual);
        } else {
            const auto stages = elementwise_stages(
                *follower, [&](ValueId value) { return lowering.constant(value); });
            if (!stages) {
                break;
            }
            for (const ElementwiseStage& stage : *stages) {
                post.items.emplace_back(stage);
            }
        }
        through = follower->outputs[0];
        ++taken;
    }
    lowering.keep_followers(taken);
    return post;
}

/// [1, C, 1, 1], for one value a channel.
Dims bias_dims(const Tensor& bias, std::size_t rank) {
    Dims dims(rank, 1);
    dims[1] = bias.elements();
    return dims;
}

dnnl::primitive_attr attributes_for(const PostOps& post, Residual residual, const Desc& other,
                                    std::size_t rank) {
    dnnl::post_ops ops;
    if (post.bias.defined()) {
        ops.append_binary(dnnl::algorithm::binary_add, dnn::plain(bias_dims(post.bias, rank)));
    }
    for (const auto& item : post.items) {
        if (const auto* stage = std::get_if<ElementwiseStage>(&item)) {
            ops.append_eltwise(1.0F, stage->algorithm, stage->alpha, stage->beta);
        } else if (residual == Residual::Sum) {
            ops.append_sum(1.0F);
        } else {
            ops.append_binary(dnnl::algorithm::binary_add, other);
        }
    }
    dnnl::primitive_attr attr = dnn::attributes();
    attr.set_post_ops(ops);
    return attr;
}

bool reads_colours(const ConvProblem& conv) {
    constexpr std::int64_t kFewChannels = 4;
    return conv.source[1] <= kFewChannels;
}

/// oneDNN's own choice for float32 is channels-last; blocks of channels were measured faster, and
/// only they let a Concat be written in place. So that is tried first.
std::optional<ConvForward::primitive_desc> choose(const ConvProblem& conv,
                                                  const dnnl::primitive_attr& attr) {
    const int block = dnn::preferred_block();
    // Three colours stay as they come: their first layer has kernels of its own.
    const Desc source =
        reads_colours(conv) ? dnn::plain(conv.source) : dnn::blocked(conv.source, block);
    auto pd =
        make_conv(conv, source, dnn::any(conv.weights), dnn::blocked(conv.target, block), attr);
    if (usable(pd) && std::string_view(pd->impl_info_str()).starts_with("jit")) {
        return pd;
    }
    pd =
        make_conv(conv, dnn::any(conv.source), dnn::any(conv.weights), dnn::any(conv.target), attr);
    if (!usable(pd)) {
        pd = make_conv(conv, dnn::plain(conv.source), dnn::any(conv.weights),
                       dnn::plain(conv.target), attr);
    }
    return pd;
}

void emit(Lowering& lowering, const ConvProblem& conv, const ConvForward::primitive_desc& pd,
          const Operand& target, const PostOps& post, const std::optional<Operand>& binary) {
    std::vector<std::pair<int, Operand>> arguments;
    arguments.emplace_back(DNNL_ARG_SRC,
                           lowering.source_as(lowering.node().inputs[0], pd.src_desc()));
    arguments.emplace_back(DNNL_ARG_WEIGHTS, lowering.packed("weights", conv.weight_values,
                                                             conv.weights, pd.weights_desc()));
    if (conv.bias_values.defined()) {
        arguments.emplace_back(
            DNNL_ARG_BIAS, lowering.packed("bias", conv.bias_values,
                                           dnn::dims_of(conv.bias_values.shape()), pd.bias_desc()));
    }
    if (post.bias.defined()) {
        const Dims dims = bias_dims(post.bias, conv.target.size());
        arguments.emplace_back(DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1,
                               lowering.packed("bias", post.bias, dims, dnn::plain(dims)));
    }
    arguments.emplace_back(DNNL_ARG_DST, target);
    if (binary) {
        const auto at = std::find_if(post.items.begin(), post.items.end(), [](const auto& item) {
            return std::holds_alternative<ValueId>(item);
        });
        const auto index = static_cast<int>(at - post.items.begin());
        arguments.emplace_back(DNNL_ARG_ATTR_MULTIPLE_POST_OP(index) | DNNL_ARG_SRC_1, *binary);
    }
    lowering.primitive(pd, ConvForward(pd), std::move(arguments));
}

/// The residual goes in by a sum onto memory that already holds it, or by a binary addition where
/// it is still needed elsewhere. False where oneDNN has no fast kernel for either.
bool lower_with_residual(Lowering& lowering, const ConvProblem& conv, const PostOps& post) {
    const ValueId other = *post.residual;
    const auto pd = choose(conv, attributes_for(post, Residual::Sum, {}, conv.target.size()));
    if (!usable(pd)) {
        return false;
    }
    const Operand residual = lowering.source(other);
    const bool same_layout = residual.desc == pd->dst_desc();
    if (same_layout && lowering.may_overwrite(other)) {
        lowering.define(lowering.output(), residual);
        emit(lowering, conv, *pd, residual, post, std::nullopt);
        return true;
    }
    if (same_layout) {
        const auto with_binary =
            make_conv(conv, pd->src_desc(), pd->weights_desc(), pd->dst_desc(),
                      attributes_for(post, Residual::Binary, pd->dst_desc(), conv.target.size()));
        if (usable(with_binary)) {
            const Operand target =
                lowering.destination(lowering.output(), pd->dst_desc(), Lowering::Place::Exact);
            emit(lowering, conv, *with_binary, target, post, residual);
            return true;
        }
    }
    const Operand target =
        lowering.destination(lowering.output(), pd->dst_desc(), Lowering::Place::Exact);
    lowering.copy(residual, target);
    emit(lowering, conv, *pd, target, post, std::nullopt);
    return true;
}

bool lower_straight(Lowering& lowering, const ConvProblem& conv, const PostOps& post) {
    // A kernel starts its sum from the bias, and every product added to it is rounded at the size
    // of the bias. On the first layer of MobileNetV1 that leaves three times the error of a bias
    // added at the end, and every later layer carries it on. There the end costs nothing to speak
    // of; on layers that wait for memory it does.
    if (conv.bias_values.defined() && reads_colours(conv)) {
        ConvProblem bare = conv;
        PostOps with_bias = post;
        std::swap(with_bias.bias, bare.bias_values);
        if (lower_straight(lowering, bare, with_bias)) {
            return true;
        }
    }
    const auto attr = attributes_for(post, Residual::None, {}, conv.target.size());
    const auto pd = choose(conv, attr);
    if (!usable(pd)) {
        return false;
    }
    Operand target = lowering.destination(lowering.output(), pd->dst_desc());
    if (target.desc != pd->dst_desc()) {
        const auto strided = make_conv(conv, pd->src_desc(), pd->weights_desc(), target.desc, attr);
        if (usable(strided)) {
            emit(lowering, conv, *strided, target, post, std::nullopt);
            return true;
        }
        target = lowering.destination(lowering.output(), pd->dst_desc(), Lowering::Place::Exact);
    }
    emit(lowering, conv, *pd, target, post, std::nullopt);
    return true;
}

} // namespace

void lower_conv(Lowering& lowering) {
    const Node& node = lowering.node();
    const bool constant_weights =
        lowering.constant(node.inputs[1]) != nullptr &&
        (node.input(2) == kNoValue || lowering.constant(node.inputs[2]) != nullptr);
    if (!lowering.is_float_activation(node.inputs[0]) || !constant_weights) {
        lowering.keep_followers(0);
        lowering.reference();
        return;
    }
    if (lower_conv_signs(lowering) || lower_conv_codes(lowering)) {
        return;
    }
    ConvProblem conv = conv_problem(lowering);
    PostOps post = take_followers(lowering, conv);
    if (post.residual ? lower_with_residual(lowering, conv, post)
                      : lower_straight(lowering, conv, post)) {
        return;
    }
    if (!post.items.empty()) {
        lowering.keep_followers(0);
        conv = conv_problem(lowering);
        post = {};
        if (lower_straight(lowering, conv, post)) {
            return;
        }
    }
    lowering.keep_followers(0);
    lowering.reference();
}

} // namespace espalier::ops::detail
