// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceProd: the product over axes. Its gradient is the product of all others, which y / x is not
// where x is 0.
#include "core/ops/detail/reduce.h"

#include <cmath>
#include <vector>

namespace espalier::ops::reduce_prod {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceProd";
    static constexpr bool kIntegers = true;

    static double start() { return 1; }

    static double add(double product, double x) { return product * x; }

    static double finish(double product, std::int64_t /*count*/) { return product; }

    static double slope(const detail::ReducedElement& e) { return e.y / e.x; }
};

class ReduceProd final : public detail::ReduceOp<Function> {
public:
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Tensor& x = *args.inputs[0];
        const Shape kept =
            detail::kept_shape(x.shape(), detail::reduced_axes(args.node, args.inputs));
        detail::visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto from = x.data<T>();
            const auto dy = args.output_grads[0]->data<T>();
            const auto dx = args.input_grads[0]->template writable<T>();
            std::vector<double> others(dy.size(), 1); // the product of all but the zeros
            std::vector<int> zeros(dy.size(), 0);
            walk(x.shape(), kept, [&](std::size_t i, std::size_t o) {
                const auto value = static_cast<double>(from[i]);
                const bool zero = std::fpclassify(value) == FP_ZERO;
                zeros[o] += zero ? 1 : 0;
                others[o] *= zero ? 1 : value;
            });
            walk(x.shape(), kept, [&](std::size_t i, std::size_t o) {
                const auto value = static_cast<double>(from[i]);
                const bool zero = std::fpclassify(value) == FP_ZERO;
                if (zeros[o] > (zero ? 1 : 0)) {
                    return; // one of the others is 0
                }
                const double product = zero ? others[o] : others[o] / value;
                dx[i] += static_cast<T>(product * static_cast<double>(dy[o]));
            });
        });
    }
};

} // namespace

const Op& op() {
    static const ReduceProd instance;
    return instance;
}

} // namespace espalier::ops::reduce_prod
