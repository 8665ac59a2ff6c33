// SPDX-License-Identifier: GPL-3.0-or-later
// What Softmax and LogSoftmax share: lines along one axis (opset 13: that axis alone, default -1).
#pragma once

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/types.h"

#include <algorithm>
#include <cmath>

namespace espalier::ops::detail {

/// Function: kType; double value(double shifted, double sum) with shifted = x - max and sum =
/// sum exp(shifted); double slope(double y, double dy, double total), see below.
template <typename Function>
class SoftmaxOp : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return Function::kType; }

    void lower(Lowering& lowering) const override { detail::lower_softmax(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        (void)x.shape.normalised_axis(args.node.attributes.integer("axis", -1), "axis");
        return {x};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* x = args.inputs[0]->data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            for_each_line(args.node, args.inputs[0]->shape(),
                          [&](std::size_t first, std::size_t step, std::size_t count) {
                              double largest = static_cast<double>(x[first]);
                              for (std::size_t i = 1; i < count; ++i) {
                                  largest =
                                      std::max(largest, static_cast<double>(x[first + i * step]));
                              }
                              double sum = 0;
                              for (std::size_t i = 0; i < count; ++i) {
                                  sum +=
                                      std::exp(static_cast<double>(x[first + i * step]) - largest);
                              }
                              for (std::size_t i = 0; i < count; ++i) {
                                  const std::size_t at = first + i * step;
                                  y[at] = static_cast<T>(
                                      Function::value(static_cast<double>(x[at]) - largest, sum));
                              }
                          });
        });
    }

    /// dx = slope(y, dy, total) with total = the sum of weight(y) * dy over the line.
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* y = args.outputs[0]->data<T>().data();
            const T* dy = args.output_grads[0]->data<T>().data();
            T* dx = args.input_grads[0]->writable<T>().data();
            for_each_line(args.node, args.inputs[0]->shape(),
                          [&](std::size_t first, std::size_t step, std::size_t count) {
                              double total = 0;
                              for (std::size_t i = 0; i < count; ++i) {
                                  const std::size_t at = first + i * step;
                                  total += Function::weight(static_cast<double>(y[at])) *
                                           static_cast<double>(dy[at]);
                              }
                              for (std::size_t i = 0; i < count; ++i) {
                                  const std::size_t at = first + i * step;
                                  dx[at] += static_cast<T>(
                                      Function::slope(static_cast<double>(y[at]),
                                                      static_cast<double>(dy[at]), total));
                              }
                          });
        });
    }

private:
    template <typename Body>
    static void for_each_line(const Node& node, const Shape& shape, Body&& body) {
        const int axis = shape.normalised_axis(node.attributes.integer("axis", -1), "axis");
        const auto inner = static_cast<std::size_t>(shape.elements(axis + 1, shape.rank()));
        const auto outer = static_cast<std::size_t>(shape.elements(0, axis));
        const auto count = static_cast<std::size_t>(shape[axis]);
        if (count == 0) {
            return;
        }
        parallel_chunks(outer * inner, 16, [&](std::size_t begin, std::size_t end) {
            for (std::size_t line = begin; line < end; ++line) {
                body(line / inner * inner * count + line % inner, inner, count);
            }
        });
    }
};

} // namespace espalier::ops::detail
