// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceSum: the sum over axes.
#include "core/ops/detail/reduce.h"

namespace espalier::ops::reduce_sum {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceSum";
    static constexpr bool kIntegers = true;

    static double start() { return 0; }

    static double add(double sum, double x) { return sum + x; }

    static double finish(double sum, std::int64_t /*count*/) { return sum; }

    static double slope(const detail::ReducedElement& /*e*/) { return 1; }
};

class ReduceSum final : public detail::ReduceOp<Function> {};

} // namespace

const Op& op() {
    static const ReduceSum instance;
    return instance;
}

} // namespace espalier::ops::reduce_sum
