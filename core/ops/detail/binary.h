// SPDX-License-Identifier: GPL-3.0-or-later
// Operators on two tensors that broadcast against each other. A Function is a struct with
//
//     static constexpr std::string_view kType = "Add";
//     template <typename T> static T value(T a, T b);                    // float, double, integers
//     static std::pair<double, double> slopes(double a, double b, double y);   // dy/da, dy/db
#pragma once

#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/strided.h"
#include "core/ops/detail/types.h"

#include <utility>

namespace espalier::ops::detail {

/// y[i] = function(a[i], b[i]) with a and b stretched to the shape of y.
template <typename In, typename Out, typename Function>
void broadcast_apply(const Tensor& a, const Tensor& b, Tensor& y, Function&& function) {
    const In* left = a.data<In>().data();
    const In* right = b.data<In>().data();
    Out* target = y.writable<Out>().data();
    for_each_row<3>(
        y.shape(),
        {stretched(a.shape(), y.shape()), stretched(b.shape(), y.shape()), contiguous(y.shape())},
        [&](const auto& offsets, const auto& steps, std::int64_t count) {
            for (std::int64_t i = 0; i < count; ++i) {
                target[offsets[2] + i * steps[2]] =
                    function(left[offsets[0] + i * steps[0]], right[offsets[1] + i * steps[1]]);
            }
        });
}

/// Adds the sums over stretched dimensions of slope * dy to the gradients (each may be nullptr).
/// slopes(a, b, y) gives dy/da and dy/db. Sums are kept in double.
template <typename T, typename Slopes>
void broadcast_gradient(const GradientArgs& args, Slopes&& slopes) {
    const Tensor& a = *args.inputs[0];
    const Tensor& b = *args.inputs[1];
    const Shape& shape = args.outputs[0]->shape();
    const T* left = a.data<T>().data();
    const T* right = b.data<T>().data();
    const T* y = args.outputs[0]->data<T>().data();
    const T* dy = args.output_grads[0]->data<T>().data();
    std::vector<double> da(static_cast<std::size_t>(a.elements()), 0.0);
    std::vector<double> db(static_cast<std::size_t>(b.elements()), 0.0);
    for_each_row<3>(
        shape, {stretched(a.shape(), shape), stretched(b.shape(), shape), contiguous(shape)},
        [&](const auto& offsets, const auto& steps, std::int64_t count) {
            for (std::int64_t i = 0; i < count; ++i) {
                const std::int64_t at_a = offsets[0] + i * steps[0];
                const std::int64_t at_b = offsets[1] + i * steps[1];
                const std::int64_t at_y = offsets[2] + i * steps[2];
                const auto [slope_a, slope_b] =
                    slopes(static_cast<double>(left[at_a]), static_cast<double>(right[at_b]),
                           static_cast<double>(y[at_y]));
                da[static_cast<std::size_t>(at_a)] += slope_a * static_cast<double>(dy[at_y]);
                db[static_cast<std::size_t>(at_b)] += slope_b * static_cast<double>(dy[at_y]);
            }
        });
    const std::array<std::vector<double>*, 2> sums{&da, &db};
    for (std::size_t n = 0; n < 2; ++n) {
        if (args.input_grads[n] != nullptr) {
            const auto target = args.input_grads[n]->template writable<T>();
            for (std::size_t i = 0; i < target.size(); ++i) {
                target[i] += static_cast<T>((*sums[n])[i]);
            }
        }
    }
}

template <typename Function>
class BinaryOp : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return Function::kType; }

    void lower(Lowering& lowering) const override { detail::lower_binary(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const InputType& a = number_input(args, 0, "A");
        const InputType& b = number_input(args, 1, "B");
        expect_dtype(b, "B", a.type.dtype);
        return {{a.type.dtype, broadcast_shapes(a.type.shape, b.type.shape)}};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_number(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            broadcast_apply<T, T>(*args.inputs[0], *args.inputs[1], args.outputs[0],
                                  [](T a, T b) { return Function::template value<T>(a, b); });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            broadcast_gradient<decltype(sample)>(args, Function::slopes);
        });
    }
};

/// A Function whose value is a truth value: `static bool value(T a, T b)`.
template <typename Function>
class CompareOp : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return Function::kType; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const InputType& a = args.required(0, "A");
        const InputType& b = args.required(1, "B");
        expect_dtype(b, "B", a.type.dtype);
        if (a.type.dtype != DType::Bool) {
            (void)number_input(args, 0, "A");
        }
        return {{DType::Bool, broadcast_shapes(a.type.shape, b.type.shape)}};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_dtype(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            if constexpr (std::is_arithmetic_v<T>) {
                broadcast_apply<T, bool>(
                    *args.inputs[0], *args.inputs[1], args.outputs[0],
                    [](T a, T b) { return Function::template value<T>(a, b); });
            }
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace espalier::ops::detail
