// SPDX-License-Identifier: GPL-3.0-or-later
// Selu: y = gamma * x for x > 0, gamma * alpha * (exp(x) - 1) else (Klambauer et al. 2017).
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::selu {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Selu";

    explicit Function(const Node& node)
        : alpha(static_cast<double>(node.attributes.real("alpha", 1.67326319217681884765625F)))
        , gamma(static_cast<double>(node.attributes.real("gamma", 1.05070102214813232421875F))) {}

    [[nodiscard]] double value(double x) const {
        return gamma * (x > 0 ? x : alpha * std::expm1(x));
    }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        return gamma * (x > 0 ? 1 : alpha * std::exp(x));
    }

    double alpha;
    double gamma;
};

class Selu final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Selu instance;
    return instance;
}

} // namespace espalier::ops::selu
