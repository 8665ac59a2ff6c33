// SPDX-License-Identifier: GPL-3.0-or-later
// ScatterElements: the data with y[indices[i][j]][j] = updates[i][j] for axis 0, and so on for the
// others; with a reduction (add, mul, max, min) the update is combined with what is there.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/indexed.h"

#include <algorithm>

namespace espalier::ops::scatter_elements {

namespace {

using namespace detail;

std::vector<std::int64_t> places(const Node& node, std::span<const Tensor* const> inputs) {
    std::vector<std::int64_t> result(static_cast<std::size_t>(inputs[1]->elements()));
    for_each_indexed_element(
        node, inputs[0]->shape(), *inputs[1],
        [&](std::int64_t at, std::int64_t i) { result[static_cast<std::size_t>(i)] = at; });
    return result;
}

class ScatterElements final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "ScatterElements"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& data = args.required(0, "data").type;
        check_element_indices(args, data.shape);
        static_cast<void>(reduction_of(args.node));
        const InputType& updates = args.required(2, "updates");
        expect_dtype(updates, "updates", data.dtype);
        const Shape& indices = args.inputs[1].type.shape;
        expect_rank(updates.type.shape, indices.rank(), "updates", "as the indices");
        for (int axis = 0; axis < indices.rank(); ++axis) {
            expect_dim(updates.type.shape[axis], indices[axis],
                       "dimension " + std::to_string(axis) + " of the updates");
        }
        return {data};
    }

    void reference(const ReferenceArgs& args) const override {
        std::ranges::copy(args.inputs[0]->raw(), args.outputs[0].writable_raw().begin());
        scatter(reduction_of(args.node), places(args.node, args.inputs), *args.inputs[2],
                args.outputs[0]);
    }

    void gradient(const GradientArgs& args) const override {
        scatter_gradient(reduction_of(args.node), places(args.node, args.inputs), args);
    }
};

} // namespace

const Op& op() {
    static const ScatterElements instance;
    return instance;
}

} // namespace espalier::ops::scatter_elements
