// SPDX-License-Identifier: GPL-3.0-or-later
// LessOrEqual: y = (a <= b), broadcast.
#include "core/ops/detail/binary.h"

namespace espalier::ops::less_or_equal {

namespace {

struct Function {
    static constexpr std::string_view kType = "LessOrEqual";

    template <typename T>
    static bool value(T a, T b) {
        return a <= b;
    }
};

class LessOrEqual final : public detail::CompareOp<Function> {};

} // namespace

const Op& op() {
    static const LessOrEqual instance;
    return instance;
}

} // namespace espalier::ops::less_or_equal
