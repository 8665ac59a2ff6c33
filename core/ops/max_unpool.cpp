// SPDX-License-Identifier: GPL-3.0-or-later
// MaxUnpool: puts each value of X [N,C,spatial] where the indices I that MaxPool gave say, zeros
// elsewhere. Without input 2 the output has the size MaxPool came from, (in - 1) stride + kernel -
// pads; I counts in a tensor of that size even where output_shape (a constant) makes it larger.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"
#include "core/ops/detail/window.h"

#include <algorithm>

namespace espalier::ops::max_unpool {

namespace {

using namespace detail;

/// The size that was pooled, as far as it can be told from what came out.
Shape pooled_shape(const Node& node, const Shape& x) {
    const auto kernel = kernel_attribute(node, x);
    const auto strides = integer_list(node, "strides", kernel.size(), 1, 1, kMaxExtent);
    const auto pads = integer_list(node, "pads", 2 * kernel.size(), 0, 0, kMaxExtent);
    Shape shape = x;
    for (std::size_t i = 0; i < kernel.size(); ++i) {
        std::int64_t& size = shape[static_cast<int>(i) + 2];
        if (size != kUnknownDim) {
            size = checked_product({size - 1, strides[i]}) + kernel[i] - pads[i] -
                   pads[i + kernel.size()];
            expect(size >= 0 && size <= kMaxDim, "spatial dimension {} comes out as {}", i, size);
        }
    }
    return shape;
}

/// Where element `index` of a tensor of shape `from` lies in one of shape `to`.
std::int64_t moved(std::int64_t index, const Shape& from, const Shape& to) {
    std::int64_t result = 0;
    std::int64_t step = 1;
    for (int axis = from.rank(); axis-- > 0;) {
        const std::int64_t at = index % from[axis];
        expect(at < to[axis], "an index lies at {} of dimension {}, expected less than {}", at,
               axis, to[axis]);
        result += at * step;
        step *= to[axis];
        index /= from[axis];
    }
    return result;
}

/// Calls body(from, to) for every element of X.
template <typename Body>
void for_each_element(const Node& node, std::span<const Tensor* const> inputs, const Shape& y,
                      Body&& body) {
    const Shape pooled = pooled_shape(node, inputs[0]->shape());
    const auto indices = inputs[1]->data<std::int64_t>();
    const std::int64_t size = pooled.elements();
    for (std::size_t i = 0; i < indices.size(); ++i) {
        expect(indices[i] >= 0 && indices[i] < size, "index {} is {}, expected a value in [0, {})",
               i, indices[i], size);
        body(i, static_cast<std::size_t>(moved(indices[i], pooled, y)));
    }
}

class MaxUnpool final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "MaxUnpool"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        const InputType& indices = args.required(1, "I");
        expect_dtype(indices, "I", DType::Int64);
        expect_rank(indices.type.shape, x.shape.rank(), "I", "as X");
        for (int axis = 0; axis < x.shape.rank(); ++axis) {
            expect_dim(indices.type.shape[axis], x.shape[axis],
                       "dimension " + std::to_string(axis) + " of I");
        }
        const Shape pooled = pooled_shape(args.node, x.shape);
        const InputType* given = args.optional(2);
        if (given == nullptr) {
            return {{x.dtype, pooled}};
        }
        const auto dims = constant_integers(*given, "output_shape");
        expect(dims.size() == static_cast<std::size_t>(x.shape.rank()),
               "output_shape has {} values, expected {}", dims.size(), x.shape.rank());
        expect_values(dims, "output_shape", 0, kMaxDim);
        return {{x.dtype, Shape(dims)}};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto x = args.inputs[0]->data<T>();
            const auto y = args.outputs[0].writable<T>();
            std::fill(y.begin(), y.end(), T{0});
            for_each_element(args.node, args.inputs, args.outputs[0].shape(),
                             [&](std::size_t from, std::size_t to) { y[to] = x[from]; });
        });
    }

    /// Where two elements share a place, the one written last gets the gradient.
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Tensor& output_grad = *args.output_grads[0];
        std::vector<std::size_t> writer(static_cast<std::size_t>(output_grad.elements()));
        const auto each = [&](auto&& body) {
            for_each_element(args.node, args.inputs, output_grad.shape(), body);
        };
        each([&](std::size_t from, std::size_t to) { writer[to] = from; });
        visit_float(output_grad.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto dy = output_grad.data<T>();
            const auto dx = args.input_grads[0]->writable<T>();
            each([&](std::size_t from, std::size_t to) {
                dx[from] += writer[to] == from ? dy[to] : T{0};
            });
        });
    }
};

} // namespace

const Op& op() {
    static const MaxUnpool instance;
    return instance;
}

} // namespace espalier::ops::max_unpool
