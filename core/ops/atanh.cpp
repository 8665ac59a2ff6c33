// SPDX-License-Identifier: GPL-3.0-or-later
// Atanh: y = artanh x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::atanh {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Atanh";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::atanh(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return 1 / (1 - x * x); }
};

class Atanh final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Atanh instance;
    return instance;
}

} // namespace espalier::ops::atanh
