// SPDX-License-Identifier: GPL-3.0-or-later
// Elu: y = x for x >= 0, alpha * (exp(x) - 1) below.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::elu {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Elu";

    explicit Function(const Node& node)
        : alpha(static_cast<double>(node.attributes.real("alpha", 1.0F))) {}

    [[nodiscard]] double value(double x) const { return x < 0 ? alpha * std::expm1(x) : x; }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        return x < 0 ? alpha * std::exp(x) : 1;
    }

    double alpha;
};

class Elu final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Elu instance;
    return instance;
}

} // namespace espalier::ops::elu
