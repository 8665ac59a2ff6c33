// SPDX-License-Identifier: GPL-3.0-or-later
// Relu: y = max(x, 0); the slope at 0 is 0.
#include "core/ops/detail/unary.h"

namespace espalier::ops::relu {

namespace {

struct Function : detail::UnaryTraits {
    static constexpr std::string_view kType = "Relu";
    static constexpr bool kIntegers = true;

    explicit Function(const Node& /*node*/) {}

    [[nodiscard]] double value(double x) const { return x < 0 ? 0 : x; }

    [[nodiscard]] double slope(double x, double /*y*/) const { return x > 0 ? 1 : 0; }

    [[nodiscard]] std::int64_t integer(std::int64_t x) const { return x < 0 ? 0 : x; }
};

class Relu final : public detail::UnaryOp<Function> {};

} // namespace

const Op& op() {
    static const Relu instance;
    return instance;
}

} // namespace espalier::ops::relu
