// SPDX-License-Identifier: GPL-3.0-or-later
// Operators on each element, in whatever layout the value has; in place where nobody else reads it.
#include "core/kernels/lowering.h"
#include "core/ops/detail/activation.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/lower_codes.h"

#include <algorithm>

namespace espalier::ops::detail {

namespace {

using dnn::Desc;
using dnn::Dims;

/// The value's memory for writing `output` in the same layout: its own where it may be overwritten.
Operand target_like(Lowering& lowering, ValueId output, ValueId input, const Operand& source) {
    if (lowering.may_overwrite(input) && lowering.physical(input).buffer == source.buffer) {
        lowering.define(output, source);
        return source;
    }
    return lowering.destination(output, source.desc, Lowering::Place::Exact);
}

/// True when the layout has more elements than the value.
bool is_padded(const Lowering& lowering, ValueId value, const Operand& operand) {
    return operand.desc.get_size() !=
           static_cast<std::size_t>(lowering.type(value).shape.elements()) * sizeof(float);
}

std::optional<dnnl::algorithm> binary_algorithm(std::string_view op) {
    using dnnl::algorithm;
    if (op == "Add") {
        return algorithm::binary_add;
    }
    if (op == "Sub") {
        return algorithm::binary_sub;
    }
    if (op == "Mul") {
        return algorithm::binary_mul;
    }
    if (op == "Div") {
        return algorithm::binary_div;
    }
    if (op == "Max") {
        return algorithm::binary_max;
    }
    if (op == "Min") {
        return algorithm::binary_min;
    }
    return std::nullopt;
}

bool commutes(dnnl::algorithm algorithm) {
    return algorithm != dnnl::algorithm::binary_sub && algorithm != dnnl::algorithm::binary_div;
}

std::optional<dnnl::binary::primitive_desc> make(dnnl::algorithm algorithm, const Desc& a,
                                                 const Desc& b, const dnnl::post_ops& ops) {
    try {
        dnnl::primitive_attr attr = dnn::attributes();
        attr.set_post_ops(ops);
        dnnl::binary::primitive_desc pd({algorithm, a, b, a}, attr, dnn::engine());
        if (dnn::is_reference(pd.impl_info_str())) {
            return std::nullopt;
        }
        return pd;
    } catch (const dnnl::error& error) {
        if (error.status == dnnl_unimplemented) {
            return std::nullopt;
        }
        throw;
    }
}

dnnl::post_ops take_followers(Lowering& lowering) {
    dnnl::post_ops ops;
    std::size_t taken = 0;
    for (const Node* follower : lowering.followers()) {
        const auto stages =
            elementwise_stages(*follower, [&](ValueId value) { return lowering.constant(value); });
        if (!stages) {
            break;
        }
        for (const ElementwiseStage& stage : *stages) {
            ops.append_eltwise(1.0F, stage.algorithm, stage.alpha, stage.beta);
        }
        ++taken;
    }
    lowering.keep_followers(taken);
    return ops;
}

/// The smaller side of a broadcast, row-major, with ones put before its dimensions.
Operand broadcast_side(Lowering& lowering, ValueId value, int rank) {
    Operand side = lowering.plain(value);
    const Dims dims = dnn::dims_of(lowering.type(value).shape);
    Dims padded(
        static_cast<std::size_t>(rank) - std::min(dims.size(), static_cast<std::size_t>(rank)), 1);
    if (lowering.type(value).shape.rank() == 0) {
        padded.assign(static_cast<std::size_t>(rank), 1);
    } else {
        padded.insert(padded.end(), dims.begin(), dims.end());
    }
    side.desc = dnn::plain(padded);
    return side;
}

/// True where blocks of channels are filled up with zeros.
bool is_padded(const Operand& operand) {
    const dnnl_memory_desc_t& md = operand.desc.data;
    return !std::equal(md.dims, md.dims + md.ndims, md.padded_dims);
}

bool try_binary(Lowering& lowering, dnnl::algorithm algorithm, ValueId big, ValueId small) {
    const Shape& shape = lowering.type(big).shape;
    const bool same_shape = lowering.type(small).shape == shape;
    Operand a = lowering.dense(big);
    // oneDNN 2.6 leaves the last block of channels untouched when it is padded and an activation
    // is fused: the activation then goes by itself.
    if (is_padded(a)) {
        lowering.keep_followers(0);
    }
    const dnnl::post_ops ops = take_followers(lowering);
    Operand b = same_shape ? lowering.source_as(small, a.desc)
                           : broadcast_side(lowering, small, shape.rank());
    auto pd = make(algorithm, a.desc, b.desc, ops);
    if (!pd) {
        a = lowering.plain(big);
        b = same_shape ? lowering.plain(small) : b;
        pd = make(algorithm, a.desc, b.desc, ops);
    }
    if (!pd) {
        return false;
    }
    // oneDNN 2.6 computes nonsense in place when channels are padded and post-operations follow.
    const bool in_place_fails = ops.len() > 0 && is_padded(lowering, big, a);
    const Operand target =
        in_place_fails ? lowering.destination(lowering.output(), a.desc, Lowering::Place::Exact)
                       : target_like(lowering, lowering.output(), big, a);
    lowering.primitive(*pd, dnnl::binary(*pd),
                       {{DNNL_ARG_SRC_0, a}, {DNNL_ARG_SRC_1, b}, {DNNL_ARG_DST, target}});
    return true;
}

} // namespace

void lower_activation(Lowering& lowering) {
    const Node& node = lowering.node();
    const auto stages =
        elementwise_stages(node, [&](ValueId value) { return lowering.constant(value); });
    lowering.keep_followers(0);
    if (!stages || !lowering.is_float_activation(node.inputs[0])) {
        lowering.reference();
        return;
    }
    Operand source = lowering.physical(node.inputs[0]);
    // Functions that are not 0 at 0 must not touch a layout's padding: oneDNN then has only
    // reference loops.
    const bool padded = is_padded(lowering, node.inputs[0], source);
    if (!Lowering::is_dense(source) || padded) {
        source = lowering.plain(node.inputs[0]);
    }
    Operand target = target_like(lowering, node.outputs[0], node.inputs[0], source);
    for (const ElementwiseStage& stage : *stages) {
        const dnnl::eltwise_forward::primitive_desc pd({dnnl::prop_kind::forward_inference,
                                                        stage.algorithm, source.desc, stage.alpha,
                                                        stage.beta},
                                                       dnn::attributes(), dnn::engine());
        lowering.primitive(pd, dnnl::eltwise_forward(pd),
                           {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}});
        source = target;
    }
}

