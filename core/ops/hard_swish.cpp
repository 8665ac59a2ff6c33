// SPDX-License-Identifier: GPL-3.0-or-later
// HardSwish: y = x * max(0, min(1, x / 6 + 1/2)) (Howard et al. 2019, Searching for MobileNetV3,
// section 5.2).
#include "core/ops/detail/unary.h"

#include <algorithm>

namespace espalier::ops::hard_swish {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "HardSwish";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return x * std::clamp(x / 6 + 0.5, 0.0, 1.0); }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        return x <= -3 ? 0 : (x >= 3 ? 1 : x / 3 + 0.5);
    }
};

class HardSwish final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const HardSwish instance;
    return instance;
}

} // namespace espalier::ops::hard_swish
