// SPDX-License-Identifier: GPL-3.0-or-later
// IsInf: true where the input is infinite; detect_negative and detect_positive choose the sign.
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

#include <cmath>

namespace espalier::ops::is_inf {

namespace {

class IsInf final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "IsInf"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        static_cast<void>(detail::float_input(args, 0, "X"));
        return {{DType::Bool, args.inputs[0].type.shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        const bool negative = args.node.attributes.integer("detect_negative", 1) != 0;
        const bool positive = args.node.attributes.integer("detect_positive", 1) != 0;
        const auto y = args.outputs[0].writable<bool>();
        detail::visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            const auto x = args.inputs[0]->data<decltype(sample)>();
            for (std::size_t i = 0; i < x.size(); ++i) {
                y[i] = std::isinf(x[i]) && (x[i] < 0 ? negative : positive);
            }
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const IsInf instance;
    return instance;
}

} // namespace espalier::ops::is_inf
