// SPDX-License-Identifier: GPL-3.0-or-later
// Round: y = the nearest integer, halves to the even one.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::round {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Round";
    static constexpr bool kDifferentiable = false;

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::nearbyint(x); }
};

class Round final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Round instance;
    return instance;
}

} // namespace espalier::ops::round
