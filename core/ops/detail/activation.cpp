// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/activation.h"

#include <limits>

namespace espalier::ops::detail {

namespace {

using Stages = std::optional<std::vector<ElementwiseStage>>;
using dnnl::algorithm;

/// Clip's bound: absent means none, computed at run time means unknown.
std::optional<float> bound(const Node& node, std::size_t index, float otherwise,
                           const ConstantOf& constant) {
    if (node.input(index) == kNoValue) {
        return otherwise;
    }
    const Tensor* value = constant(node.input(index));
    if (value == nullptr || value->elements() != 1 || value->dtype() != DType::Float32) {
        return std::nullopt;
    }
    return value->data<float>()[0];
}

Stages clip(const Node& node, const ConstantOf& constant) {
    constexpr float kMost = std::numeric_limits<float>::max();
    const auto low = bound(node, 1, -kMost, constant);
    const auto high = bound(node, 2, kMost, constant);
    if (!low || !high || *low > *high) {
        return std::nullopt;
    }
    return {{{algorithm::eltwise_clip, *low, *high}}};
}

} // namespace

Stages elementwise_stages(const Node& node, const ConstantOf& constant) {
    const auto real = [&](const char* name, float otherwise) {
        return node.attributes.real(name, otherwise);
    };
    if (node.op == "Relu") {
        return {{{algorithm::eltwise_relu, 0, 0}}};
    }
    if (node.op == "LeakyRelu") {
        return {{{algorithm::eltwise_relu, real("alpha", 0.01F), 0}}};
    }
    if (node.op == "Clip") {
        return clip(node, constant);
    }
    if (node.op == "Sigmoid") {
        return {{{algorithm::eltwise_logistic, 0, 0}}};
    }
    if (node.op == "Tanh") {
        return {{{algorithm::eltwise_tanh, 0, 0}}};
    }
    if (node.op == "HardSigmoid") {
        return {{{algorithm::eltwise_linear, real("alpha", 0.2F), real("beta", 0.5F)},
                 {algorithm::eltwise_clip, 0, 1}}};
    }
    if (node.op == "HardSwish") {
        return {{{algorithm::eltwise_hardswish, 0, 0}}};
    }
    if (node.op == "Elu") {
        return {{{algorithm::eltwise_elu, real("alpha", 1), 0}}};
    }
    if (node.op == "Exp") {
        return {{{algorithm::eltwise_exp, 0, 0}}};
    }
    if (node.op == "Sqrt") {
        return {{{algorithm::eltwise_sqrt, 0, 0}}};
    }
    if (node.op == "Abs") {
        return {{{algorithm::eltwise_abs, 0, 0}}};
    }
    if (node.op == "Neg") {
        return {{{algorithm::eltwise_linear, -1, 0}}};
    }
    return std::nullopt;
}

} // namespace espalier::ops::detail
