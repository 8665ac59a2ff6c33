// SPDX-License-Identifier: GPL-3.0-or-later
// LSTM: X [T,N,I], W [D,4H,I], R [D,4H,H], B [D,8H], lengths, initial h and c, peepholes [D,3H]
// -> Y [T,D,N,H], Y_h and Y_c [D,N,H]; gates in the order i, o, f, c.
#include "core/ops/detail/lower.h"
#include "core/ops/detail/recurrent.h"

namespace espalier::ops::lstm {

namespace {

using detail::RecurrentCell;

class Lstm final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "LSTM"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        return detail::infer_recurrent(RecurrentCell::Lstm, args);
    }

    [[nodiscard]] std::int64_t macs(const Node& node, std::span<const TensorType> inputs,
                                    std::span<const TensorType>) const override {
        return detail::recurrent_macs(RecurrentCell::Lstm, node, inputs);
    }

    void reference(const ReferenceArgs& args) const override {
        detail::recurrent_reference(RecurrentCell::Lstm, args);
    }

    void gradient(const GradientArgs& args) const override {
        detail::recurrent_gradient(RecurrentCell::Lstm, args);
    }

    void lower(Lowering& lowering) const override { detail::lower_recurrent(lowering); }
};

} // namespace

const Op& op() {
    static const Lstm instance;
    return instance;
}

} // namespace espalier::ops::lstm
