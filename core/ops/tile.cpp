// SPDX-License-Identifier: GPL-3.0-or-later
// Tile: the tensor repeated along every axis, as often as the constant input 1 says.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"

namespace espalier::ops::tile {

namespace {

using namespace detail;

/// Input and output of a tiling with each axis split in two, [repeats, size]: both views walk over
/// `shape`, the input's with a step of 0 along the repeats.
struct Tiling {
    Shape shape;
    View input;
    View output;

    Tiling(const Shape& x, const Shape& y) {
        std::vector<std::int64_t> dims;
        const auto x_strides = x.strides();
        const auto y_strides = y.strides();
        for (int axis = 0; axis < x.rank(); ++axis) {
            const auto i = static_cast<std::size_t>(axis);
            dims.push_back(x[axis] == 0 ? 0 : y[axis] / x[axis]);
            dims.push_back(x[axis]);
            input.strides.push_back(0);
            input.strides.push_back(x_strides[i]);
            output.strides.push_back(x[axis] * y_strides[i]);
            output.strides.push_back(y_strides[i]);
        }
        shape = Shape(std::move(dims));
    }
};

class Tile final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Tile"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "input").type;
        const auto repeats = constant_integers(args.required(1, "repeats"), "repeats");
        expect(static_cast<int>(repeats.size()) == x.shape.rank(),
               "found {} repeats, expected one for each dimension of {}", repeats.size(),
               x.shape.str());
        expect_values(repeats, "repeats", 0, kMaxExtent);
        Shape shape = x.shape;
        for (int axis = 0; axis < shape.rank(); ++axis) {
            if (shape[axis] >= 0) {
                shape[axis] =
                    checked_product({shape[axis], repeats[static_cast<std::size_t>(axis)]});
            }
        }
        return {{x.dtype, shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tiling tiling(args.inputs[0]->shape(), args.outputs[0].shape());
        copy_elements(tiling.shape, *args.inputs[0], tiling.input, args.outputs[0], tiling.output);
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Tiling tiling(args.inputs[0]->shape(), args.output_grads[0]->shape());
        add_elements(tiling.shape, *args.output_grads[0], tiling.output, *args.input_grads[0],
                     tiling.input);
    }
};

} // namespace

const Op& op() {
    static const Tile instance;
    return instance;
}

} // namespace espalier::ops::tile
