// SPDX-License-Identifier: GPL-3.0-or-later
// Tan: y = tan x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::tan {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Tan";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::tan(x); }

    [[nodiscard]] double slope(double /*x*/, double y) const { return 1 + y * y; }
};

class Tan final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Tan instance;
    return instance;
}

} // namespace espalier::ops::tan
