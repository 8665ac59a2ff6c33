// SPDX-License-Identifier: GPL-3.0-or-later
// OneHot: indices become vectors of `depth` (a constant) along a new axis, values[1] at the index
// and values[0] elsewhere; an index outside of [-depth, depth) marks nothing.
#include "core/base/error.h"
#include "core/ops/detail/along_axis.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::one_hot {

namespace {

using namespace detail;

class OneHot final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "OneHot"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const Shape& indices = number_input(args, 0, "indices").type.shape;
        const InputType& depth = number_input(args, 1, "depth");
        const TensorType& values = number_input(args, 2, "values").type;
        if (depth.constant == nullptr) {
            fail(ErrorCode::Unsupported, "depth is not known beforehand");
        }
        expect(depth.constant->elements() == 1, "depth has {} elements, expected one",
               depth.constant->elements());
        const double count = depth.constant->at(0);
        expect(count >= 1 && count <= static_cast<double>(kMaxExtent),
               "depth is {}, expected at least 1", count);
        std::vector<std::int64_t> dims = indices.dims();
        dims.insert(dims.begin() + new_axis(args.node, indices), static_cast<std::int64_t>(count));
        return {{values.dtype, Shape(std::move(dims))}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Shape& shape = args.outputs[0].shape();
        const Tensor indices = args.inputs[0]->cast(DType::Int64);
        expect(args.inputs[2]->elements() == 2, "found {} values, expected off and on",
               args.inputs[2]->elements());
        visit_number(args.outputs[0].dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto values = args.inputs[2]->data<T>();
            T* y = args.outputs[0].writable<T>().data();
            const std::int64_t* next = indices.data<std::int64_t>().data();
            for_each_line(shape, new_axis(args.node, args.inputs[0]->shape()),
                          [&](std::int64_t first, std::int64_t step, std::int64_t count) {
                              const std::int64_t index = *next < 0 ? *next + count : *next;
                              ++next;
                              for (std::int64_t i = 0; i < count; ++i) {
                                  y[first + i * step] = values[i == index ? 1 : 0];
                              }
                          });
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }

private:
    static int new_axis(const Node& node, const Shape& indices) {
        const std::int64_t axis = node.attributes.integer("axis", -1);
        const int rank = indices.rank() + 1;
        expect(axis >= -rank && axis < rank, "axis is {}, expected a value in [{}, {})", axis,
               -rank, rank);
        return static_cast<int>(axis < 0 ? axis + rank : axis);
    }
};

} // namespace

const Op& op() {
    static const OneHot instance;
    return instance;
}

} // namespace espalier::ops::one_hot
