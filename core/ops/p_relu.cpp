// SPDX-License-Identifier: GPL-3.0-or-later
// PRelu: y = x for x >= 0, slope * x below; the slope is stretched to the shape of X (one way).
#include "core/ops/detail/binary.h"

namespace espalier::ops::p_relu {

namespace {

using namespace detail;

struct Function {
    static constexpr std::string_view kType = "PRelu";

    template <typename T>
    static T value(T x, T slope) {
        return x < T{0} ? static_cast<T>(x * slope) : x;
    }

    static std::pair<double, double> slopes(double x, double slope, double /*y*/) {
        return x < 0 ? std::pair{slope, x} : std::pair{1.0, 0.0};
    }
};

class PRelu final : public BinaryOp<Function> {
public:
    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        const InputType& slope = args.required(1, "slope");
        expect_dtype(slope, "slope", x.dtype);
        expect_broadcasts_to(slope.type.shape, x.shape, "slope");
        return {x};
    }
};

} // namespace

const Op& op() {
    static const PRelu instance;
    return instance;
}

} // namespace espalier::ops::p_relu
