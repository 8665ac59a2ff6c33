// SPDX-License-Identifier: GPL-3.0-or-later
// CumSum: running sums along an axis (input 1); exclusive leaves the element itself out, reverse
// runs from the end.
#include "core/base/error.h"
#include "core/ops/detail/along_axis.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/integers.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::cum_sum {

namespace {

class CumSum final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "CumSum"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const DType axis = args.required(1, "axis").type.dtype;
        expect(axis == DType::Int32 || axis == DType::Int64,
               "the axis holds {}, expected int32 or int64", dtype_name(axis));
        return {detail::number_input(args, 0, "x").type};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& input = *args.inputs[0];
        expect(args.inputs[1]->elements() == 1, "the axis has {} elements, expected one",
               args.inputs[1]->elements());
        const int axis = input.shape().normalised_axis(args.inputs[1]->to_int64().front(), "axis");
        const bool exclusive = args.node.attributes.integer("exclusive", 0) != 0;
        const bool reverse = args.node.attributes.integer("reverse", 0) != 0;
        detail::visit_number(input.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* x = input.data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            detail::for_each_line(input.shape(), axis,
                                  [&](std::int64_t first, std::int64_t step, std::int64_t count) {
                                      T sum = 0;
                                      for (std::int64_t i = 0; i < count; ++i) {
                                          const std::int64_t at =
                                              first + (reverse ? count - 1 - i : i) * step;
                                          const T before = sum;
                                          sum = detail::plus(sum, x[at]);
                                          y[at] = exclusive ? before : sum;
                                      }
                                  });
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const CumSum instance;
    return instance;
}

} // namespace espalier::ops::cum_sum
