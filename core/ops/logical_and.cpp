// SPDX-License-Identifier: GPL-3.0-or-later
// And: true where both are true, broadcast.
#include "core/ops/detail/binary.h"

namespace espalier::ops::logical_and {

namespace {

struct Function {
    static constexpr std::string_view kType = "And";

    template <typename T>
    static bool value(T a, T b) {
        return a && b;
    }
};

class And final : public detail::CompareOp<Function> {
public:
    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        detail::expect_dtype(args.required(0, "A"), "A", DType::Bool);
        return CompareOp::infer(args);
    }
};

} // namespace

const Op& op() {
    static const And instance;
    return instance;
}

} // namespace espalier::ops::logical_and
