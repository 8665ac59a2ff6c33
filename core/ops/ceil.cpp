// SPDX-License-Identifier: GPL-3.0-or-later
// Ceil: y = the smallest integer not below x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::ceil {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Ceil";
    static constexpr bool kDifferentiable = false;

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::ceil(x); }
};

class Ceil final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Ceil instance;
    return instance;
}

} // namespace espalier::ops::ceil
