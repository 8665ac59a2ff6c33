// SPDX-License-Identifier: GPL-3.0-or-later
// Sum: the sum of one or more tensors, broadcast.
#include "core/ops/detail/integers.h"
#include "core/ops/detail/variadic.h"

namespace espalier::ops::sum {

namespace {

struct Function {
    static constexpr std::string_view kType = "Sum";
    static constexpr detail::Share kShare = detail::Share::All;
    static constexpr bool kMean = false;

    template <typename T>
    static T value(T a, T b) {
        return detail::plus(a, b);
    }
};

class Sum final : public detail::VariadicOp<Function> {};

} // namespace

const Op& op() {
    static const Sum instance;
    return instance;
}

} // namespace espalier::ops::sum
