// SPDX-License-Identifier: GPL-3.0-or-later
// QuantizeLinear: y = saturate(round_half_even(x / scale) + zero_point), to int8, uint8, int16 or
// uint16 as the zero point says (uint8 without one). The quotient is rounded to float32 first, as
// every runtime does: on a tie a wider one would round the other way.
#include "core/base/error.h"
#include "core/ops/detail/quantise.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::ops::quantize_linear {

namespace {

using namespace detail;

template <typename Visitor>
void visit_target(DType type, Visitor&& visitor) {
    switch (type) {
    case DType::Int8:
        return visitor(std::int8_t{});
    case DType::UInt8:
        return visitor(std::uint8_t{});
    case DType::Int16:
        return visitor(std::int16_t{});
    case DType::UInt16:
        return visitor(std::uint16_t{});
    default:
        fail(ErrorCode::BadInput, "the zero point holds {}, expected int8, uint8, int16 or uint16",
             dtype_name(type));
    }
}

class QuantizeLinear final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "QuantizeLinear"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const InputType& x = args.required(0, "x");
        if (x.type.dtype != DType::Int32) {
            expect_dtype(x, "x", DType::Float32);
        }
        const DType type = check_scales(args, x.type.shape, DType::UInt8);
        visit_target(type, [](auto) {});
        return {{type, x.type.shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor values = args.inputs[0]->cast(DType::Float32);
        const auto x = values.data<float>();
        const auto scale = args.inputs[1]->data<float>();
        const Tensor* zero = args.inputs.size() > 2 ? args.inputs[2] : nullptr;
        const ScaleLayout layout(args.node, values.shape(), *args.inputs[1]);
        visit_target(args.outputs[0].dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto y = args.outputs[0].writable<T>();
            for (std::size_t i = 0; i < x.size(); ++i) {
                const std::size_t s = layout.index(i);
                const float shift = zero == nullptr ? 0.0F : static_cast<float>(zero->data<T>()[s]);
                const float level = std::nearbyint(x[i] / scale[s]) + shift;
                const auto low = static_cast<float>(std::numeric_limits<T>::min());
                const auto high = static_cast<float>(std::numeric_limits<T>::max());
                y[i] = std::isnan(level) ? T{0} : static_cast<T>(std::clamp(level, low, high));
            }
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const QuantizeLinear instance;
    return instance;
}

} // namespace espalier::ops::quantize_linear
