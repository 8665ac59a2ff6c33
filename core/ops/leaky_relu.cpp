// SPDX-License-Identifier: GPL-3.0-or-later
// LeakyRelu: y = x for x >= 0, alpha * x below.
#include "core/ops/detail/unary.h"

namespace espalier::ops::leaky_relu {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "LeakyRelu";

    explicit Function(const Node& node)
        : alpha(static_cast<double>(node.attributes.real("alpha", 0.01F))) {}

    [[nodiscard]] double value(double x) const { return x < 0 ? alpha * x : x; }

    [[nodiscard]] double slope(double x, double /*y*/) const { return x < 0 ? alpha : 1; }

    double alpha;
};

class LeakyRelu final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const LeakyRelu instance;
    return instance;
}

} // namespace espalier::ops::leaky_relu
