// SPDX-License-Identifier: GPL-3.0-or-later
// Exp: y = exp(x).
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::exp {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Exp";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::exp(x); }

    [[nodiscard]] double slope(double /*x*/, double y) const { return y; }
};

class Exp final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Exp instance;
    return instance;
}

} // namespace espalier::ops::exp
