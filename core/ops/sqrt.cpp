// SPDX-License-Identifier: GPL-3.0-or-later
// Sqrt: y = sqrt(x); NaN below 0.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::sqrt {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Sqrt";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::sqrt(x); }

    [[nodiscard]] double slope(double /*x*/, double y) const { return 0.5 / y; }
};

class Sqrt final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Sqrt instance;
    return instance;
}

} // namespace espalier::ops::sqrt
