// SPDX-License-Identifier: GPL-3.0-or-later
// Greater: y = (a > b), broadcast.
#include "core/ops/detail/binary.h"

namespace espalier::ops::greater {

namespace {

struct Function {
    static constexpr std::string_view kType = "Greater";

    template <typename T>
    static bool value(T a, T b) {
        return a > b;
    }
};

class Greater final : public detail::CompareOp<Function> {};

} // namespace

const Op& op() {
    static const Greater instance;
    return instance;
}

} // namespace espalier::ops::greater
