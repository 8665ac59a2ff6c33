// SPDX-License-Identifier: GPL-3.0-or-later
// RNN: X [T,N,I], W [D,H,I], R [D,H,H], B [D,2H], lengths, initial h -> Y [T,D,N,H], Y_h [D,N,H].
#include "core/ops/detail/lower.h"
#include "core/ops/detail/recurrent.h"

namespace espalier::ops::rnn {

namespace {

using detail::RecurrentCell;

class Rnn final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "RNN"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        return detail::infer_recurrent(RecurrentCell::Rnn, args);
    }

    [[nodiscard]] std::int64_t macs(const Node& node, std::span<const TensorType> inputs,
                                    std::span<const TensorType>) const override {
        return detail::recurrent_macs(RecurrentCell::Rnn, node, inputs);
    }

    void reference(const ReferenceArgs& args) const override {
        detail::recurrent_reference(RecurrentCell::Rnn, args);
    }

    void gradient(const GradientArgs& args) const override {
        detail::recurrent_gradient(RecurrentCell::Rnn, args);
    }

    void lower(Lowering& lowering) const override { detail::lower_recurrent(lowering); }
};

} // namespace

const Op& op() {
    static const Rnn instance;
    return instance;
}

} // namespace espalier::ops::rnn
