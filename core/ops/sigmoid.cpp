// SPDX-License-Identifier: GPL-3.0-or-later
// Sigmoid: y = 1 / (1 + exp(-x)).
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::sigmoid {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Sigmoid";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return 1 / (1 + std::exp(-x)); }

    [[nodiscard]] double slope(double /*x*/, double y) const { return y * (1 - y); }
};

class Sigmoid final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Sigmoid instance;
    return instance;
}

} // namespace espalier::ops::sigmoid
