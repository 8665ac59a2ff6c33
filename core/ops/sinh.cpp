// SPDX-License-Identifier: GPL-3.0-or-later
// Sinh: y = sinh x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::sinh {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Sinh";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::sinh(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return std::cosh(x); }
};

class Sinh final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Sinh instance;
    return instance;
}

} // namespace espalier::ops::sinh
