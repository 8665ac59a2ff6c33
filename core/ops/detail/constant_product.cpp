// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/constant_product.h"

namespace espalier::ops::detail {

std::optional<ConstantProduct> constant_product(const Lowering& lowering) {
    const Node& node = lowering.node();
    const Parameter* weight = lowering.parameter(node.inputs[1]);
    if (!lowering.is_float_activation(node.inputs[0]) || weight == nullptr ||
        weight->shape().rank() != 2 || node.attributes.integer("transA", 0) != 0) {
        return std::nullopt;
    }
    const bool gemm = node.op == "Gemm";
    const Shape& x = lowering.type(node.inputs[0]).shape;
    ConstantProduct product;
    product.weight = weight;
    product.axis = gemm && node.attributes.integer("transB", 0) != 0 ? 0 : 1;
    product.rows = static_cast<std::size_t>(x.elements(0, x.rank() - 1));
    product.outputs = static_cast<std::size_t>(weight->shape()[product.axis]);
    product.depth = static_cast<std::size_t>(weight->shape()[1 - product.axis]);
    product.alpha = gemm ? node.attributes.real("alpha", 1) : 1.0F;
    product.bias.assign(product.outputs, 0);
    if (!gemm || node.input(2) == kNoValue) {
        return product;
    }
    const Tensor* bias = lowering.constant(node.inputs[2]);
    const auto outputs = static_cast<std::int64_t>(product.outputs);
    if (bias == nullptr || bias->dtype() != DType::Float32 ||
        (bias->elements() != 1 && bias->elements() != outputs) ||
        (bias->elements() > 1 && bias->shape()[-1] != outputs)) {
        return std::nullopt;
    }
    const float beta = node.attributes.real("beta", 1);
    for (std::size_t n = 0; n < product.outputs; ++n) {
        product.bias[n] = beta * bias->data<float>()[bias->elements() == 1 ? 0 : n];
    }
    return product;
}

} // namespace espalier::ops::detail
