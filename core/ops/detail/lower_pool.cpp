// SPDX-License-Identifier: GPL-3.0-or-later
// Pooling and softmax, in the layout of the source.
#include "core/kernels/lowering.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/window.h"

#include <algorithm>
#include <array>

namespace espalier::ops::detail {

namespace {

using dnn::Desc;
using dnn::Dims;
using Pool = dnnl::pooling_v2_forward;

struct PoolProblem {
    dnnl::algorithm algorithm{};
    Dims target, stride, kernel, dilation, pad_begin, pad_end;
};

std::optional<Pool::primitive_desc> make(const PoolProblem& pool, const Desc& source) {
    try {
        Pool::primitive_desc pd({dnnl::prop_kind::forward_inference, pool.algorithm, source,
                                 dnn::any(pool.target), pool.stride, pool.kernel, pool.dilation,
                                 pool.pad_begin, pool.pad_end},
                                dnn::attributes(), dnn::engine());
        if (dnn::is_reference(pd.impl_info_str())) {
            return std::nullopt;
        }
        return pd;
    } catch (const dnnl::error& error) {
        if (error.status == dnnl_unimplemented || error.status == dnnl_invalid_arguments) {
            return std::nullopt;
        }
        throw;
    }
}

/// False where oneDNN has only its reference loops.
bool emit(Lowering& lowering, const PoolProblem& pool) {
    const ValueId input = lowering.node().inputs[0];
    Operand source = lowering.dense(input);
    auto pd = make(pool, source.desc);
    if (!pd) {
        source = lowering.plain(input);
        pd = make(pool, source.desc);
    }
    if (!pd) {
        return false;
    }
    // The result of a reduction may lack the axes of size 1: the descriptor shows a reshape of it.
    const ValueId output = lowering.node().outputs[0];
    const Operand target = lowering.destination(output, pd->dst_desc(), Lowering::Place::Exact);
    lowering.primitive(*pd, Pool(*pd), {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}});
    return true;
}

} // namespace

void lower_pool(Lowering& lowering) {
    lowering.keep_followers(0);
    const Node& node = lowering.node();
    const Shape& x = lowering.type(node.inputs[0]).shape;
    if (!lowering.is_float_activation(node.inputs[0]) || node.outputs.size() != 1 || x.rank() < 3 ||
        x.rank() > 5) {
        lowering.reference();
        return;
    }
    PoolProblem pool;
    pool.target = dnn::dims_of(lowering.type(node.outputs[0]).shape);
    const bool with_padding = node.attributes.integer("count_include_pad", 0) != 0;
    bool beyond_padding = false;
    const Window window = window_of(node, x, kernel_attribute(node, x), Rounding::AsAttribute);
    for (int i = 5 - x.rank(); i < 3; ++i) {
        const WindowAxis& axis = window.axes[static_cast<std::size_t>(i)];
        pool.stride.push_back(axis.stride);
        pool.kernel.push_back(axis.kernel);
        pool.dilation.push_back(axis.dilation - 1);
        pool.pad_begin.push_back(axis.pad_begin);
        const std::int64_t needed =
            (axis.out - 1) * axis.stride + axis.span() - axis.in - axis.pad_begin;
        pool.pad_end.push_back(needed);
        beyond_padding = beyond_padding || needed > axis.pad_end;
    }
    const bool average = node.op == "AveragePool";
    pool.algorithm = !average       ? dnnl::algorithm::pooling_max
                     : with_padding ? dnnl::algorithm::pooling_avg_include_padding
                                    : dnnl::algorithm::pooling_avg_exclude_padding;
    // Beyond the declared padding lies nothing, which oneDNN would count as padding.
    if ((average && with_padding && beyond_padding) || !emit(lowering, pool)) {
        lowering.reference();
    }
}

