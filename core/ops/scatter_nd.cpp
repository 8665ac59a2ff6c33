// SPDX-License-Identifier: GPL-3.0-or-later
// ScatterND: the data with the slices that the index tuples name replaced by the updates, or
// combined with them (reduction add, mul, max, min): y[indices[i]] = updates[i].
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/indexed.h"

#include <algorithm>

namespace espalier::ops::scatter_nd {

namespace {

using namespace detail;

std::vector<std::int64_t> places(std::span<const Tensor* const> inputs) {
    const Shape& data = inputs[0]->shape();
    const Shape& indices = inputs[1]->shape();
    const std::int64_t slice = data.elements(static_cast<int>(indices[-1]), data.rank());
    std::vector<std::int64_t> result;
    for (const std::int64_t offset : slice_offsets(data, *inputs[1], 0)) {
        for (std::int64_t i = 0; i < slice; ++i) {
            result.push_back(offset + i);
        }
    }
    return result;
}

class ScatterND final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "ScatterND"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& data = args.required(0, "data").type;
        const Shape slices = indexed_slices_shape(args, data.shape, 0);
        static_cast<void>(reduction_of(args.node));
        const InputType& updates = args.required(2, "updates");
        expect_dtype(updates, "updates", data.dtype);
        expect_rank(updates.type.shape, slices.rank(), "updates", "as the slices");
        for (int axis = 0; axis < slices.rank(); ++axis) {
            expect_dim(updates.type.shape[axis], slices[axis],
                       "dimension " + std::to_string(axis) + " of the updates");
        }
        return {data};
    }

    void reference(const ReferenceArgs& args) const override {
        std::ranges::copy(args.inputs[0]->raw(), args.outputs[0].writable_raw().begin());
        scatter(reduction_of(args.node), places(args.inputs), *args.inputs[2], args.outputs[0]);
    }

    void gradient(const GradientArgs& args) const override {
        scatter_gradient(reduction_of(args.node), places(args.inputs), args);
    }
};

} // namespace

const Op& op() {
    static const ScatterND instance;
    return instance;
}

} // namespace espalier::ops::scatter_nd
