// SPDX-License-Identifier: GPL-3.0-or-later
// Split: cuts `axis` into as many pieces as there are outputs, of the sizes in input 1 (`split`) or
// of equal size. With num_outputs (opset 18) the last piece may be smaller.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/strided.h"

#include <algorithm>

namespace espalier::ops::split {

namespace {

using namespace detail;

class Split final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Split"; }

    void lower(Lowering& lowering) const override { detail::lower_split(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "input").type;
        const int axis = axis_of(args.node, x.shape);
        std::vector<TensorType> types;
        for (const std::int64_t size : sizes(args, x.shape[axis])) {
            Shape piece = x.shape;
            piece[axis] = size;
            types.push_back({x.dtype, piece});
        }
        return types;
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& x = *args.inputs[0];
        const int axis = axis_of(args.node, x.shape());
        View part = contiguous(x.shape());
        for (Tensor& y : args.outputs) {
            copy_elements(y.shape(), x, part, y, contiguous(y.shape()));
            part.base += y.shape()[axis] * part.strides[static_cast<std::size_t>(axis)];
        }
    }

    void gradient(const GradientArgs& args) const override {
        if (args.input_grads[0] == nullptr) {
            return;
        }
        const Shape& x = args.inputs[0]->shape();
        const int axis = axis_of(args.node, x);
        View part = contiguous(x);
        for (std::size_t i = 0; i < args.outputs.size(); ++i) {
            const Shape& y = args.outputs[i]->shape();
            if (args.output_grads[i] != nullptr) {
                add_elements(y, *args.output_grads[i], contiguous(y), *args.input_grads[0], part);
            }
            part.base += y[axis] * part.strides[static_cast<std::size_t>(axis)];
        }
    }

private:
    static int axis_of(const Node& node, const Shape& shape) {
        return shape.normalised_axis(node.attributes.integer("axis", 0), "axis");
    }

    static std::vector<std::int64_t> sizes(const InferArgs& args, std::int64_t whole) {
        const auto count = static_cast<std::int64_t>(output_count(args.node));
        std::vector<std::int64_t> given;
        if (const InputType* input = args.optional(1)) {
            given = constant_integers(*input, "split");
        } else if (args.node.attributes.has("split")) {
            given = args.node.attributes.integers("split", {});
        } else if (whole == kUnknownDim) {
            return std::vector<std::int64_t>(static_cast<std::size_t>(count), kUnknownDim);
        } else if (args.node.attributes.has("num_outputs")) {
            const std::int64_t piece = (whole + count - 1) / count;
            expect(piece * (count - 1) <= whole, "dimension {} is split into {} pieces", whole,
                   count);
            given.assign(static_cast<std::size_t>(count), piece);
            given.back() = whole - piece * (count - 1);
        } else {
            expect(whole % count == 0, "dimension {} is split into {} equal pieces", whole, count);
            given.assign(static_cast<std::size_t>(count), whole / count);
        }
        expect(static_cast<std::int64_t>(given.size()) == count,
               "split names {} sizes, expected one for each of {} outputs", given.size(), count);
        expect_values(given, "split", 0, kMaxDim);
        std::int64_t sum = 0;
        for (const std::int64_t size : given) {
            sum += size;
        }
        expect_dim(sum, whole, "the sum of split");
        return given;
    }
};

} // namespace

const Op& op() {
    static const Split instance;
    return instance;
}

} // namespace espalier::ops::split
