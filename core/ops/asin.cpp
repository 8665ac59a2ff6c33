// SPDX-License-Identifier: GPL-3.0-or-later
// Asin: y = arcsin x.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::asin {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Asin";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::asin(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return 1 / std::sqrt(1 - x * x); }
};

class Asin final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Asin instance;
    return instance;
}

} // namespace espalier::ops::asin
