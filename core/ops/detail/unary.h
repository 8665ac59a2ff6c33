// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that map every element by itself. A Function is a struct with
//
//     static constexpr std::string_view kType = "Relu";
//     static constexpr bool kIntegers = false;        // also defined on signed integers?
//     static constexpr bool kDifferentiable = true;
//     explicit Function(const Node& node);            // reads and checks the attributes
//     double value(double x) const;
//     double slope(double x, double y) const;         // dy/dx, where differentiable
//     std::int64_t integer(std::int64_t x) const;     // where kIntegers
//
// float32 elements are computed in double and rounded once.
#pragma once

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::detail {

inline constexpr std::size_t kElementGrain = std::size_t{1} << 14;

/// What most functions are.
struct UnaryTraits {
    static constexpr bool kIntegers = false;
    static constexpr bool kDifferentiable = true;
};

template <typename Function>
class UnaryOp : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return Function::kType; }

    void lower(Lowering& lowering) const override { detail::lower_activation(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        [[maybe_unused]] const Function function(args.node);
        if constexpr (Function::kIntegers) {
            const TensorType& type = number_input(args, 0, "X").type;
            switch (type.dtype) {
            case DType::UInt8:
            case DType::UInt16:
            case DType::UInt32:
            case DType::UInt64:
                fail(ErrorCode::Unsupported, "X holds {}, expected a signed type",
                     dtype_name(type.dtype));
            default:
                return {type};
            }
        } else {
            return {float_input(args, 0, "X").type};
        }
    }

    void reference(const ReferenceArgs& args) const override {
        const Function function(args.node);
        const Tensor& x = *args.inputs[0];
        visit_number(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto source = x.data<T>();
            const auto target = args.outputs[0].template writable<T>();
            parallel_chunks(source.size(), kElementGrain, [&](std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) {
                    if constexpr (std::is_floating_point_v<T>) {
                        target[i] = static_cast<T>(function.value(static_cast<double>(source[i])));
                    } else if constexpr (Function::kIntegers) {
                        target[i] =
                            static_cast<T>(function.integer(static_cast<std::int64_t>(source[i])));
                    }
                }
            });
        });
    }

    [[nodiscard]] bool differentiable() const override { return Function::kDifferentiable; }

    void gradient(const GradientArgs& args) const override {
        if constexpr (Function::kDifferentiable) {
            if (args.input_grads[0] == nullptr || args.output_grads[0] == nullptr) {
                return;
            }
            const Function function(args.node);
            visit_float(args.inputs[0]->dtype(), [&](auto sample) {
                using T = decltype(sample);
                const auto x = args.inputs[0]->data<T>();
                const auto y = args.outputs[0]->data<T>();
                const auto dy = args.output_grads[0]->data<T>();
                const auto dx = args.input_grads[0]->template writable<T>();
                parallel_chunks(x.size(), kElementGrain, [&](std::size_t begin, std::size_t end) {
                    for (std::size_t i = begin; i < end; ++i) {
                        const double slope =
                            function.slope(static_cast<double>(x[i]), static_cast<double>(y[i]));
                        dx[i] += static_cast<T>(slope * static_cast<double>(dy[i]));
                    }
                });
            });
        }
    }
};

} // namespace espalier::ops::detail
