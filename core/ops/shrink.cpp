// SPDX-License-Identifier: GPL-3.0-or-later
// Shrink: y = x - bias above lambd, x + bias below -lambd, else 0.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::shrink {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Shrink";

    explicit Function(const Node& node)
        : lambd_(static_cast<double>(node.attributes.real("lambd", 0.5F)))
        , bias_(static_cast<double>(node.attributes.real("bias", 0.0F))) {}

    [[nodiscard]] double value(double x) const {
        return x > lambd_ ? x - bias_ : x < -lambd_ ? x + bias_ : 0;
    }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        return std::abs(x) > lambd_ ? 1 : 0;
    }

private:
    double lambd_;
    double bias_;
};

class Shrink final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Shrink instance;
    return instance;
}

} // namespace espalier::ops::shrink
