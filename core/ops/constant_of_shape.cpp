// SPDX-License-Identifier: GPL-3.0-or-later
// ConstantOfShape: a tensor of the given constant shape, filled with the one element of attribute
// value (float32 zero by default).
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"

namespace espalier::ops::constant_of_shape {

namespace {

using namespace detail;

Tensor value_of(const Node& node) {
    const Attribute* attribute = node.attributes.find("value");
    if (attribute == nullptr) {
        return Tensor::of<float>({1}, std::vector<float>{0});
    }
    const Tensor* tensor = std::get_if<Tensor>(attribute);
    expect(tensor != nullptr && tensor->defined() && tensor->elements() == 1,
           "attribute value is no tensor with one element");
    return tensor->reshaped({1});
}

class ConstantOfShape final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "ConstantOfShape"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const auto dims = constant_integers(args.required(0, "input"), "the shape");
        expect_values(dims, "the shape", 0, kMaxDim);
        return {{value_of(args.node).dtype(), Shape(dims)}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Shape& y = args.outputs[0].shape();
        copy_elements(y, value_of(args.node),
                      View{0, std::vector<std::int64_t>(y.dims().size(), 0)}, args.outputs[0],
                      contiguous(y));
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const ConstantOfShape instance;
    return instance;
}

} // namespace espalier::ops::constant_of_shape
