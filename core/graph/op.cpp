// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/op.h"

#include "core/base/error.h"

namespace espalier {

const InputType& InferArgs::required(std::size_t index, std::string_view what) const {
    const InputType* input = optional(index);
    expect(input != nullptr, "{}: input {} ({}) is missing", node.name, index, what);
    return *input;
}

const InputType* InferArgs::optional(std::size_t index) const {
    return index < inputs.size() && inputs[index].present ? &inputs[index] : nullptr;
}

std::int64_t Op::macs(const Node& /*node*/, std::span<const TensorType> /*inputs*/,
                      std::span<const TensorType> /*outputs*/) const {
    return 0;
}

void Op::gradient(const GradientArgs& args) const {
    fail(ErrorCode::Unsupported, "node {}: operator {} has no gradient", args.node.name, type());
}

} // namespace espalier
