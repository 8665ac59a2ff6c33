// SPDX-License-Identifier: GPL-3.0-or-later
// Mish: y = x tanh(ln(1 + e^x)) (Misra 2019).
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::mish {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Mish";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return x * std::tanh(std::log1p(std::exp(x))); }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        const double t = std::tanh(std::log1p(std::exp(x)));
        return t + x * (1 - t * t) / (1 + std::exp(-x));
    }
};

class Mish final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Mish instance;
    return instance;
}

} // namespace espalier::ops::mish
