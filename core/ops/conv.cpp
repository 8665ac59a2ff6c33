// SPDX-License-Identifier: GPL-3.0-or-later
// Conv: X [N,C,spatial], W [M,C/group,kernel], optional B [M] -> Y [N,M,spatial'].
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/convolution.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/types.h"

#include <fmt/format.h>

namespace espalier::ops::conv {

namespace {

using namespace detail;

std::string weight_layout(int spatial) {
    static const char* const kLayouts[] = {"[O,I,k]", "[O,I,kH,kW]", "[O,I,kD,kH,kW]"};
    return spatial >= 1 && spatial <= 3 ? kLayouts[spatial - 1] : "[O,I,kernel]";
}

Convolution describe(const Node& node, const Shape& x, const Shape& w) {
    Convolution conv;
    conv.images = x[0];
    conv.in_channels = x[1];
    conv.out_channels = w[0];
    conv.groups = node.attributes.integer("group", 1);
    conv.window = window_of(node, x, {w.begin() + 2, w.end()}, Rounding::Down);
    return conv;
}

class Conv final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Conv"; }

    void lower(Lowering& lowering) const override { detail::lower_conv(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        const InputType& weight = float_input(args, 1, "W");
        const Shape& w = weight.type.shape;
        expect_dtype(weight, "weight", x.dtype);
        expect(x.shape.rank() >= 3, "X has {} dimensions, expected at least 3 [N,C,spatial]",
               x.shape.rank());
        expect_rank(w, x.shape.rank(), "weight", weight_layout(x.shape.rank() - 2));
        expect(w.known(), "weight has shape {}, expected every dimension known", w.str());
        const std::int64_t groups = args.node.attributes.integer("group", 1);
        expect(groups >= 1, "group is {}, expected at least 1", groups);
        expect(w[0] % groups == 0, "weight has {} filters, expected a multiple of group {}", w[0],
               groups);
        expect_dim(x.shape[1], checked_product({w[1], groups}), "the input's number of channels");
        const std::vector<std::int64_t> kernel(w.begin() + 2, w.end());
        expect_values(kernel, "the weight's kernel", 1, kMaxExtent);
        const auto stated = args.node.attributes.integers("kernel_shape", kernel);
        expect(stated == kernel, "kernel_shape is {}, expected the weight's {}",
               Shape(stated).str(), Shape(kernel).str());
        if (const InputType* bias = args.optional(2)) {
            expect_dtype(*bias, "bias", x.dtype);
            expect_rank(bias->type.shape, 1, "bias", "[O]");
            expect_dim(bias->type.shape[0], w[0], "the bias's length");
        }
        const Convolution conv = describe(args.node, x.shape, w);
        return {{x.dtype, window_output(conv.images, w[0], conv.window, x.shape.rank() - 2)}};
    }

    [[nodiscard]] std::int64_t macs(const Node&, std::span<const TensorType> inputs,
                                    std::span<const TensorType> outputs) const override {
        const Shape& w = inputs[1].shape;
        return checked_product({outputs[0].shape.elements(), w.elements(1, w.rank())});
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& x = *args.inputs[0];
        const Tensor& w = *args.inputs[1];
        const Tensor* bias = args.inputs.size() > 2 ? args.inputs[2] : nullptr;
        const Convolution conv = describe(args.node, x.shape(), w.shape());
        visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            conv_forward<T>(conv, x.data<T>().data(), w.data<T>().data(),
                            bias == nullptr ? nullptr : bias->data<T>().data(),
                            args.outputs[0].writable<T>().data());
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        const Tensor& x = *args.inputs[0];
        const Tensor& w = *args.inputs[1];
        const Convolution conv = describe(args.node, x.shape(), w.shape());
        visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* dy = args.output_grads[0]->data<T>().data();
            if (Tensor* dx = args.input_grads[0]) {
                conv_input_gradient<T>(conv, dy, w.data<T>().data(), dx->writable<T>().data());
            }
            if (Tensor* dw = args.input_grads[1]) {
                conv_weight_gradient<T>(conv, x.data<T>().data(), dy, dw->writable<T>().data());
            }
            if (args.input_grads.size() > 2 && args.input_grads[2] != nullptr) {
                channel_sums<T>(conv.images, conv.out_channels, conv.window.positions(), dy,
                                args.input_grads[2]->writable<T>().data());
            }
        });
    }
};

} // namespace

const Op& op() {
    static const Conv instance;
    return instance;
}

} // namespace espalier::ops::conv
