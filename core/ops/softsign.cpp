// SPDX-License-Identifier: GPL-3.0-or-later
// Softsign: y = x / (1 + |x|).
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::softsign {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Softsign";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return x / (1 + std::abs(x)); }

    [[nodiscard]] double slope(double x, double /*y*/) const {
        const double size = 1 + std::abs(x);
        return 1 / (size * size);
    }
};

class Softsign final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Softsign instance;
    return instance;
}

} // namespace espalier::ops::softsign
