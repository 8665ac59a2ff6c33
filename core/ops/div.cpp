// SPDX-License-Identifier: GPL-3.0-or-later
// Div: y = a / b, broadcast; integers towards zero, and a BadInput where b is 0.
#include "core/ops/detail/binary.h"
#include "core/ops/detail/integers.h"

namespace espalier::ops::div {

namespace {

struct Function {
    static constexpr std::string_view kType = "Div";

    template <typename T>
    static T value(T a, T b) {
        return detail::divided(a, b);
    }

    static std::pair<double, double> slopes(double /*a*/, double b, double y) {
        return {1 / b, -y / b};
    }
};

class Div final : public detail::BinaryOp<Function> {};

} // namespace

const Op& op() {
    static const Div instance;
    return instance;
}

} // namespace espalier::ops::div
