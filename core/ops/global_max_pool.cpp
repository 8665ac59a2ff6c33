// SPDX-License-Identifier: GPL-3.0-or-later
// GlobalMaxPool: the maximum of every plane, [N,C,spatial] -> [N,C,1,...]; the gradient goes to the
// first one.
#include "core/ops/detail/global_pool.h"

#include <algorithm>

namespace espalier::ops::global_max_pool {

namespace {

struct Function {
    static constexpr std::string_view kType = "GlobalMaxPool";

    template <typename T>
    static double value(std::span<const T> plane) {
        return static_cast<double>(*std::ranges::max_element(plane));
    }

    template <typename T>
    static void spread(std::span<const T> plane, T dy, std::span<T> dx) {
        const auto best = std::ranges::max_element(plane) - plane.begin();
        dx[static_cast<std::size_t>(best)] += dy;
    }
};

class GlobalMaxPool final : public detail::GlobalPoolOp<Function> {};

} // namespace

const Op& op() {
    static const GlobalMaxPool instance;
    return instance;
}

} // namespace espalier::ops::global_max_pool
