// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceSumSquare: the sum of squares over axes.
#include "core/ops/detail/reduce.h"

namespace espalier::ops::reduce_sum_square {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceSumSquare";
    static constexpr bool kIntegers = true;

    static double start() { return 0; }

    static double add(double sum, double x) { return sum + x * x; }

    static double finish(double sum, std::int64_t /*count*/) { return sum; }

    static double slope(const detail::ReducedElement& e) { return 2 * e.x; }
};

class ReduceSumSquare final : public detail::ReduceOp<Function> {};

} // namespace

const Op& op() {
    static const ReduceSumSquare instance;
    return instance;
}

} // namespace espalier::ops::reduce_sum_square
