// SPDX-License-Identifier: GPL-3.0-or-later
// Neg: y = -x.
#include "core/ops/detail/integers.h"
#include "core/ops/detail/unary.h"

namespace espalier::ops::neg {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Neg";
    static constexpr bool kIntegers = true;

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return -x; }

    [[nodiscard]] double slope(double /*x*/, double /*y*/) const { return -1; }

    [[nodiscard]] std::int64_t integer(std::int64_t x) const {
        return detail::minus<std::int64_t>(0, x);
    }
};

class Neg final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Neg instance;
    return instance;
}

} // namespace espalier::ops::neg
