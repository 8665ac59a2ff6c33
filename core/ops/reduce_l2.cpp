// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceL2: the Euclidean norm over axes; its slope at 0 is taken as 0.
#include "core/ops/detail/reduce.h"

#include <cmath>

namespace espalier::ops::reduce_l2 {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceL2";
    static constexpr bool kIntegers = true;

    static double start() { return 0; }

    static double add(double sum, double x) { return sum + x * x; }

    static double finish(double sum, std::int64_t /*count*/) { return std::sqrt(sum); }

    static double slope(const detail::ReducedElement& e) { return e.y > 0 ? e.x / e.y : 0; }
};

class ReduceL2 final : public detail::ReduceOp<Function> {};

} // namespace

const Op& op() {
    static const ReduceL2 instance;
    return instance;
}

} // namespace espalier::ops::reduce_l2
