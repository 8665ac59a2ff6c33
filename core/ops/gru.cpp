// SPDX-License-Identifier: GPL-3.0-or-later
// GRU: X [T,N,I], W [D,3H,I], R [D,3H,H], B [D,6H], lengths, initial h -> Y [T,D,N,H], Y_h
// [D,N,H]; gates in the order z, r, h.
#include "core/ops/detail/lower.h"
#include "core/ops/detail/recurrent.h"

namespace espalier::ops::gru {

namespace {

using detail::RecurrentCell;

class Gru final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "GRU"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        return detail::infer_recurrent(RecurrentCell::Gru, args);
    }

    [[nodiscard]] std::int64_t macs(const Node& node, std::span<const TensorType> inputs,
                                    std::span<const TensorType>) const override {
        return detail::recurrent_macs(RecurrentCell::Gru, node, inputs);
    }

    void reference(const ReferenceArgs& args) const override {
        detail::recurrent_reference(RecurrentCell::Gru, args);
    }

    void gradient(const GradientArgs& args) const override {
        detail::recurrent_gradient(RecurrentCell::Gru, args);
    }

    void lower(Lowering& lowering) const override { detail::lower_recurrent(lowering); }
};

} // namespace

const Op& op() {
    static const Gru instance;
    return instance;
}

} // namespace espalier::ops::gru
