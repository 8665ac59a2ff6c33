// SPDX-License-Identifier: GPL-3.0-or-later
// Cos: y = cos x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::cos {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Cos";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::cos(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return -std::sin(x); }
};

class Cos final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Cos instance;
    return instance;
}

} // namespace espalier::ops::cos
