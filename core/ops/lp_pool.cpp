// SPDX-License-Identifier: GPL-3.0-or-later
// LpPool: X [N,C,spatial] -> the p-norm of each window, (sum of |x|^p)^(1/p); padding counts as 0.
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"
#include "core/ops/detail/window.h"

#include <cmath>

namespace espalier::ops::lp_pool {

namespace {

using namespace detail;

double exponent(const Node& node) {
    const std::int64_t p = node.attributes.integer("p", 2);
    expect(p >= 1 && p <= kMaxExtent, "p is {}, expected at least 1", p);
    return static_cast<double>(p);
}

Window window_at(const Node& node, const Shape& x) {
    return window_of(node, x, kernel_attribute(node, x), Rounding::AsAttribute);
}

class LpPool final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "LpPool"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        static_cast<void>(exponent(args.node));
        const Window window = window_at(args.node, x.shape);
        return {{x.dtype, window_output(x.shape[0], x.shape[1], window, x.shape.rank() - 2)}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& x = *args.inputs[0];
        const double p = exponent(args.node);
        const Window window = window_at(args.node, x.shape());
        const std::int64_t plane = window.inputs();
        const auto count = static_cast<std::size_t>(window.positions());
        visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* from = x.data<T>().data();
            T* to = args.outputs[0].writable<T>().data();
            parallel_for(static_cast<std::size_t>(x.shape()[0] * x.shape()[1]), [&](std::size_t i) {
                const T* source = from + static_cast<std::int64_t>(i) * plane;
                std::vector<double> sums(count, 0.0);
                for (std::int64_t tap = 0; tap < window.taps(); ++tap) {
                    window.for_each_position(tap, [&](std::int64_t position, std::int64_t at) {
                        if (at >= 0) {
                            sums[static_cast<std::size_t>(position)] +=
                                std::pow(std::abs(static_cast<double>(source[at])), p);
                        }
                    });
                }
                for (std::size_t position = 0; position < count; ++position) {
                    to[i * count + position] = static_cast<T>(std::pow(sums[position], 1 / p));
                }
            });
        });
    }

    /// dy/dx = sign(x) (|x| / y)^(p - 1); 0 where the whole window is 0.
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Shape& shape = args.inputs[0]->shape();
        const double p = exponent(args.node);
        const Window window = window_at(args.node, shape);
        const std::int64_t plane = window.inputs();
        const std::int64_t count = window.positions();
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* all_x = args.inputs[0]->data<T>().data();
            const T* all_y = args.outputs[0]->data<T>().data();
            const T* all_dy = args.output_grads[0]->data<T>().data();
            T* all_dx = args.input_grads[0]->writable<T>().data();
            parallel_for(static_cast<std::size_t>(shape[0] * shape[1]), [&](std::size_t i) {
                const auto job = static_cast<std::int64_t>(i);
                const T* x = all_x + job * plane;
                for (std::int64_t tap = 0; tap < window.taps(); ++tap) {
                    window.for_each_position(tap, [&](std::int64_t position, std::int64_t at) {
                        const auto y = static_cast<double>(all_y[job * count + position]);
                        if (at < 0 || y <= 0) {
                            return;
                        }
                        const auto value = static_cast<double>(x[at]);
                        const double slope =
                            std::copysign(std::pow(std::abs(value) / y, p - 1), value);
                        all_dx[job * plane + at] += static_cast<T>(
                            slope * static_cast<double>(all_dy[job * count + position]));
                    });
                }
            });
        });
    }
};

} // namespace

const Op& op() {
    static const LpPool instance;
    return instance;
}

} // namespace espalier::ops::lp_pool
