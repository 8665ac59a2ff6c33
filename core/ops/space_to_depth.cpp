// SPDX-License-Identifier: GPL-3.0-or-later
// SpaceToDepth: blocks of pixels become channels, the block outermost.
#include "core/ops/detail/pixel_shuffle.h"

namespace espalier::ops::space_to_depth {

namespace {

using namespace detail;

class SpaceToDepth final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "SpaceToDepth"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "input").type;
        expect_rank(x.shape, 4, "input", "[N,C,H,W]");
        const std::int64_t block = block_size(args.node);
        Shape shape = x.shape;
        if (shape[1] >= 0) {
            shape[1] = checked_product({shape[1], block, block});
        }
        for (const int axis : {2, 3}) {
            expect(shape[axis] < 0 || shape[axis] % block == 0,
                   "dimension {} of the input is {}, expected a multiple of {}", axis, shape[axis],
                   block);
            shape[axis] = shape[axis] < 0 ? shape[axis] : shape[axis] / block;
        }
        return {{x.dtype, shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        const PixelShuffle walk(args.inputs[0]->shape(), block_size(args.node), false);
        copy_elements(walk.shape, *args.inputs[0], walk.wide, args.outputs[0], walk.deep);
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const PixelShuffle walk(args.inputs[0]->shape(), block_size(args.node), false);
        add_elements(walk.shape, *args.output_grads[0], walk.deep, *args.input_grads[0], walk.wide);
    }
};

} // namespace

const Op& op() {
    static const SpaceToDepth instance;
    return instance;
}

} // namespace espalier::ops::space_to_depth
