// SPDX-License-Identifier: GPL-3.0-or-later
// Celu: y = max(0, x) + min(0, alpha (e^(x / alpha) - 1)) (Barron 2017).
#include "core/ops/detail/unary.h"

#include <algorithm>
#include <cmath>

namespace espalier::ops::celu {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Celu";

    explicit Function(const Node& node)
        : alpha_(static_cast<double>(node.attributes.real("alpha", 1.0F))) {
        expect(alpha_ != 0, "alpha is 0, expected another number");
    }

    [[nodiscard]] double value(double x) const {
        return std::max(0.0, x) + std::min(0.0, alpha_ * std::expm1(x / alpha_));
    }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        return x > 0 ? 1 : std::exp(x / alpha_);
    }

private:
    double alpha_;
};

class Celu final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Celu instance;
    return instance;
}

} // namespace espalier::ops::celu
