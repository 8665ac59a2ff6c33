// SPDX-License-Identifier: GPL-3.0-or-later
// Softplus: y = log(1 + exp(x)), without overflow.
#include "core/ops/detail/unary.h"

#include <algorithm>
#include <cmath>

namespace espalier::ops::softplus {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Softplus";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const {
        return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
    }

    [[nodiscard]] double slope(double x, double /*y*/) const { return 1 / (1 + std::exp(-x)); }
};

class Softplus final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Softplus instance;
    return instance;
}

} // namespace espalier::ops::softplus
