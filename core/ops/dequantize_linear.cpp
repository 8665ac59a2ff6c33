// SPDX-License-Identifier: GPL-3.0-or-later
// DequantizeLinear: y = (x - zero_point) * scale, from int8, uint8, int16, uint16 or int32.
#include "core/base/error.h"
#include "core/ops/detail/quantise.h"

namespace espalier::ops::dequantize_linear {

namespace {

using namespace detail;

template <typename Visitor>
void visit_source(DType type, Visitor&& visitor) {
    switch (type) {
    case DType::Int8:
        return visitor(std::int8_t{});
    case DType::UInt8:
        return visitor(std::uint8_t{});
    case DType::Int16:
        return visitor(std::int16_t{});
    case DType::UInt16:
        return visitor(std::uint16_t{});
    case DType::Int32:
        return visitor(std::int32_t{});
    default:
        fail(ErrorCode::BadInput, "x holds {}, expected int8, uint8, int16, uint16 or int32",
             dtype_name(type));
    }
}

class DequantizeLinear final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "DequantizeLinear"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "x").type;
        visit_source(x.dtype, [](auto) {});
        const DType zero = check_scales(args, x.shape, x.dtype);
        expect(zero == x.dtype, "the zero point holds {}, expected {} as x does", dtype_name(zero),
               dtype_name(x.dtype));
        return {{DType::Float32, x.shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& input = *args.inputs[0];
        const auto scale = args.inputs[1]->data<float>();
        const Tensor* zero = args.inputs.size() > 2 ? args.inputs[2] : nullptr;
        const ScaleLayout layout(args.node, input.shape(), *args.inputs[1]);
        const auto y = args.outputs[0].writable<float>();
        visit_source(input.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto x = input.data<T>();
            for (std::size_t i = 0; i < x.size(); ++i) {
                const std::size_t s = layout.index(i);
                const std::int64_t shift = zero == nullptr ? 0 : zero->data<T>()[s];
                y[i] = static_cast<float>(static_cast<std::int64_t>(x[i]) - shift) * scale[s];
            }
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const DequantizeLinear instance;
    return instance;
}

} // namespace espalier::ops::dequantize_linear
