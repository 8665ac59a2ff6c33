// SPDX-License-Identifier: GPL-3.0-or-later
// Trilu: the upper (by default) or lower triangle of each matrix [..., rows, columns], zeros
// elsewhere. Diagonal k (input 1) belongs to both.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::trilu {

namespace {

using namespace detail;

/// Calls body(i) for every element that is kept.
template <typename Body>
void for_each_kept(const Node& node, std::span<const Tensor* const> inputs, Body&& body) {
    std::int64_t k = 0;
    if (inputs.size() > 1 && inputs[1] != nullptr) {
        expect(inputs[1]->elements() == 1, "k has {} elements, expected one",
               inputs[1]->elements());
        k = inputs[1]->to_int64().front();
    }
    const bool upper = node.attributes.integer("upper", 1) != 0;
    const Shape& shape = inputs[0]->shape();
    const std::int64_t rows = shape[-2];
    const std::int64_t columns = shape[-1];
    for (std::int64_t i = 0; i < inputs[0]->elements(); ++i) {
        const std::int64_t diagonal = i % columns - i / columns % rows;
        if (upper ? diagonal >= k : diagonal <= k) {
            body(static_cast<std::size_t>(i));
        }
    }
}

class Trilu final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Trilu"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& input = args.required(0, "input").type;
        expect(input.shape.rank() >= 2, "the input has {} dimensions, expected at least 2",
               input.shape.rank());
        if (const InputType* k = args.optional(1)) {
            expect_dtype(*k, "k", DType::Int64);
        }
        return {input};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_dtype(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto x = args.inputs[0]->data<T>();
            const auto y = args.outputs[0].writable<T>();
            std::fill(y.begin(), y.end(), T{});
            for_each_kept(args.node, args.inputs, [&](std::size_t i) { y[i] = x[i]; });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto dy = args.output_grads[0]->data<T>();
            const auto dx = args.input_grads[0]->writable<T>();
            for_each_kept(args.node, args.inputs, [&](std::size_t i) { dx[i] += dy[i]; });
        });
    }
};

} // namespace

const Op& op() {
    static const Trilu instance;
    return instance;
}

} // namespace espalier::ops::trilu