void lower_binary(Lowering& lowering) {
    const Node& node = lowering.node();
    const auto algorithm = binary_algorithm(node.op);
    const ValueId a = node.input(0);
    const ValueId b = node.input(1);
    const Shape& shape = lowering.type(node.outputs[0]).shape;
    const bool floats = algorithm && node.inputs.size() == 2 &&
                        lowering.type(a).dtype == DType::Float32 && shape.rank() >= 1 &&
                        shape.rank() <= 5;
    if (floats) {
        if (lower_add_codes(lowering)) {
            return;
        }
        const bool left = lowering.is_float_activation(a) && lowering.type(a).shape == shape;
        const bool right = lowering.is_float_activation(b) && lowering.type(b).shape == shape;
        if (left && try_binary(lowering, *algorithm, a, b)) {
            return;
        }
        if (!left && right && commutes(*algorithm) && try_binary(lowering, *algorithm, b, a)) {
            return;
        }
    }
    lowering.keep_followers(0);
    lowering.reference();
}

void lower_batch_norm(Lowering& lowering) {
    using Norm = dnnl::batch_normalization_forward;
    const Node& node = lowering.node();
    const int rank = lowering.type(node.inputs[0]).shape.rank();
    bool known = lowering.is_float_activation(node.inputs[0]) && rank >= 2 && rank <= 5 &&
                 node.outputs.size() == 1;
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
        known = known && lowering.constant(node.inputs[i]) != nullptr;
    }
    if (!known) {
        lowering.keep_followers(0);
        lowering.reference();
        return;
    }
    auto flags = dnnl::normalization_flags::use_global_stats |
                 dnnl::normalization_flags::use_scale | dnnl::normalization_flags::use_shift;
    const bool relu = !lowering.followers().empty() && lowering.followers()[0]->op == "Relu";
    lowering.keep_followers(relu ? 1 : 0);
    if (relu) {
        flags |= dnnl::normalization_flags::fuse_norm_relu;
    }
    const Operand source = lowering.dense(node.inputs[0]);
    const Norm::primitive_desc pd({dnnl::prop_kind::forward_inference, source.desc,
                                   node.attributes.real("epsilon", 1e-5F), flags},
                                  dnn::attributes(), dnn::engine());
    if (dnn::is_reference(pd.impl_info_str())) {
        lowering.keep_followers(0);
        lowering.reference();
        return;
    }
    const Operand target = target_like(lowering, lowering.output(), node.inputs[0], source);
    std::vector<std::pair<int, Operand>> arguments{{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}};
    constexpr std::array kArguments{DNNL_ARG_SCALE, DNNL_ARG_SHIFT, DNNL_ARG_MEAN,
                                    DNNL_ARG_VARIANCE};
    for (std::size_t i = 0; i < kArguments.size(); ++i) {
        arguments.emplace_back(kArguments[i], lowering.plain(node.inputs[i + 1]));
    }
    lowering.primitive(pd, Norm(pd), std::move(arguments));
}

} // namespace espalier::ops::detail
