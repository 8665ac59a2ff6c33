// SPDX-License-Identifier: GPL-3.0-or-later
// Transpose: dimension i of the output is dimension perm[i] of the input; reversed by default.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/strided.h"

#include <algorithm>

namespace espalier::ops::transpose {

namespace {

using namespace detail;

std::vector<std::int64_t> permutation(const Node& node, const Shape& x) {
    std::vector<std::int64_t> reversed;
    for (int axis = x.rank(); axis-- > 0;) {
        reversed.push_back(axis);
    }
    auto perm = node.attributes.integers("perm", reversed);
    std::vector<std::int64_t> sorted = perm;
    std::ranges::sort(sorted);
    std::ranges::reverse(sorted);
    expect(sorted == reversed, "perm is {}, expected a permutation of {} axes", Shape(perm).str(),
           x.rank());
    return perm;
}

/// The input, walked in the order of the output.
View permuted(const Shape& x, const std::vector<std::int64_t>& perm) {
    const std::vector<std::int64_t> strides = x.strides();
    View view;
    for (const std::int64_t axis : perm) {
        view.strides.push_back(strides[static_cast<std::size_t>(axis)]);
    }
    return view;
}

class Transpose final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Transpose"; }

    void lower(Lowering& lowering) const override { detail::lower_transpose(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "data").type;
        std::vector<std::int64_t> dims;
        for (const std::int64_t axis : permutation(args.node, x.shape)) {
            dims.push_back(x.shape.dims()[static_cast<std::size_t>(axis)]);
        }
        return {{x.dtype, Shape(std::move(dims))}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Shape& x = args.inputs[0]->shape();
        const Shape& y = args.outputs[0].shape();
        copy_elements(y, *args.inputs[0], permuted(x, permutation(args.node, x)), args.outputs[0],
                      contiguous(y));
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Shape& x = args.inputs[0]->shape();
        const Shape& y = args.outputs[0]->shape();
        add_elements(y, *args.output_grads[0], contiguous(y), *args.input_grads[0],
                     permuted(x, permutation(args.node, x)));
    }
};

} // namespace

const Op& op() {
    static const Transpose instance;
    return instance;
}

} // namespace espalier::ops::transpose
