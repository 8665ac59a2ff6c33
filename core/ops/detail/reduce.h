// SPDX-License-Identifier: GPL-3.0-or-later
// Reductions over axes (input 1, or the attribute of older opsets; all axes where neither is
// there, none with noop_with_empty_axes). A Function is a struct with
//
//     static constexpr std::string_view kType = "ReduceSum";
//     static constexpr bool kIntegers = true;               // also on integers (summed in double)
//     static double start();
//     static double add(double sum, double x);
//     static double finish(double sum, std::int64_t count);
//     static double slope(const ReducedElement& e);          // dy/dx
#pragma once

#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/relabel.h"
#include "core/ops/detail/strided.h"
#include "core/ops/detail/types.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::ops::detail {

/// One input element seen from the output it went into.
struct ReducedElement {
    double x;
    double y;
    std::int64_t count; ///< elements that went into y
    std::int64_t ties;  ///< of them, how many equal y
};

/// Which axes a node reduces.
std::vector<int> reduced_axes(const InferArgs& args, const Shape& x);
/// The same for a node whose inputs are tensors.
std::vector<int> reduced_axes(const Node& node, std::span<const Tensor* const> inputs);
/// `x` with the axes set to 1.
Shape kept_shape(const Shape& x, const std::vector<int>& axes);

template <typename Function>
class ReduceOp : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return Function::kType; }

    void lower(Lowering& lowering) const override { detail::lower_reduce(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = Function::kIntegers ? number_input(args, 0, "data").type
                                                  : float_input(args, 0, "data").type;
        const std::vector<int> axes = reduced_axes(args, x.shape);
        const bool keep = args.node.attributes.integer("keepdims", 1) != 0;
        std::vector<std::int64_t> dims;
        for (int axis = 0; axis < x.shape.rank(); ++axis) {
            if (!std::ranges::binary_search(axes, axis)) {
                dims.push_back(x.shape[axis]);
            } else if (keep) {
                dims.push_back(1);
            }
        }
        return {{x.dtype, Shape(std::move(dims))}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& x = *args.inputs[0];
        const Shape kept = kept_shape(x.shape(), reduced_axes(args.node, args.inputs));
        visit_number(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* from = x.data<T>().data();
            const auto y = args.outputs[0].template writable<T>();
            std::vector<double> sums(y.size(), Function::start());
            walk(x.shape(), kept, [&](std::size_t i, std::size_t o) {
                sums[o] = Function::add(sums[o], static_cast<double>(from[i]));
            });
            const std::int64_t count =
                y.empty() ? 0 : x.elements() / static_cast<std::int64_t>(y.size());
            for (std::size_t o = 0; o < y.size(); ++o) {
                y[o] = saturated<T>(Function::finish(sums[o], count));
            }
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Tensor& x = *args.inputs[0];
        const Shape kept = kept_shape(x.shape(), reduced_axes(args.node, args.inputs));
        visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto from = x.data<T>();
            const auto y = args.outputs[0]->data<T>();
            const auto dy = args.output_grads[0]->data<T>();
            const auto dx = args.input_grads[0]->template writable<T>();
            const std::int64_t count =
                y.empty() ? 0 : x.elements() / static_cast<std::int64_t>(y.size());
            std::vector<std::int64_t> ties(y.size(), 0);
            walk(x.shape(), kept,
                 [&](std::size_t i, std::size_t o) { ties[o] += same(from[i], y[o]) ? 1 : 0; });
            walk(x.shape(), kept, [&](std::size_t i, std::size_t o) {
                const ReducedElement element{static_cast<double>(from[i]),
                                             static_cast<double>(y[o]), count, ties[o]};
                dx[i] += static_cast<T>(Function::slope(element) * static_cast<double>(dy[o]));
            });
        });
    }

protected:
    template <typename T>
    static bool same(T a, T b) {
        return !(a < b) && !(a > b);
    }

    /// Calls body(input_index, output_index) for every input element, in row-major order.
    template <typename Body>
    static void walk(const Shape& x, const Shape& kept, Body&& body) {
        for_each_row<2>(x, {contiguous(x), stretched(kept, x)},
                        [&](const auto& offsets, const auto& steps, std::int64_t count) {
                            for (std::int64_t i = 0; i < count; ++i) {
                                body(static_cast<std::size_t>(offsets[0] + i * steps[0]),
                                     static_cast<std::size_t>(offsets[1] + i * steps[1]));
                            }
                        });
    }
};

} // namespace espalier::ops::detail
