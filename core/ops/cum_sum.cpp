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
        const Direction way = direction_of(args.node, args.inputs);
        detail::visit_number(input.dtype(), [&](auto sample) {
            using T = decltype(sample);
            run(input.shape(), way, input.data<T>().data(),
                [y = args.outputs[0].writable<T>().data()](std::int64_t at, T sum) {
                    y[at] = sum;
                });
        });
    }

    /// An element went into every sum behind it: the sums of the gradients, the other way round.
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Tensor& given = *args.output_grads[0];
        Direction way = direction_of(args.node, args.inputs);
        way.reverse = !way.reverse;
        detail::visit_float(given.dtype(), [&](auto sample) {
            using T = decltype(sample);
            run(given.shape(), way, given.data<T>().data(),
                [dx = args.input_grads[0]->writable<T>().data()](std::int64_t at, T sum) {
                    dx[at] += sum;
                });
        });
    }

private:
    struct Direction {
        int axis = 0;
        bool exclusive = false;
        bool reverse = false;
    };

    static Direction direction_of(const Node& node, std::span<const Tensor* const> inputs) {
        expect(inputs[1]->elements() == 1, "the axis has {} elements, expected one",
               inputs[1]->elements());
        return {inputs[0]->shape().normalised_axis(inputs[1]->to_int64().front(), "axis"),
                node.attributes.integer("exclusive", 0) != 0,
                node.attributes.integer("reverse", 0) != 0};
    }

    /// Calls put(place, sum) for every element.
    template <typename T, typename Put>
    static void run(const Shape& shape, const Direction& way, const T* x, const Put& put) {
        detail::for_each_line(
            shape, way.axis, [&](std::int64_t first, std::int64_t step, std::int64_t count) {
                T sum = 0;
                for (std::int64_t i = 0; i < count; ++i) {
                    const std::int64_t at = first + (way.reverse ? count - 1 - i : i) * step;
                    const T before = sum;
                    sum = detail::plus(sum, x[at]);
                    put(at, way.exclusive ? before : sum);
                }
            });
    }
};

} // namespace

const Op& op() {
    static const CumSum instance;
    return instance;
}

} // namespace espalier::ops::cum_sum
