// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/rewrites/fold_codes.h"

#include "core/graph/group_code.h"
#include "core/graph/op.h"

#include <algorithm>
#include <array>

namespace espalier {

namespace {

constexpr std::array<std::string_view, 5> kReshaping{"Reshape", "Flatten", "Squeeze", "Unsqueeze",
                                                     "Identity"};

/// What `node` makes of `tensor` in the place of its first input; other inputs are constants.
Tensor moved(const Graph& graph, const Node& node, const Tensor& tensor) {
    std::vector<InputType> types{{true, {tensor.dtype(), tensor.shape()}, &tensor}};
    std::vector<const Tensor*> arguments{&tensor};
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
        const Parameter* parameter = graph.parameter(node.inputs[i]);
        const Tensor* value = parameter == nullptr ? nullptr : &parameter->effective();
        arguments.push_back(value);
        types.push_back(value == nullptr
                            ? InputType{}
                            : InputType{true, {value->dtype(), value->shape()}, value});
    }
    const Op& op = op_for(node);
    const TensorType type = op.infer({node, types}).at(0);
    std::vector<Tensor> results{Tensor(type.dtype, type.shape)};
    op.reference({node, arguments, results});
    return results[0];
}

/// Grids along the rows of a matrix, each of which is cut into equal groups of inputs where the
/// matrix becomes `shape`; nullptr where it is not.
CodePtr grouped(const AffineCode& code, const Shape& matrix, const Shape& shape) {
    if (code.axis() != 0 || matrix.rank() != 2 || shape.rank() < 2 || shape[0] <= 0 ||
        matrix[0] % shape[0] != 0 || shape[1] % (matrix[0] / shape[0]) != 0) {
        return nullptr;
    }
    const std::int64_t size = shape[1] / (matrix[0] / shape[0]);
    return std::make_shared<GroupCode>(code.bits(), code.is_signed(), code.narrow(), 0,
                                       GroupCode::equal_ends(shape[1], size), code.scales(),
                                       code.zero_points());
}

/// The code after the node, which makes a tensor of `shape`; nullptr where it does not survive.
CodePtr moved_code(const Node& node, const Parameter& parameter, const Shape& shape) {
    const auto* affine = dynamic_cast<const AffineCode*>(parameter.code().get());
    if (dynamic_cast<const GroupCode*>(parameter.code().get()) != nullptr) {
        return nullptr;
    }
    if (affine == nullptr || affine->axis() < 0) {
        return parameter.code();
    }
    if (node.op == "Reshape") {
        return grouped(*affine, parameter.shape(), shape);
    }
    if (node.op != "Transpose") {
        return nullptr;
    }
    std::vector<std::int64_t> reversed;
    for (int i = parameter.shape().rank(); i-- > 0;) {
        reversed.push_back(i);
    }
    const auto order = node.attributes.integers("perm", reversed);
    const auto axis = std::ranges::find(order, std::int64_t{affine->axis()});
    return std::make_shared<AffineCode>(affine->bits(), affine->is_signed(), affine->narrow(),
                                        static_cast<int>(axis - order.begin()), affine->scales(),
                                        affine->zero_points());
}

} // namespace

std::optional<Parameter> fold_coded(const Graph& graph, const Node& node) {
    const Parameter* given = graph.parameter(node.input(0));
    const bool moves =
        node.op == "Transpose" || std::ranges::find(kReshaping, node.op) != kReshaping.end();
    if (given == nullptr || (!given->has_mask() && !given->code()) || !moves) {
        return std::nullopt;
    }
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
        if (node.inputs[i] != kNoValue && graph.parameter(node.inputs[i]) == nullptr) {
            return std::nullopt;
        }
    }
    Tensor latent = moved(graph, node, given->latent());
    const CodePtr code = given->code() ? moved_code(node, *given, latent.shape()) : nullptr;
    if (given->code() && !code) {
        return std::nullopt;
    }
    Parameter result(std::move(latent), given->provenance());
    if (given->has_mask()) {
        result = result.with_mask(moved(graph, node, given->mask()));
    }
    return result.with_code(code);
}

} // namespace espalier
