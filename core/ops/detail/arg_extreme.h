// SPDX-License-Identifier: GPL-3.0-or-later
// ArgMax and ArgMin: the index of the extreme element along an axis; the first of equals, or with
// select_last_index the last one. A Function is a struct with kType and
// `template <typename T> static bool better(T candidate, T best)`.
#pragma once

#include "core/ops/detail/along_axis.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::detail {

template <typename Function>
class ArgExtremeOp : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return Function::kType; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& data = number_input(args, 0, "data").type;
        const int axis = axis_of(args.node, data.shape);
        expect(data.shape[axis] != 0, "the axis has no elements");
        std::vector<std::int64_t> dims = data.shape.dims();
        if (args.node.attributes.integer("keepdims", 1) != 0) {
            dims[static_cast<std::size_t>(axis)] = 1;
        } else {
            dims.erase(dims.begin() + axis);
        }
        return {{DType::Int64, Shape(std::move(dims))}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& data = *args.inputs[0];
        const bool last = args.node.attributes.integer("select_last_index", 0) != 0;
        std::int64_t* y = args.outputs[0].template writable<std::int64_t>().data();
        visit_number(data.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* x = data.data<T>().data();
            for_each_line(data.shape(), axis_of(args.node, data.shape()),
                          [&](std::int64_t first, std::int64_t step, std::int64_t count) {
                              std::int64_t best = 0;
                              for (std::int64_t i = 1; i < count; ++i) {
                                  const T value = x[first + i * step];
                                  const T held = x[first + best * step];
                                  if (Function::better(value, held) || (last && value == held)) {
                                      best = i;
                                  }
                              }
                              *y++ = best;
                          });
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }

private:
    static int axis_of(const Node& node, const Shape& shape) {
        return shape.normalised_axis(node.attributes.integer("axis", 0), "axis");
    }
};

} // namespace espalier::ops::detail
