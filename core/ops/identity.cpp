// SPDX-License-Identifier: GPL-3.0-or-later
// Identity: y = x, of any type.
#include "core/ops/detail/relabel.h"

namespace espalier::ops::identity {

namespace {

class Identity final : public detail::RelabelOp {
public:
    [[nodiscard]] std::string_view type() const override { return "Identity"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        return {args.required(0, "X").type};
    }
};

} // namespace

const Op& op() {
    static const Identity instance;
    return instance;
}

} // namespace espalier::ops::identity
