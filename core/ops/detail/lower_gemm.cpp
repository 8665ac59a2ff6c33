// SPDX-License-Identifier: GPL-3.0-or-later
// Gemm and MatMul: inner products where one side is constant, matmul where both are computed.
#include "core/kernels/lowering.h"
#include "core/ops/detail/activation.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/lower_nibbles.h"
#include "core/ops/detail/lower_signs.h"

#include <algorithm>

namespace espalier::ops::detail {

namespace {

using dnn::Desc;
using dnn::Dims;
using InnerProduct = dnnl::inner_product_forward;

/// y[m, n] = sum_k x[m, k] * weights[n, k] + bias[n]
struct Product {
    ValueId source = kNoValue;
    std::int64_t rows = 0;
    std::int64_t depth = 0;
    Tensor weights; ///< [N, K]
    Tensor bias;    ///< [N] or undefined
};

/// scale * b as [N, K], from [K, N] or (transposed) [N, K].
Tensor weights_nk(const Tensor& b, bool transposed, float scale) {
    if (transposed && scale == 1) {
        return b;
    }
    const std::int64_t n_size = transposed ? b.shape()[0] : b.shape()[1];
    const std::int64_t k_size = transposed ? b.shape()[1] : b.shape()[0];
    Tensor result(DType::Float32, {n_size, k_size});
    const auto from = b.data<float>();
    const auto to = result.writable<float>();
    for (std::int64_t n = 0; n < n_size; ++n) {
        for (std::int64_t k = 0; k < k_size; ++k) {
            const std::int64_t at = transposed ? n * k_size + k : k * n_size + n;
            to[static_cast<std::size_t>(n * k_size + k)] =
                scale * from[static_cast<std::size_t>(at)];
        }
    }
    return result;
}

/// scale * c as [N]; nullopt where c is not one value for each column.
std::optional<Tensor> bias_n(const Tensor& c, std::int64_t n_size, float scale) {
    if (c.dtype() != DType::Float32 || (c.elements() != 1 && c.elements() != n_size) ||
        (c.elements() == n_size && c.shape().rank() > 0 && c.shape()[-1] != n_size)) {
        return std::nullopt;
    }
    Tensor result(DType::Float32, {n_size});
    const auto from = c.data<float>();
    const auto to = result.writable<float>();
    for (std::size_t n = 0; n < to.size(); ++n) {
        to[n] = scale * from[from.size() == 1 ? 0 : n];
    }
    return result;
}

/// Followers as post-operations. A constant addition for each column joins the bias.
dnnl::primitive_attr take_followers(Lowering& lowering, Product& product) {
    dnnl::post_ops ops;
    std::size_t taken = 0;
    ValueId through = lowering.node().outputs[0];
    for (const Node* follower : lowering.followers()) {
        if (follower->op == "Add") {
            const ValueId other =
                follower->inputs[0] == through ? follower->inputs[1] : follower->inputs[0];
            const Tensor* constant = lowering.constant(other);
            if (constant == nullptr || taken > 0 || product.bias.defined() ||
                lowering.type(follower->outputs[0]).shape != lowering.type(through).shape) {
                break;
            }
            const auto bias = bias_n(*constant, product.weights.shape()[0], 1);
            if (!bias) {
                break;
            }
            product.bias = *bias;
        } else {
            const auto stages = elementwise_stages(
                *follower, [&](ValueId value) { return lowering.constant(value); });
            if (!stages) {
                break;
            }
            for (const ElementwiseStage& stage : *stages) {
                ops.append_eltwise(1.0F, stage.algorithm, stage.alpha, stage.beta);
            }
        }
        through = follower->outputs[0];
        ++taken;
    }
    lowering.keep_followers(taken);
    dnnl::primitive_attr attr = dnn::attributes();
    attr.set_post_ops(ops);
    return attr;
}

std::optional<InnerProduct::primitive_desc> make(const Product& product, const Desc& source,
                                                 const Dims& weights,
                                                 const dnnl::primitive_attr& attr) {
    try {
        const Desc target = dnn::plain({product.rows, product.weights.shape()[0]});
        const auto kind = dnnl::prop_kind::forward_inference;
        if (!product.bias.defined()) {
            return InnerProduct::primitive_desc({kind, source, dnn::any(weights), target}, attr,
                                                dnn::engine());
        }
        const Desc bias = dnn::plain(dnn::dims_of(product.bias.shape()));
        return InnerProduct::primitive_desc({kind, source, dnn::any(weights), bias, target}, attr,
                                            dnn::engine());
    } catch (const dnnl::error& error) {
        if (error.status == dnnl_unimplemented) {
            return std::nullopt;
        }
        throw;
    }
}

/// Columns [begin, end) of the product alone.
Product columns(const Product& whole, std::int64_t begin, std::int64_t end) {
    Product part = whole;
    const auto cut = [&](const Tensor& values, std::int64_t width) {
        const auto from = static_cast<std::size_t>(begin * width);
        const auto count = static_cast<std::size_t>((end - begin) * width);
        return Tensor::of<float>({end - begin, width}, values.data<float>().subspan(from, count));
    };
    part.weights = cut(whole.weights, whole.weights.shape()[1]);
    if (whole.bias.defined()) {
        part.bias = cut(whole.bias, 1).reshaped({end - begin});
    }
    return part;
}

/// The boundaries of the pieces in which the columns are computed. With threads of its own, oneDNN
/// would cut the sum over k; fixed pieces of columns on one thread each keep the bits.
std::vector<std::int64_t> column_pieces(const Product& product) {
    constexpr std::int64_t kPieces = 8;
    constexpr std::int64_t kColumns = 64; // whole vectors
    constexpr std::int64_t kWorthwhile = 1 << 17;
    const std::int64_t columns = product.weights.shape()[0];
    std::vector<std::int64_t> bounds{0};
    if (product.rows == 1 && columns * product.depth >= kWorthwhile) {
        const std::int64_t step =
            ((columns + kPieces - 1) / kPieces + kColumns - 1) / kColumns * kColumns;
        for (std::int64_t at = step; at < columns; at += step) {
            bounds.push_back(at);
        }
    }
    bounds.push_back(columns);
    return bounds;
}

/// The source as it lies, if that is images of this depth behind a Flatten; else as a matrix.
void lower_product(Lowering& lowering, Product product) {
    const dnn::OpenMpThreads one(1);
    const auto attr = take_followers(lowering, product);
    Operand source = lowering.physical(product.source);
    Dims weights = source.desc.dims();
    bool as_images = weights.size() > 2 && weights.size() <= 5 && weights[0] == product.rows &&
                     !dnn::is_plain(source.desc) && Lowering::is_dense(source) &&
                     dnn::channel_block(source.desc) != 0;
    std::optional<InnerProduct::primitive_desc> pd;
    if (as_images) {
        weights[0] = product.weights.shape()[0];
        pd = make(product, source.desc, weights, attr);
        as_images = pd && !dnn::is_reference(pd->impl_info_str());
    }
    if (!as_images) {
        source = lowering.plain(product.source);
        source.desc = dnn::plain({product.rows, product.depth});
        weights = {product.weights.shape()[0], product.depth};
        pd = make(product, source.desc, weights, attr);
    }
    if (!pd) {
        lowering.keep_followers(0);
        lowering.reference();
        return;
    }
    const ValueId output = lowering.output();
    const Operand target =
        lowering.destination(output, dnn::plain(lowering.type(output)), Lowering::Place::Exact);
    const std::vector<std::int64_t> bounds = column_pieces(product);
    std::vector<Lowering::Part> parts;
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
        const Product piece = columns(product, bounds[i], bounds[i + 1]);
        weights[0] = bounds[i + 1] - bounds[i];
        pd = make(piece, source.desc, weights, attr);
        Lowering::Part part{InnerProduct(*pd), pd->scratchpad_desc().get_size(), {}};
        part.arguments.emplace_back(DNNL_ARG_SRC, source);
        part.arguments.emplace_back(DNNL_ARG_WEIGHTS,
                                    lowering.packed(fmt::format("weights {}", i), piece.weights,
                                                    weights, pd->weights_desc()));
        if (piece.bias.defined()) {
            part.arguments.emplace_back(
                DNNL_ARG_BIAS, lowering.packed(fmt::format("bias {}", i), piece.bias,
                                               dnn::dims_of(piece.bias.shape()), pd->bias_desc()));
        }
        Operand columns_of_target = target;
        columns_of_target.desc = pd->dst_desc();
        columns_of_target.offset += static_cast<std::size_t>(bounds[i]) * sizeof(float);
        part.arguments.emplace_back(DNNL_ARG_DST, columns_of_target);
        parts.push_back(std::move(part));
    }
    if (parts.size() > 1) {
        lowering.parallel_parts(pd->impl_info_str(), std::move(parts));
    } else {
        lowering.primitive(*pd, parts[0].primitive, std::move(parts[0].arguments));
    }
}

bool is_matrix(const Tensor* tensor) {
    return tensor != nullptr && tensor->shape().rank() == 2 && tensor->dtype() == DType::Float32;
}

void plain_loops(Lowering& lowering) {
    lowering.keep_followers(0);
    lowering.reference();
}

/// Both sides computed: equal rank, each leading dimension equal or 1.
void lower_both(Lowering& lowering) {
    const Node& node = lowering.node();
    const int rank = lowering.type(node.inputs[0]).shape.rank();
    if (rank < 2 || rank != lowering.type(node.inputs[1]).shape.rank()) {
        plain_loops(lowering);
        return;
    }
    lowering.keep_followers(0);
    const Operand a = lowering.plain(node.inputs[0]);
    const Operand b = lowering.plain(node.inputs[1]);
    const Desc target = dnn::plain(lowering.type(node.outputs[0]));
    const dnnl::matmul::primitive_desc pd({a.desc, b.desc, target}, dnn::attributes(),
                                          dnn::engine());
    if (dnn::is_reference(pd.impl_info_str())) {
        lowering.reference();
        return;
    }
    const Operand to = lowering.destination(node.outputs[0], target, Lowering::Place::Exact);
    lowering.primitive(pd, dnnl::matmul(pd),
                       {{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_DST, to}});
}

} // namespace

