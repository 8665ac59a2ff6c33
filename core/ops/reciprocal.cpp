// SPDX-License-Identifier: GPL-3.0-or-later
// Reciprocal: y = 1 / x.
#include "core/ops/detail/unary.h"

namespace espalier::ops::reciprocal {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Reciprocal";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return 1 / x; }

    [[nodiscard]] double slope(double /*x*/, double y) const { return -y * y; }
};

class Reciprocal final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Reciprocal instance;
    return instance;
}

} // namespace espalier::ops::reciprocal
