// SPDX-License-Identifier: GPL-3.0-or-later
// Softmax: y_i = exp(x_i) / sum_j exp(x_j) along one axis.
#include "core/ops/detail/softmax.h"

namespace espalier::ops::softmax {

namespace {

struct Function {
    static constexpr std::string_view kType = "Softmax";

    static double value(double shifted, double sum) { return std::exp(shifted) / sum; }

    static double weight(double y) { return y; }

    static double slope(double y, double dy, double total) { return y * (dy - total); }
};

class Softmax final : public detail::SoftmaxOp<Function> {};

} // namespace

const Op& op() {
    static const Softmax instance;
    return instance;
}

} // namespace espalier::ops::softmax
