// SPDX-License-Identifier: GPL-3.0-or-later
// Erf: y = 2 / sqrt(pi) * the integral of exp(-t^2) from 0 to x.
#include "core/ops/detail/unary.h"

#include <cmath>
#include <numbers>

namespace espalier::ops::erf {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Erf";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::erf(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        return 2 * std::numbers::inv_sqrtpi * std::exp(-x * x);
    }
};

class Erf final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Erf instance;
    return instance;
}

} // namespace espalier::ops::erf
