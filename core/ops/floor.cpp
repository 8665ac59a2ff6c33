// SPDX-License-Identifier: GPL-3.0-or-later
// Floor: y = the largest integer not above x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::floor {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Floor";
    static constexpr bool kDifferentiable = false;

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::floor(x); }
};

class Floor final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Floor instance;
    return instance;
}

} // namespace espalier::ops::floor
