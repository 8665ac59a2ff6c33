// SPDX-License-Identifier: GPL-3.0-or-later
// Not: true where the input is false.
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

#include <cmath>

namespace espalier::ops::logical_not {

namespace {

class Not final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Not"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        detail::expect_dtype(args.required(0, "X"), "X", DType::Bool);
        return {{DType::Bool, args.inputs[0].type.shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        const auto x = args.inputs[0]->data<bool>();
        const auto y = args.outputs[0].writable<bool>();
        for (std::size_t i = 0; i < x.size(); ++i) {
            y[i] = !x[i];
        }
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const Not instance;
    return instance;
}

} // namespace espalier::ops::logical_not
