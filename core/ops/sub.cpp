// SPDX-License-Identifier: GPL-3.0-or-later
// Sub: y = a - b, broadcast; integers wrap around.
#include "core/ops/detail/binary.h"
#include "core/ops/detail/integers.h"

namespace espalier::ops::sub {

namespace {

struct Function {
    static constexpr std::string_view kType = "Sub";

    template <typename T>
    static T value(T a, T b) {
        return detail::minus(a, b);
    }

    static std::pair<double, double> slopes(double /*a*/, double /*b*/, double /*y*/) {
        return {1, -1};
    }
};

class Sub final : public detail::BinaryOp<Function> {};

} // namespace

const Op& op() {
    static const Sub instance;
    return instance;
}

} // namespace espalier::ops::sub
