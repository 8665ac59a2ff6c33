// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that fold one or more tensors, broadcast against each other, into one.
#pragma once

#include "core/ops/detail/binary.h"
#include "core/ops/detail/lower.h"

#include <algorithm>

namespace espalier::ops::detail {

/// Who gets the gradient of an element: every input, or those whose value was taken (equal shares).
enum class Share { All, Chosen };

template <typename Function>
class VariadicOp : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return Function::kType; }

    void lower(Lowering& lowering) const override { detail::lower_binary(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        TensorType type = Function::kMean ? float_input(args, 0, "input 0").type
                                          : number_input(args, 0, "input 0").type;
        for (std::size_t i = 1; i < args.inputs.size(); ++i) {
            const std::string what = "input " + std::to_string(i);
            const InputType& input = args.required(i, what);
            expect_dtype(input, what, type.dtype);
            type.shape = broadcast_shapes(type.shape, input.type.shape);
        }
        return {type};
    }

    void reference(const ReferenceArgs& args) const override {
        Tensor& y = args.outputs[0];
        const Tensor& first = *args.inputs[0];
        copy_elements(y.shape(), first, stretched(first.shape(), y.shape()), y,
                      contiguous(y.shape()));
        visit_number(y.dtype(), [&](auto sample) {
            using T = decltype(sample);
            for (std::size_t i = 1; i < args.inputs.size(); ++i) {
                const Tensor so_far = y;
                broadcast_apply<T, T>(so_far, *args.inputs[i], y,
                                      [](T a, T b) { return Function::template value<T>(a, b); });
            }
            if constexpr (Function::kMean && std::is_floating_point_v<T>) {
                for (T& value : y.template writable<T>()) {
                    value = static_cast<T>(value / static_cast<T>(args.inputs.size()));
                }
            }
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] != nullptr) {
            visit_float(args.inputs[0]->dtype(),
                        [&](auto sample) { share_out<decltype(sample)>(args); });
        }
    }

private:
    /// Per element of the output, how many inputs the gradient is divided among.
    template <typename T>
    static std::vector<double> parts(const GradientArgs& args) {
        const Tensor& y = *args.outputs[0];
        const auto count = static_cast<std::size_t>(y.elements());
        if constexpr (Function::kShare == Share::All) {
            return std::vector<double>(
                count, Function::kMean ? static_cast<double>(args.inputs.size()) : 1.0);
        }
        std::vector<double> chosen(count, 0.0);
        for (const Tensor* input : args.inputs) {
            walk<T>(*input, y, [&](std::int64_t from, std::int64_t at) {
                chosen[static_cast<std::size_t>(at)] +=
                    taken(input->data<T>(), y.data<T>(), from, at) ? 1.0 : 0.0;
            });
        }
        return chosen;
    }

    template <typename T>
    static void share_out(const GradientArgs& args) {
        const Tensor& y = *args.outputs[0];
        const auto dy = args.output_grads[0]->data<T>();
        const std::vector<double> divisors = parts<T>(args);
        for (std::size_t n = 0; n < args.inputs.size(); ++n) {
            if (args.input_grads[n] == nullptr) {
                continue;
            }
            const auto values = args.inputs[n]->data<T>();
            std::vector<double> sums(values.size(), 0.0);
            walk<T>(*args.inputs[n], y, [&](std::int64_t from, std::int64_t at) {
                const auto i = static_cast<std::size_t>(at);
                if (Function::kShare == Share::All || taken(values, y.data<T>(), from, at)) {
                    sums[static_cast<std::size_t>(from)] +=
                        static_cast<double>(dy[i]) / divisors[i];
                }
            });
            const auto target = args.input_grads[n]->template writable<T>();
            for (std::size_t i = 0; i < sums.size(); ++i) {
                target[i] += static_cast<T>(sums[i]);
            }
        }
    }

    template <typename T>
    static bool taken(std::span<const T> input, std::span<const T> y, std::int64_t from,
                      std::int64_t at) {
        return !(input[static_cast<std::size_t>(from)] < y[static_cast<std::size_t>(at)]) &&
               !(input[static_cast<std::size_t>(from)] > y[static_cast<std::size_t>(at)]);
    }

    template <typename T, typename Body>
    static void walk(const Tensor& input, const Tensor& y, Body&& body) {
        for_each_row<2>(y.shape(), {stretched(input.shape(), y.shape()), contiguous(y.shape())},
                        [&](const auto& offsets, const auto& steps, std::int64_t count) {
                            for (std::int64_t i = 0; i < count; ++i) {
                                body(offsets[0] + i * steps[0], offsets[1] + i * steps[1]);
                            }
                        });
    }
};

} // namespace espalier::ops::detail
