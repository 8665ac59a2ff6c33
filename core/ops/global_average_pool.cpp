// SPDX-License-Identifier: GPL-3.0-or-later
// GlobalAveragePool: the mean of every plane, [N,C,spatial] -> [N,C,1,...].
#include "core/ops/detail/global_pool.h"

namespace espalier::ops::global_average_pool {

namespace {

struct Function {
    static constexpr std::string_view kType = "GlobalAveragePool";

    template <typename T>
    static double value(std::span<const T> plane) {
        double sum = 0;
        for (const T x : plane) {
            sum += static_cast<double>(x);
        }
        return sum / static_cast<double>(plane.size());
    }

    template <typename T>
    static void spread(std::span<const T> plane, T dy, std::span<T> dx) {
        for (T& target : dx) {
            target += dy / static_cast<T>(plane.size());
        }
    }
};

class GlobalAveragePool final : public detail::GlobalPoolOp<Function> {};

} // namespace

const Op& op() {
    static const GlobalAveragePool instance;
    return instance;
}

} // namespace espalier::ops::global_average_pool
