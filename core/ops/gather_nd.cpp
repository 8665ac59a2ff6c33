// SPDX-License-Identifier: GPL-3.0-or-later
// GatherND: each tuple in the last dimension of the indices names an element or a slice of the
// data; with batch_dims b both share their first b dimensions. y[i] = data[indices[i]].
#include "core/ops/detail/check.h"
#include "core/ops/detail/indexed.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::gather_nd {

namespace {

using namespace detail;

int batch_of(const Node& node) {
    const std::int64_t batch = node.attributes.integer("batch_dims", 0);
    expect_values(std::span(&batch, 1), "batch_dims", 0, 64);
    return static_cast<int>(batch);
}

/// Calls body(from, to) with the offsets of every element in data and output.
template <typename Body>
void for_each_element(const Node& node, std::span<const Tensor* const> inputs, Body&& body) {
    const Shape& data = inputs[0]->shape();
    const int batch = batch_of(node);
    const int rank = batch + static_cast<int>(inputs[1]->shape()[-1]);
    const std::int64_t slice = data.elements(rank, data.rank());
    std::int64_t to = 0;
    for (const std::int64_t offset : slice_offsets(data, *inputs[1], batch)) {
        for (std::int64_t i = 0; i < slice; ++i) {
            body(offset + i, to++);
        }
    }
}

class GatherND final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "GatherND"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& data = args.required(0, "data").type;
        return {{data.dtype, indexed_slices_shape(args, data.shape, batch_of(args.node))}};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_dtype(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* data = args.inputs[0]->data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            for_each_element(args.node, args.inputs,
                             [&](std::int64_t from, std::int64_t to) { y[to] = data[from]; });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* dy = args.output_grads[0]->data<T>().data();
            T* dx = args.input_grads[0]->writable<T>().data();
            for_each_element(args.node, args.inputs,
                             [&](std::int64_t from, std::int64_t to) { dx[from] += dy[to]; });
        });
    }
};

} // namespace

const Op& op() {
    static const GatherND instance;
    return instance;
}

} // namespace espalier::ops::gather_nd
