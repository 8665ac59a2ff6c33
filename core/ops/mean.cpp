// SPDX-License-Identifier: GPL-3.0-or-later
// Mean: the mean of one or more tensors, broadcast.
#include "core/ops/detail/integers.h"
#include "core/ops/detail/variadic.h"

namespace espalier::ops::mean {

namespace {

struct Function {
    static constexpr std::string_view kType = "Mean";
    static constexpr detail::Share kShare = detail::Share::All;
    static constexpr bool kMean = true;

    template <typename T>
    static T value(T a, T b) {
        return detail::plus(a, b);
    }
};

class Mean final : public detail::VariadicOp<Function> {};

} // namespace

const Op& op() {
    static const Mean instance;
    return instance;
}

} // namespace espalier::ops::mean
