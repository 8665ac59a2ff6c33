// SPDX-License-Identifier: GPL-3.0-or-later
// Shape: the dimensions [start, end) of the input as int64.
#include "core/ops/detail/check.h"

#include <algorithm>

namespace espalier::ops::shape {

namespace {

std::vector<std::int64_t> dims_of(const Node& node, const espalier::Shape& x) {
    const std::int64_t rank = x.rank();
    const auto bound = [&](const char* name, std::int64_t otherwise) {
        const std::int64_t at = node.attributes.integer(name, otherwise);
        return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
    };
    const std::int64_t start = bound("start", 0);
    const std::int64_t end = std::max(bound("end", rank), start);
    return {x.begin() + start, x.begin() + end};
}

class ShapeOp final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Shape"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const auto dims = dims_of(args.node, args.required(0, "data").type.shape);
        return {{DType::Int64, {static_cast<std::int64_t>(dims.size())}}};
    }

    void reference(const ReferenceArgs& args) const override {
        std::ranges::copy(dims_of(args.node, args.inputs[0]->shape()),
                          args.outputs[0].writable<std::int64_t>().begin());
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const ShapeOp instance;
    return instance;
}

} // namespace espalier::ops::shape
