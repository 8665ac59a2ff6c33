// SPDX-License-Identifier: GPL-3.0-or-later
// Atan: y = arctan x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::atan {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Atan";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::atan(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return 1 / (1 + x * x); }
};

class Atan final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Atan instance;
    return instance;
}

} // namespace espalier::ops::atan
