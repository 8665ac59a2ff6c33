// SPDX-License-Identifier: GPL-3.0-or-later
// DepthToSpace: channels become pixels (mode DCR or CRD), as sub-pixel convolution uses them.
#include "core/ops/detail/pixel_shuffle.h"

namespace espalier::ops::depth_to_space {

namespace {

using namespace detail;

class DepthToSpace final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "DepthToSpace"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "input").type;
        expect_rank(x.shape, 4, "input", "[N,C,H,W]");
        const std::int64_t block = block_size(args.node);
        static_cast<void>(channel_first(args.node));
        Shape shape = x.shape;
        if (shape[1] >= 0) {
            expect(shape[1] % checked_product({block, block}) == 0,
                   "the input has {} channels, expected a multiple of {} x {}", shape[1], block,
                   block);
            shape[1] /= block * block;
        }
        for (const int axis : {2, 3}) {
            shape[axis] = shape[axis] < 0 ? shape[axis] : checked_product({shape[axis], block});
        }
        return {{x.dtype, shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        const PixelShuffle walk(args.outputs[0].shape(), block_size(args.node),
                                channel_first(args.node));
        copy_elements(walk.shape, *args.inputs[0], walk.deep, args.outputs[0], walk.wide);
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const PixelShuffle walk(args.output_grads[0]->shape(), block_size(args.node),
                                channel_first(args.node));
        add_elements(walk.shape, *args.output_grads[0], walk.wide, *args.input_grads[0], walk.deep);
    }

private:
    static bool channel_first(const Node& node) {
        const std::string mode = node.attributes.text("mode", "DCR");
        expect(mode == "DCR" || mode == "CRD", "mode is \"{}\", expected DCR or CRD", mode);
        return mode == "CRD";
    }
};

} // namespace

const Op& op() {
    static const DepthToSpace instance;
    return instance;
}

} // namespace espalier::ops::depth_to_space
