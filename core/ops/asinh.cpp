// SPDX-License-Identifier: GPL-3.0-or-later
// Asinh: y = arsinh x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::asinh {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Asinh";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::asinh(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return 1 / std::sqrt(x * x + 1); }
};

class Asinh final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Asinh instance;
    return instance;
}

} // namespace espalier::ops::asinh
