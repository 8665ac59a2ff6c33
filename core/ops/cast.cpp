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

DType target_type(const Node& node) {
    expect(node.attributes.has("to"), "attribute to is missing");
    return element_type(node.attributes.integer("to", 0), "to");
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
