// SPDX-License-Identifier: GPL-3.0-or-later
// Hardmax: 1 at the first largest element along an axis, 0 elsewhere.
#include "core/ops/detail/along_axis.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::hardmax {

namespace {

class Hardmax final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Hardmax"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = detail::float_input(args, 0, "input").type;
        static_cast<void>(axis_of(args.node, x.shape));
        return {x};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& input = *args.inputs[0];
        detail::visit_float(input.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* x = input.data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            detail::for_each_line(input.shape(), axis_of(args.node, input.shape()),
                                  [&](std::int64_t first, std::int64_t step, std::int64_t count) {
                                      std::int64_t best = 0;
                                      for (std::int64_t i = 1; i < count; ++i) {
                                          if (x[first + i * step] > x[first + best * step]) {
                                              best = i;
                                          }
                                      }
                                      for (std::int64_t i = 0; i < count; ++i) {
                                          y[first + i * step] = static_cast<T>(i == best ? 1 : 0);
                                      }
                                  });
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }

private:
    static int axis_of(const Node& node, const Shape& shape) {
        return shape.normalised_axis(node.attributes.integer("axis", -1), "axis");
    }
};

} // namespace

const Op& op() {
    static const Hardmax instance;
    return instance;
}

} // namespace espalier::ops::hardmax
