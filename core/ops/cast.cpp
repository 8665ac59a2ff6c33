// SPDX-License-Identifier: GPL-3.0-or-later
// Cast: converts element by element (Tensor::cast states the rules). Gradients flow between float
// types only.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"

#include <algorithm>

namespace espalier::ops::cast {

namespace {

using namespace detail;

/// TensorProto.DataType of the ONNX schema.
DType target_type(const Node& node) {
    expect(node.attributes.has("to"), "attribute to is missing");
    switch (const std::int64_t to = node.attributes.integer("to", 0)) {
    case 1:
        return DType::Float32;
    case 2:
        return DType::UInt8;
    case 3:
        return DType::Int8;
    case 4:
        return DType::UInt16;
    case 5:
        return DType::Int16;
    case 6:
        return DType::Int32;
    case 7:
        return DType::Int64;
    case 9:
        return DType::Bool;
    case 10:
        return DType::Float16;
    case 11:
        return DType::Float64;
    case 12:
        return DType::UInt32;
    case 13:
        return DType::UInt64;
    case 16:
        return DType::BFloat16;
    default:
        fail(ErrorCode::Unsupported, "to is {}, expected a numeric element type", to);
    }
}

class Cast final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Cast"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        return {{target_type(args.node), args.required(0, "input").type.shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor result = args.inputs[0]->cast(target_type(args.node));
        std::ranges::copy(result.raw(), args.outputs[0].writable_raw().begin());
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr ||
            !is_float(args.outputs[0]->dtype())) {
            return;
        }
        const Shape& shape = args.inputs[0]->shape();
        add_elements(shape, args.output_grads[0]->cast(args.input_grads[0]->dtype()),
                     contiguous(shape), *args.input_grads[0], contiguous(shape));
    }
};

} // namespace

const Op& op() {
    static const Cast instance;
    return instance;
}

} // namespace espalier::ops::cast
