// SPDX-License-Identifier: GPL-3.0-or-later
// ThresholdedRelu: y = x above alpha, else 0.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::thresholded_relu {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "ThresholdedRelu";

    explicit Function(const Node& node)
        : alpha_(static_cast<double>(node.attributes.real("alpha", 1.0F))) {}

    [[nodiscard]] double value(double x) const { return x > alpha_ ? x : 0; }

    [[nodiscard]] double slope(double x, double /*y*/) const { return x > alpha_ ? 1 : 0; }

private:
    double alpha_;
};

class ThresholdedRelu final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const ThresholdedRelu instance;
    return instance;
}

} // namespace espalier::ops::thresholded_relu
