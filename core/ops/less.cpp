// SPDX-License-Identifier: GPL-3.0-or-later
// Less: y = (a < b), broadcast.
#include "core/ops/detail/binary.h"

namespace espalier::ops::less {

namespace {

struct Function {
    static constexpr std::string_view kType = "Less";

    template <typename T>
    static bool value(T a, T b) {
        return a < b;
    }
};

class Less final : public detail::CompareOp<Function> {};

} // namespace

const Op& op() {
    static const Less instance;
    return instance;
}

} // namespace espalier::ops::less
