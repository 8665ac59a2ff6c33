// SPDX-License-Identifier: GPL-3.0-or-later
// ArgMin: the index of the smallest element along an axis.
#include "core/ops/detail/arg_extreme.h"

namespace espalier::ops::arg_min {

namespace {

struct Function {
    static constexpr std::string_view kType = "ArgMin";

    template <typename T>
    static bool better(T candidate, T best) {
        return candidate < best;
    }
};

class ArgMin final : public detail::ArgExtremeOp<Function> {};

} // namespace

const Op& op() {
    static const ArgMin instance;
    return instance;
}

} // namespace espalier::ops::arg_min
