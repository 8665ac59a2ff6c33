// SPDX-License-Identifier: GPL-3.0-or-later
// Tanh: y = tanh(x).
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::tanh {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Tanh";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::tanh(x); }

    [[nodiscard]] double slope(double /*x*/, double y) const { return 1 - y * y; }
};

class Tanh final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Tanh instance;
    return instance;
}

} // namespace espalier::ops::tanh
