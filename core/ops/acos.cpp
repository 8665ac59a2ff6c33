// SPDX-License-Identifier: GPL-3.0-or-later
// Acos: y = arccos x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::acos {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Acos";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::acos(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return -1 / std::sqrt(1 - x * x); }
};

class Acos final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Acos instance;
    return instance;
}

} // namespace espalier::ops::acos
