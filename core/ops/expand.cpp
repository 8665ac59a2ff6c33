// SPDX-License-Identifier: GPL-3.0-or-later
// Expand: x broadcast with a constant shape (both ways: a 1 in the shape keeps x's dimension).
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"

namespace espalier::ops::expand {

namespace {

using namespace detail;

class Expand final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Expand"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "input").type;
        const auto wanted = constant_integers(args.required(1, "shape"), "shape");
        expect_values(wanted, "shape", 0, kMaxDim);
        return {{x.dtype, broadcast_shapes(x.shape, Shape(wanted))}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Shape& y = args.outputs[0].shape();
        copy_elements(y, *args.inputs[0], stretched(args.inputs[0]->shape(), y), args.outputs[0],
                      contiguous(y));
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Shape& y = args.outputs[0]->shape();
        add_elements(y, *args.output_grads[0], contiguous(y), *args.input_grads[0],
                     stretched(args.inputs[0]->shape(), y));
    }
};

} // namespace

const Op& op() {
    static const Expand instance;
    return instance;
}

} // namespace espalier::ops::expand
