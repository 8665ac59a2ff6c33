// SPDX-License-Identifier: GPL-3.0-or-later
// Sign: y = -1, 0 or 1 as x is below, at or above 0; the slope is 0.
#include "core/ops/detail/unary.h"

namespace espalier::ops::sign {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Sign";
    static constexpr bool kIntegers = true;
    static constexpr bool kDifferentiable = false;

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return x > 0 ? 1 : (x < 0 ? -1 : x); }

    [[nodiscard]] std::int64_t integer(std::int64_t x) const {
        return x > 0 ? 1 : (x < 0 ? -1 : 0);
    }
};

class Sign final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Sign instance;
    return instance;
}

} // namespace espalier::ops::sign
