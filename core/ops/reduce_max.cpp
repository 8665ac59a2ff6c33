// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceMax: the maximum over axes; equal maxima share the gradient.
#include "core/ops/detail/reduce.h"

#include <cmath>
#include <limits>

namespace espalier::ops::reduce_max {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceMax";
    static constexpr bool kIntegers = true;

    static double start() { return -std::numeric_limits<double>::infinity(); }

    static double add(double sum, double x) { return x > sum || std::isnan(x) ? x : sum; }

    static double finish(double sum, std::int64_t /*count*/) { return sum; }

    static double slope(const detail::ReducedElement& e) {
        return e.x == e.y ? 1 / static_cast<double>(e.ties) : 0;
    }
};

class ReduceMax final : public detail::ReduceOp<Function> {};

} // namespace

const Op& op() {
    static const ReduceMax instance;
    return instance;
}

} // namespace espalier::ops::reduce_max
