// SPDX-License-Identifier: GPL-3.0-or-later
// Equal: y = (a == b), broadcast.
#include "core/ops/detail/binary.h"

namespace espalier::ops::equal {

namespace {

struct Function {
    static constexpr std::string_view kType = "Equal";

    template <typename T>
    static bool value(T a, T b) {
        return a == b;
    }
};

class Equal final : public detail::CompareOp<Function> {};

} // namespace

const Op& op() {
    static const Equal instance;
    return instance;
}

} // namespace espalier::ops::equal
