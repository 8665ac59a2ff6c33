// SPDX-License-Identifier: GPL-3.0-or-later
// Pooling of whole planes: [N,C,spatial] -> [N,C,1,...].
#pragma once

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/types.h"

#include <span>

namespace espalier::ops::detail {

/// Function: kType; double value(std::span<const T> plane); void spread(plane, y, dy, dx span).
template <typename Function>
class GlobalPoolOp : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return Function::kType; }

    void lower(Lowering& lowering) const override { detail::lower_global_pool(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        expect(x.shape.rank() >= 2, "X has {} dimensions, expected at least 2 [N,C,spatial]",
               x.shape.rank());
        std::vector<std::int64_t> dims(x.shape.dims().size(), 1);
        dims[0] = x.shape[0];
        dims[1] = x.shape[1];
        for (int axis = 2; axis < x.shape.rank(); ++axis) {
            expect(x.shape[axis] != 0, "X has shape {}, expected no empty planes", x.shape.str());
        }
        return {{x.dtype, Shape(std::move(dims))}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& x = *args.inputs[0];
        const std::size_t plane = plane_of(x);
        visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto from = x.data<T>();
            const auto y = args.outputs[0].writable<T>();
            parallel_for(y.size(), [&](std::size_t i) {
                y[i] = static_cast<T>(Function::value(from.subspan(i * plane, plane)));
            });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Tensor& x = *args.inputs[0];
        const std::size_t plane = plane_of(x);
        visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto from = x.data<T>();
            const auto dy = args.output_grads[0]->data<T>();
            const auto dx = args.input_grads[0]->writable<T>();
            parallel_for(dy.size(), [&](std::size_t i) {
                Function::spread(from.subspan(i * plane, plane), dy[i],
                                 dx.subspan(i * plane, plane));
            });
        });
    }

private:
    static std::size_t plane_of(const Tensor& x) {
        return static_cast<std::size_t>(x.shape().elements(2, x.shape().rank()));
    }
};

} // namespace espalier::ops::detail
