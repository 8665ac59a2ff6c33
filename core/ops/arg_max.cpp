// SPDX-License-Identifier: GPL-3.0-or-later
// ArgMax: the index of the largest element along an axis.
#include "core/ops/detail/arg_extreme.h"

namespace espalier::ops::arg_max {

namespace {

struct Function {
    static constexpr std::string_view kType = "ArgMax";

    template <typename T>
    static bool better(T candidate, T best) {
        return candidate > best;
    }
};

class ArgMax final : public detail::ArgExtremeOp<Function> {};

} // namespace

const Op& op() {
    static const ArgMax instance;
    return instance;
}

} // namespace espalier::ops::arg_max
