// SPDX-License-Identifier: GPL-3.0-or-later
// Max: the largest of one or more tensors, broadcast; NaN where one is NaN.
#include "core/ops/detail/integers.h"
#include "core/ops/detail/variadic.h"

namespace espalier::ops::max {

namespace {

struct Function {
    static constexpr std::string_view kType = "Max";
    static constexpr detail::Share kShare = detail::Share::Chosen;
    static constexpr bool kMean = false;

    template <typename T>
    static T value(T a, T b) {
        return detail::larger(a, b);
    }
};

class Max final : public detail::VariadicOp<Function> {};

} // namespace

const Op& op() {
    static const Max instance;
    return instance;
}

} // namespace espalier::ops::max
