// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceLogSumExp: log of the sum of exponentials over axes.
#include "core/ops/detail/reduce.h"

#include <cmath>

namespace espalier::ops::reduce_log_sum_exp {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceLogSumExp";
    static constexpr bool kIntegers = false;

    static double start() { return 0; }

    static double add(double sum, double x) { return sum + std::exp(x); }

    static double finish(double sum, std::int64_t /*count*/) { return std::log(sum); }

    static double slope(const detail::ReducedElement& e) { return std::exp(e.x - e.y); }
};

class ReduceLogSumExp final : public detail::ReduceOp<Function> {};

} // namespace

const Op& op() {
    static const ReduceLogSumExp instance;
    return instance;
}

} // namespace espalier::ops::reduce_log_sum_exp
