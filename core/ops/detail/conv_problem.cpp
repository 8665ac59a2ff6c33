// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/conv_problem.h"

#include "core/ops/detail/window.h"

namespace espalier::ops::detail {

using dnn::Desc;
using ConvForward = dnnl::convolution_forward;

ConvProblem conv_problem(const Lowering& lowering) {
    const Node& node = lowering.node();
    const Shape& x = lowering.type(node.inputs[0]).shape;
    const Tensor& w = *lowering.constant(node.inputs[1]);
    ConvProblem conv;
    conv.source = dnn::dims_of(x);
    conv.target = dnn::dims_of(lowering.type(node.outputs[0]).shape);
    const std::int64_t groups = node.attributes.integer("group", 1);
    conv.weights = dnn::dims_of(w.shape());
    if (groups > 1) {
        conv.weights[0] /= groups;
        conv.weights.insert(conv.weights.begin(), groups);
    }
    const std::vector<std::int64_t> kernel(w.shape().begin() + 2, w.shape().end());
    const Window window = window_of(node, x, kernel, Rounding::Down);
    const auto spatial = static_cast<int>(kernel.size());
    for (int i = 3 - spatial; i < 3; ++i) {
        const WindowAxis& axis = window.axes[static_cast<std::size_t>(i)];
        conv.stride.push_back(axis.stride);
        conv.dilation.push_back(axis.dilation - 1);
        conv.pad_begin.push_back(axis.pad_begin);
        // What the last window needs; it can be less than the declared padding.
        conv.pad_end.push_back((axis.out - 1) * axis.stride + axis.span() - axis.in -
                               axis.pad_begin);
    }
    conv.weight_values = w;
    if (node.input(2) != kNoValue) {
        conv.bias_values = *lowering.constant(node.inputs[2]);
    }
    return conv;
}

std::optional<ConvForward::primitive_desc> make_conv(const ConvProblem& conv, const Desc& source,
                                                     const Desc& weights, const Desc& target,
                                                     const dnnl::primitive_attr& attr) {
    try {
        const auto algorithm = dnnl::algorithm::convolution_direct;
        const auto kind = dnnl::prop_kind::forward_inference;
        if (!conv.bias_values.defined()) {
            return ConvForward::primitive_desc({kind, algorithm, source, weights, target,
                                                conv.stride, conv.dilation, conv.pad_begin,
                                                conv.pad_end},
                                               attr, dnn::engine());
        }
        const Desc bias = dnn::plain(dnn::dims_of(conv.bias_values.shape()));
        return ConvForward::primitive_desc({kind, algorithm, source, weights, bias, target,
                                            conv.stride, conv.dilation, conv.pad_begin,
                                            conv.pad_end},
                                           attr, dnn::engine());
    } catch (const dnnl::error& error) {
        if (error.status == dnnl_unimplemented) {
            return std::nullopt;
        }
        throw;
    }
}

bool usable(const std::optional<ConvForward::primitive_desc>& pd) {
    return pd && !dnn::is_reference(pd->impl_info_str());
}

} // namespace espalier::ops::detail
