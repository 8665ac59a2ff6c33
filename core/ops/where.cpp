// SPDX-License-Identifier: GPL-3.0-or-later
// Where: y = condition ? a : b, all three broadcast.
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::where {

namespace {

using namespace detail;

/// Calls body(condition_index, a_index, b_index, y_index) for every output element.
template <typename Body>
void for_each_element(std::span<const Tensor* const> inputs, const Shape& y, Body&& body) {
    for_each_row<4>(y,
                    {stretched(inputs[0]->shape(), y), stretched(inputs[1]->shape(), y),
                     stretched(inputs[2]->shape(), y), contiguous(y)},
                    [&](const auto& offsets, const auto& steps, std::int64_t count) {
                        for (std::int64_t i = 0; i < count; ++i) {
                            body(offsets[0] + i * steps[0], offsets[1] + i * steps[1],
                                 offsets[2] + i * steps[2], offsets[3] + i * steps[3]);
                        }
                    });
}

class Where final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Where"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const InputType& condition = args.required(0, "condition");
        const InputType& a = args.required(1, "X");
        const InputType& b = args.required(2, "Y");
        expect_dtype(condition, "condition", DType::Bool);
        expect_dtype(b, "Y", a.type.dtype);
        return {{a.type.dtype, broadcast_shapes(condition.type.shape,
                                                broadcast_shapes(a.type.shape, b.type.shape))}};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_dtype(args.inputs[1]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const bool* condition = args.inputs[0]->data<bool>().data();
            const T* a = args.inputs[1]->data<T>().data();
            const T* b = args.inputs[2]->data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            for_each_element(args.inputs, args.outputs[0].shape(),
                             [&](auto at_c, auto at_a, auto at_b, auto at_y) {
                                 y[at_y] = condition[at_c] ? a[at_a] : b[at_b];
                             });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[1]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const bool* condition = args.inputs[0]->data<bool>().data();
            const T* dy = args.output_grads[0]->data<T>().data();
            T* da = args.input_grads[1] ? args.input_grads[1]->writable<T>().data() : nullptr;
            T* db = args.input_grads[2] ? args.input_grads[2]->writable<T>().data() : nullptr;
            for_each_element(args.inputs, args.outputs[0]->shape(),
                             [&](auto at_c, auto at_a, auto at_b, auto at_y) {
                                 if (condition[at_c] && da != nullptr) {
                                     da[at_a] += dy[at_y];
                                 } else if (!condition[at_c] && db != nullptr) {
                                     db[at_b] += dy[at_y];
                                 }
                             });
        });
    }
};

} // namespace

const Op& op() {
    static const Where instance;
    return instance;
}

} // namespace espalier::ops::where
