// SPDX-License-Identifier: GPL-3.0-or-later
// Gelu (opset 20): y = x P(X <= x) of the standard normal distribution, or its tanh approximation
// (Hendrycks and Gimpel 2016).
#include "core/ops/detail/unary.h"

#include <cmath>
#include <numbers>

namespace espalier::ops::gelu {

namespace {

constexpr double kCubic = 0.044715;

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Gelu";

    explicit Function(const Node& node)
        : tanh_(node.attributes.text("approximate", "none") == "tanh") {}

    [[nodiscard]] double value(double x) const { return x * share(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        if (!tanh_) {
            return share(x) + x * std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
        }
        const double t = 2 * share(x) - 1;
        const double inner = std::sqrt(2 / std::numbers::pi) * (1 + 3 * kCubic * x * x);
        return share(x) + x * (1 - t * t) * inner / 2;
    }

private:
    [[nodiscard]] double share(double x) const {
        if (!tanh_) {
            return std::erfc(-x / std::numbers::sqrt2) / 2;
        }
        return (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + kCubic * x * x * x))) / 2;
    }

    bool tanh_;
};

class Gelu final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Gelu instance;
    return instance;
}

} // namespace espalier::ops::gelu
