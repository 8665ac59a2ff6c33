// SPDX-License-Identifier: GPL-3.0-or-later
// Gather: slices of `data` along `axis`, chosen by integer indices of any shape; negative indices
// count from the end.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"

namespace espalier::ops::gather {

namespace {

using namespace detail;

/// Calls body(shape_of_slices, data_view, output_view) for every index: the slices it stands for.
template <typename Body>
void for_each_index(const Node& node, const Shape& data, const Tensor& indices, Body&& body) {
    const int axis = data.normalised_axis(node.attributes.integer("axis", 0), "axis");
    const std::vector<std::int64_t> chosen = indices.to_int64();
    const auto count = static_cast<std::int64_t>(chosen.size());
    const std::int64_t inner = data.elements(axis + 1, data.rank());
    const Shape slices{data.elements(0, axis), inner};
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t index = chosen[static_cast<std::size_t>(i)];
        expect(index >= -data[axis] && index < data[axis],
               "index {} is {}, expected a value in [{}, {})", i, index, -data[axis], data[axis]);
        const std::int64_t from = index < 0 ? index + data[axis] : index;
        body(slices, View{from * inner, {data[axis] * inner, 1}},
             View{i * inner, {count * inner, 1}});
    }
}

class Gather final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Gather"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& data = args.required(0, "data").type;
        const TensorType& indices = args.required(1, "indices").type;
        expect(indices.dtype == DType::Int64 || indices.dtype == DType::Int32,
               "indices hold {}, expected int64 or int32", dtype_name(indices.dtype));
        const int axis =
            data.shape.normalised_axis(args.node.attributes.integer("axis", 0), "axis");
        std::vector<std::int64_t> dims(data.shape.begin(), data.shape.begin() + axis);
        dims.insert(dims.end(), indices.shape.begin(), indices.shape.end());
        dims.insert(dims.end(), data.shape.begin() + axis + 1, data.shape.end());
        return {{data.dtype, Shape(std::move(dims))}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& data = *args.inputs[0];
        for_each_index(args.node, data.shape(), *args.inputs[1],
                       [&](const Shape& slices, const View& from, const View& to) {
                           copy_elements(slices, data, from, args.outputs[0], to);
                       });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        for_each_index(args.node, args.inputs[0]->shape(), *args.inputs[1],
                       [&](const Shape& slices, const View& from, const View& to) {
                           add_elements(slices, *args.output_grads[0], to, *args.input_grads[0],
                                        from);
                       });
    }
};

} // namespace

const Op& op() {
    static const Gather instance;
    return instance;
}

} // namespace espalier::ops::gather