namespace {

/// Averages or maxima over all positions; false where oneDNN has only its reference loops.
bool pool_everything(Lowering& lowering, dnnl::algorithm algorithm) {
    const Node& node = lowering.node();
    const Shape& x = lowering.type(node.inputs[0]).shape;
    if (!lowering.is_float_activation(node.inputs[0]) || x.rank() < 3 || x.rank() > 5) {
        return false;
    }
    const auto spatial = static_cast<std::size_t>(x.rank()) - 2;
    PoolProblem pool;
    pool.algorithm = algorithm;
    pool.target = {x[0], x[1]};
    pool.target.resize(spatial + 2, 1);
    pool.stride.assign(spatial, 1);
    pool.dilation.assign(spatial, 0);
    pool.pad_begin.assign(spatial, 0);
    pool.pad_end.assign(spatial, 0);
    pool.kernel.assign(x.begin() + 2, x.end());
    return emit(lowering, pool);
}

} // namespace

void lower_global_pool(Lowering& lowering) {
    lowering.keep_followers(0);
    if (!pool_everything(lowering, lowering.node().op == "GlobalMaxPool"
                                       ? dnnl::algorithm::pooling_max
                                       : dnnl::algorithm::pooling_avg_exclude_padding)) {
        lowering.reference();
    }
}

void lower_reduce(Lowering& lowering) {
    lowering.keep_followers(0);
    const Node& node = lowering.node();
    const Shape& x = lowering.type(node.inputs[0]).shape;
    std::vector<std::int64_t> axes = node.attributes.integers("axes", {});
    if (const Tensor* given = lowering.constant(node.input(1))) {
        axes = given->to_int64();
    }
    std::vector<bool> reduced(static_cast<std::size_t>(x.rank()), false);
    for (const std::int64_t axis : axes) {
        reduced[static_cast<std::size_t>(x.normalised_axis(axis, "axes"))] = true;
    }
    const bool spatial = x.rank() >= 3 && !reduced[0] && !reduced[1] &&
                         std::count(reduced.begin(), reduced.end(), true) == x.rank() - 2;
    const bool known = node.op == "ReduceMean" || node.op == "ReduceMax";
    if (!spatial || !known ||
        !pool_everything(lowering, node.op == "ReduceMax"
                                       ? dnnl::algorithm::pooling_max
                                       : dnnl::algorithm::pooling_avg_exclude_padding)) {
        lowering.reference();
    }
}

void lower_softmax(Lowering& lowering) {
    lowering.keep_followers(0);
    const Node& node = lowering.node();
    const Shape& x = lowering.type(node.inputs[0]).shape;
    if (!lowering.is_float_activation(node.inputs[0])) {
        lowering.reference();
        return;
    }
    const int axis = x.normalised_axis(node.attributes.integer("axis", -1), "axis");
    const std::int64_t outer = x.elements(0, axis);
    const std::int64_t inner = x.elements(axis + 1, x.rank());
    if (inner != 1) {
        lowering.reference();
        return;
    }
    Operand source = lowering.plain(node.inputs[0]);
    source.desc = dnn::plain({outer, x[axis]});
    Operand target = lowering.destination(
        node.outputs[0], dnn::plain(lowering.type(node.outputs[0])), Lowering::Place::Exact);
    target.desc = source.desc;
    const auto emit_as = [&](const auto& pd, const dnnl::primitive& made) {
        lowering.primitive(pd, made, {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}});
    };
    const auto kind = dnnl::prop_kind::forward_inference;
    if (node.op == "LogSoftmax") {
        const dnnl::logsoftmax_forward::primitive_desc pd({kind, source.desc, 1}, dnn::attributes(),
                                                          dnn::engine());
        emit_as(pd, dnnl::logsoftmax_forward(pd));
    } else {
        const dnnl::softmax_forward::primitive_desc pd({kind, source.desc, 1}, dnn::attributes(),
                                                       dnn::engine());
        emit_as(pd, dnnl::softmax_forward(pd));
    }
}

} // namespace espalier::ops::detail
