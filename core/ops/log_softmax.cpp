// SPDX-License-Identifier: GPL-3.0-or-later
// LogSoftmax: y_i = x_i - log(sum_j exp(x_j)) along one axis.
#include "core/ops/detail/softmax.h"

namespace espalier::ops::log_softmax {

namespace {

struct Function {
    static constexpr std::string_view kType = "LogSoftmax";

    static double value(double shifted, double sum) { return shifted - std::log(sum); }

    static double weight(double /*y*/) { return 1; }

    static double slope(double y, double dy, double total) { return dy - std::exp(y) * total; }
};

class LogSoftmax final : public detail::SoftmaxOp<Function> {};

} // namespace

const Op& op() {
    static const LogSoftmax instance;
    return instance;
}

} // namespace espalier::ops::log_softmax
