// SPDX-License-Identifier: GPL-3.0-or-later
// Concat: the inputs one behind the other along `axis`.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/strided.h"

namespace espalier::ops::concat {

namespace {

using namespace detail;

class Concat final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Concat"; }

    void lower(Lowering& lowering) const override { detail::lower_concat(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& first = args.required(0, "input 0").type;
        expect(args.node.attributes.has("axis"), "attribute axis is missing");
        const int axis = axis_of(args.node, first.shape);
        Shape y = first.shape;
        for (std::size_t i = 1; i < args.inputs.size(); ++i) {
            const std::string what = "input " + std::to_string(i);
            const InputType& input = args.required(i, what);
            const Shape& x = input.type.shape;
            expect_dtype(input, what, first.dtype);
            expect(x.rank() == y.rank(), "{} has {} dimensions, expected {}", what, x.rank(),
                   y.rank());
            for (int d = 0; d < y.rank(); ++d) {
                if (d != axis) {
                    expect_dim(x[d], y[d], what + "'s dimension " + std::to_string(d));
                    y[d] = merged_dim(x[d], y[d]);
                } else {
                    const bool unknown = x[d] == kUnknownDim || y[d] == kUnknownDim;
                    expect(unknown || x[d] <= kMaxDim - y[d], "{} makes axis {} longer than 2^46",
                           what, axis);
                    y[d] = unknown ? kUnknownDim : x[d] + y[d];
                }
            }
        }
        return {{first.dtype, y}};
    }

    void reference(const ReferenceArgs& args) const override {
        Tensor& y = args.outputs[0];
        const int axis = axis_of(args.node, y.shape());
        View part = contiguous(y.shape());
        for (const Tensor* input : args.inputs) {
            copy_elements(input->shape(), *input, contiguous(input->shape()), y, part);
            part.base += input->shape()[axis] * part.strides[static_cast<std::size_t>(axis)];
        }
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        const Tensor& dy = *args.output_grads[0];
        const int axis = axis_of(args.node, dy.shape());
        View part = contiguous(dy.shape());
        for (std::size_t i = 0; i < args.inputs.size(); ++i) {
            const Shape& shape = args.inputs[i]->shape();
            if (args.input_grads[i] != nullptr) {
                add_elements(shape, dy, part, *args.input_grads[i], contiguous(shape));
            }
            part.base += shape[axis] * part.strides[static_cast<std::size_t>(axis)];
        }
    }

private:
    static int axis_of(const Node& node, const Shape& shape) {
        return shape.normalised_axis(node.attributes.integer("axis", 0), "axis");
    }
};

} // namespace

const Op& op() {
    static const Concat instance;
    return instance;
}

} // namespace espalier::ops::concat
