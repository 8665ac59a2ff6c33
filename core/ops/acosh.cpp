// SPDX-License-Identifier: GPL-3.0-or-later
// Acosh: y = arcosh x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::acosh {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Acosh";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::acosh(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return 1 / std::sqrt(x * x - 1); }
};

class Acosh final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Acosh instance;
    return instance;
}

} // namespace espalier::ops::acosh
