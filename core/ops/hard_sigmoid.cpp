// SPDX-License-Identifier: GPL-3.0-or-later
// HardSigmoid: y = max(0, min(1, alpha * x + beta)).
#include "core/ops/detail/unary.h"

#include <algorithm>

namespace espalier::ops::hard_sigmoid {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "HardSigmoid";

    explicit Function(const Node& node)
        : alpha(static_cast<double>(node.attributes.real("alpha", 0.2F)))
        , beta(static_cast<double>(node.attributes.real("beta", 0.5F))) {}

    [[nodiscard]] double value(double x) const { return std::clamp(alpha * x + beta, 0.0, 1.0); }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        const double line = alpha * x + beta;
        return line > 0 && line < 1 ? alpha : 0;
    }

    double alpha;
    double beta;
};

class HardSigmoid final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const HardSigmoid instance;
    return instance;
}

} // namespace espalier::ops::hard_sigmoid
