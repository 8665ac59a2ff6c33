// SPDX-License-Identifier: GPL-3.0-or-later
// Abs: y = |x|; the slope at 0 is 0.
#include "core/ops/detail/integers.h"
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::abs {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Abs";
    static constexpr bool kIntegers = true;

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::abs(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        return x > 0 ? 1 : (x < 0 ? -1 : 0);
    }

    [[nodiscard]] std::int64_t integer(std::int64_t x) const {
        return x < 0 ? detail::minus<std::int64_t>(0, x) : x;
    }
};

class Abs final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Abs instance;
    return instance;
}

} // namespace espalier::ops::abs
