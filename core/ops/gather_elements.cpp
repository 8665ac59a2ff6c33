// SPDX-License-Identifier: GPL-3.0-or-later
// GatherElements: y[i][j] = data[indices[i][j]][j] for axis 0, and so on for the others.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"

namespace espalier::ops::gather_elements {

namespace {

using namespace detail;

/// Calls body(from, to) with the offsets of every element in data and output.
template <typename Body>
void for_each_element(const Node& node, const Shape& data, const Tensor& indices, Body&& body) {
    const int axis = data.normalised_axis(node.attributes.integer("axis", 0), "axis");
    const std::vector<std::int64_t> chosen = indices.to_int64();
    const std::int64_t step = data.elements(axis + 1, data.rank());
    View along = contiguous(data);
    along.strides[static_cast<std::size_t>(axis)] = 0;
    for_each_row<2>(indices.shape(), {along, contiguous(indices.shape())},
                    [&](const auto& offsets, const auto& steps, std::int64_t count) {
                        for (std::int64_t i = 0; i < count; ++i) {
                            const std::int64_t to = offsets[1] + i * steps[1];
                            const std::int64_t index = chosen[static_cast<std::size_t>(to)];
                            expect(index >= -data[axis] && index < data[axis],
                                   "index {} is {}, expected a value in [{}, {})", to, index,
                                   -data[axis], data[axis]);
                            const std::int64_t row = index < 0 ? index + data[axis] : index;
                            body(offsets[0] + i * steps[0] + row * step, to);
                        }
                    });
}

class GatherElements final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "GatherElements"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& data = args.required(0, "data").type;
        const TensorType& indices = args.required(1, "indices").type;
        expect(indices.dtype == DType::Int64 || indices.dtype == DType::Int32,
               "indices hold {}, expected int64 or int32", dtype_name(indices.dtype));
        const int axis =
            data.shape.normalised_axis(args.node.attributes.integer("axis", 0), "axis");
        expect(indices.shape.rank() == data.shape.rank(),
               "indices have {} dimensions, expected {} as the data", indices.shape.rank(),
               data.shape.rank());
        for (int i = 0; i < data.shape.rank(); ++i) {
            expect(i == axis || data.shape[i] < 0 || indices.shape[i] <= data.shape[i],
                   "indices have shape {}, expected one that fits into {}", indices.shape.str(),
                   data.shape.str());
        }
        return {{data.dtype, indices.shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_dtype(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* data = args.inputs[0]->data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            for_each_element(args.node, args.inputs[0]->shape(), *args.inputs[1],
                             [&](std::int64_t from, std::int64_t to) { y[to] = data[from]; });
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const GatherElements instance;
    return instance;
}

} // namespace espalier::ops::gather_elements
