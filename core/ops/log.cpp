// SPDX-License-Identifier: GPL-3.0-or-later
// Log: y = log(x); NaN below 0.
#include "core/ops/detail/unary.h"

#include <cmath>

namespace espalier::ops::log {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Log";

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return std::log(x); }

    [[nodiscard]] double slope(double x, double /*y*/) const { return 1 / x; }
};

class Log final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Log instance;
    return instance;
}

} // namespace espalier::ops::log
