// SPDX-License-Identifier: GPL-3.0-or-later
// GreaterOrEqual: y = (a >= b), broadcast.
#include "core/ops/detail/binary.h"

namespace espalier::ops::greater_or_equal {

namespace {

struct Function {
    static constexpr std::string_view kType = "GreaterOrEqual";

    template <typename T>
    static bool value(T a, T b) {
        return a >= b;
    }
};

class GreaterOrEqual final : public detail::CompareOp<Function> {};

} // namespace

const Op& op() {
    static const GreaterOrEqual instance;
    return instance;
}

} // namespace espalier::ops::greater_or_equal
