// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceProd: the product over axes. Its gradient is Unsupported: y / x fails at 0.
#include "core/ops/detail/reduce.h"

namespace espalier::ops::reduce_prod {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceProd";
    static constexpr bool kIntegers = true;

    static double start() { return 1; }

    static double add(double product, double x) { return product * x; }

    static double finish(double product, std::int64_t /*count*/) { return product; }

    static double slope(const detail::ReducedElement& /*e*/) { return 0; }
};

class ReduceProd final : public detail::ReduceOp<Function> {
public:
    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const ReduceProd instance;
    return instance;
}

} // namespace espalier::ops::reduce_prod
