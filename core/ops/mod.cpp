// SPDX-License-Identifier: GPL-3.0-or-later
// Mod: the rest of a / b with the sign of b, or with fmod = 1 (required for floats) that of a.
#include "core/ops/detail/binary.h"

#include <cmath>

namespace espalier::ops::mod {

namespace {

template <typename T>
T rest(T a, T b, bool like_fmod) {
    if constexpr (std::is_floating_point_v<T>) {
        return std::fmod(a, b);
    } else {
        expect(b != 0, "an integer is divided by 0");
        if constexpr (std::is_signed_v<T>) {
            if (b == T{-1}) {
                return 0; // the smallest integer / -1 would overflow
            }
        }
        const T result = static_cast<T>(a % b);
        return !like_fmod && result != 0 && (result < 0) != (b < 0) ? static_cast<T>(result + b)
                                                                    : result;
    }
}

class Mod final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Mod"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const InputType& a = detail::number_input(args, 0, "A");
        const InputType& b = detail::number_input(args, 1, "B");
        detail::expect_dtype(b, "B", a.type.dtype);
        expect(!is_float(a.type.dtype) || args.node.attributes.integer("fmod", 0) != 0,
               "Mod of {} values with fmod = 0, expected 1", dtype_name(a.type.dtype));
        return {{a.type.dtype, detail::broadcast_shapes(a.type.shape, b.type.shape)}};
    }

    void reference(const ReferenceArgs& args) const override {
        const bool like_fmod = args.node.attributes.integer("fmod", 0) != 0;
        detail::visit_number(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            detail::broadcast_apply<T, T>(*args.inputs[0], *args.inputs[1], args.outputs[0],
                                          [like_fmod](T a, T b) { return rest(a, b, like_fmod); });
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const Mod instance;
    return instance;
}

} // namespace espalier::ops::mod
