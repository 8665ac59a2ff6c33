// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceL1: the sum of magnitudes over axes.
#include "core/ops/detail/reduce.h"

#include <cmath>

namespace espalier::ops::reduce_l1 {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceL1";
    static constexpr bool kIntegers = true;

    static double start() { return 0; }

    static double add(double sum, double x) { return sum + std::abs(x); }

    static double finish(double sum, std::int64_t /*count*/) { return sum; }

    static double slope(const detail::ReducedElement& e) {
        return e.x > 0 ? 1 : (e.x < 0 ? -1 : 0);
    }
};

class ReduceL1 final : public detail::ReduceOp<Function> {};

} // namespace

const Op& op() {
    static const ReduceL1 instance;
    return instance;
}

} // namespace espalier::ops::reduce_l1
