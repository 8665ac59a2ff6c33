// SPDX-License-Identifier: GPL-3.0-or-later
// Cosh: y = cosh x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::cosh {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Cosh";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::cosh(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return std::sinh(x); }
};

class Cosh final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Cosh instance;
    return instance;
}

} // namespace espalier::ops::cosh
