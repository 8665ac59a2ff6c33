// SPDX-License-Identifier: GPL-3.0-or-later
// Dropout as inference sees it: y = x, and a mask that is true everywhere.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/relabel.h"

#include <algorithm>

namespace espalier::ops::dropout {

namespace {

class Dropout final : public detail::RelabelOp {
public:
    [[nodiscard]] std::string_view type() const override { return "Dropout"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "data").type;
        if (const InputType* training = args.optional(2)) {
            const bool off = training->constant != nullptr && training->constant->elements() == 1 &&
                             training->constant->at(0) == 0;
            if (!off) {
                fail(ErrorCode::Unsupported,
                     "training_mode is not a constant false, expected the inference form");
            }
        }
        std::vector<TensorType> types{x};
        if (detail::output_count(args.node) > 1) {
            types.push_back({DType::Bool, x.shape});
        }
        return types;
    }

    void reference(const ReferenceArgs& args) const override {
        RelabelOp::reference(args);
        if (detail::has_output(args.node, 1)) {
            std::ranges::fill(args.outputs[1].writable<bool>(), true);
        }
    }
};

} // namespace

const Op& op() {
    static const Dropout instance;
    return instance;
}

} // namespace espalier::ops::dropout
