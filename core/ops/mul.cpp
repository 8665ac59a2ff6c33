// SPDX-License-Identifier: GPL-3.0-or-later
// Mul: y = a * b, broadcast; integers wrap around.
#include "core/ops/detail/binary.h"
#include "core/ops/detail/integers.h"

namespace espalier::ops::mul {

namespace {

struct Function {
    static constexpr std::string_view kType = "Mul";

    template <typename T>
    static T value(T a, T b) {
        return detail::times(a, b);
    }

    static std::pair<double, double> slopes(double a, double b, double /*y*/) { return {b, a}; }
};

class Mul final : public detail::BinaryOp<Function> {};

} // namespace

const Op& op() {
    static const Mul instance;
    return instance;
}

} // namespace espalier::ops::mul
