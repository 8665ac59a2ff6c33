// SPDX-License-Identifier: GPL-3.0-or-later
// Sin: y = sin x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::sin {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Sin";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::sin(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return std::cos(x); }
};

class Sin final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Sin instance;
    return instance;
}

} // namespace espalier::ops::sin