void lower_gemm(Lowering& lowering) {
    if (lower_gemm_signs(lowering) || lower_gemm_nibbles(lowering)) {
        return;
    }
    const Node& node = lowering.node();
    const Tensor* b = lowering.constant(node.inputs[1]);
    const float alpha = node.attributes.real("alpha", 1);
    const float beta = node.attributes.real("beta", 1);
    if (!lowering.is_float_activation(node.inputs[0]) || !is_matrix(b) ||
        node.attributes.integer("transA", 0) != 0) {
        plain_loops(lowering);
        return;
    }
    Product product;
    product.source = node.inputs[0];
    product.rows = lowering.type(node.inputs[0]).shape[0];
    product.depth = lowering.type(node.inputs[0]).shape[1];
    product.weights = weights_nk(*b, node.attributes.integer("transB", 0) != 0, alpha);
    if (node.input(2) != kNoValue) {
        const Tensor* c = lowering.constant(node.inputs[2]);
        const auto bias =
            c == nullptr ? std::nullopt : bias_n(*c, product.weights.shape()[0], beta);
        if (!bias) {
            plain_loops(lowering);
            return;
        }
        product.bias = *bias;
    }
    lower_product(lowering, std::move(product));
}

void lower_mat_mul(Lowering& lowering) {
    if (lower_gemm_signs(lowering) || lower_gemm_nibbles(lowering)) {
        return;
    }
    const Node& node = lowering.node();
    if (!lowering.is_float_activation(node.inputs[0])) {
        plain_loops(lowering);
        return;
    }
    const Tensor* b = lowering.constant(node.inputs[1]);
    const Shape& a = lowering.type(node.inputs[0]).shape;
    if (b == nullptr && lowering.is_float_activation(node.inputs[1])) {
        lower_both(lowering);
        return;
    }
    if (!is_matrix(b) || a.rank() < 2) {
        plain_loops(lowering);
        return;
    }
    Product product;
    product.source = node.inputs[0];
    product.rows = a.elements(0, a.rank() - 1);
    product.depth = a[-1];
    product.weights = weights_nk(*b, false, 1);
    lower_product(lowering, std::move(product));
}

} // namespace espalier::ops::detail
