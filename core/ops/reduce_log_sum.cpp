// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceLogSum: log of the sum over axes.
#include "core/ops/detail/reduce.h"

#include <cmath>

namespace espalier::ops::reduce_log_sum {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceLogSum";
    static constexpr bool kIntegers = false;

    static double start() { return 0; }

    static double add(double sum, double x) { return sum + x; }

    static double finish(double sum, std::int64_t /*count*/) { return std::log(sum); }

    static double slope(const detail::ReducedElement& e) { return std::exp(-e.y); }
};

class ReduceLogSum final : public detail::ReduceOp<Function> {};

} // namespace

const Op& op() {
    static const ReduceLogSum instance;
    return instance;
}

} // namespace espalier::ops::reduce_log_sum
