// SPDX-License-Identifier: GPL-3.0-or-later
// Pow: y = a ^ b, broadcast, in the type of a; the exponent may be of another type.
#include "core/ops/detail/binary.h"

#include <cmath>

namespace espalier::ops::pow {

namespace {

using namespace detail;

class Pow final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Pow"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& a = number_input(args, 0, "X").type;
        const TensorType& b = number_input(args, 1, "Y").type;
        return {{a.dtype, broadcast_shapes(a.shape, b.shape)}};
    }

    void reference(const ReferenceArgs& args) const override {
        Tensor& y = args.outputs[0];
        Tensor wide(DType::Float64, y.shape());
        broadcast_apply<double, double>(args.inputs[0]->cast(DType::Float64),
                                        args.inputs[1]->cast(DType::Float64), wide,
                                        [](double a, double b) { return std::pow(a, b); });
        const Tensor narrow = wide.cast(y.dtype());
        copy_elements(y.shape(), narrow, contiguous(y.shape()), y, contiguous(y.shape()));
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const Tensor exponent = args.inputs[1]->cast(DTypeOf<T>::value);
            const std::array<const Tensor*, 2> inputs{args.inputs[0], &exponent};
            const bool same = args.inputs[1]->dtype() == DTypeOf<T>::value;
            const std::array<Tensor*, 2> grads{args.input_grads[0],
                                               same ? args.input_grads[1] : nullptr};
            broadcast_gradient<
                T>({args.node, inputs, args.outputs, args.output_grads, grads}, [](double a,
                                                                                   double b,
                                                                                   double y) {
                return std::pair{b == 0 ? 0 : b * std::pow(a, b - 1), a > 0 ? y * std::log(a) : 0};
            });
        });
    }
};

} // namespace

const Op& op() {
    static const Pow instance;
    return instance;
}

} // namespace espalier::ops::pow
