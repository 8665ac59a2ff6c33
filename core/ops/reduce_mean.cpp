// SPDX-License-Identifier: GPL-3.0-or-later
// ReduceMean: the mean over axes.
#include "core/ops/detail/reduce.h"

namespace espalier::ops::reduce_mean {

namespace {

struct Function {
    static constexpr std::string_view kType = "ReduceMean";
    static constexpr bool kIntegers = true;

    static double start() { return 0; }

    static double add(double sum, double x) { return sum + x; }

    static double finish(double sum, std::int64_t count) {
        return sum / static_cast<double>(count);
    }

    static double slope(const detail::ReducedElement& e) {
        return 1 / static_cast<double>(e.count);
    }
};

class ReduceMean final : public detail::ReduceOp<Function> {};

} // namespace

const Op& op() {
    static const ReduceMean instance;
    return instance;
}

} // namespace espalier::ops::reduce_mean
