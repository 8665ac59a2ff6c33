// SPDX-License-Identifier: GPL-3.0-or-later
// ConvTranspose: the adjoint of a convolution. X [N,C,spatial], W [C,M/group,kernel], optional B
// [M] -> Y [N,M,spatial'].
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/convolution.h"
#include "core/ops/detail/types.h"

#include <algorithm>

namespace espalier::ops::conv_transpose {

namespace {

using namespace detail;

/// The convolution this is the adjoint of: from Y (M channels) to X (C channels).
Convolution describe(const Node& node, const Shape& x, const Shape& w) {
    Convolution conv;
    conv.images = x[0];
    conv.out_channels = w[0];
    conv.groups = node.attributes.integer("group", 1);
    conv.in_channels = checked_product({w[1], conv.groups});
    conv.window = transposed_window_of(node, x, {w.begin() + 2, w.end()});
    return conv;
}

class ConvTranspose final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "ConvTranspose"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        const InputType& weight = float_input(args, 1, "W");
        const Shape& w = weight.type.shape;
        expect_dtype(weight, "weight", x.dtype);
        expect(x.shape.rank() >= 3, "X has {} dimensions, expected at least 3 [N,C,spatial]",
               x.shape.rank());
        expect_rank(w, x.shape.rank(), "weight", "[I,O,kernel]");
        expect(w.known(), "weight has shape {}, expected every dimension known", w.str());
        const std::int64_t groups = args.node.attributes.integer("group", 1);
        expect(groups >= 1 && w[0] % groups == 0,
               "group is {}, expected a divisor of the {} input channels", groups, w[0]);
        expect_dim(x.shape[1], w[0], "the input's number of channels");
        const std::vector<std::int64_t> kernel(w.begin() + 2, w.end());
        expect_values(kernel, "the weight's kernel", 1, kMaxExtent);
        const auto stated = args.node.attributes.integers("kernel_shape", kernel);
        expect(stated == kernel, "kernel_shape is {}, expected the weight's {}",
               Shape(stated).str(), Shape(kernel).str());
        const Convolution conv = describe(args.node, x.shape, w);
        if (const InputType* bias = args.optional(2)) {
            expect_dtype(*bias, "bias", x.dtype);
            expect_rank(bias->type.shape, 1, "bias", "[O]");
            expect_dim(bias->type.shape[0], conv.in_channels, "the bias's length");
        }
        std::vector<std::int64_t> dims{x.shape[0], conv.in_channels};
        for (int i = 5 - x.shape.rank(); i < 3; ++i) {
            dims.push_back(conv.window.axes[static_cast<std::size_t>(i)].in);
        }
        return {{x.dtype, Shape(std::move(dims))}};
    }

    [[nodiscard]] std::int64_t macs(const Node&, std::span<const TensorType> inputs,
                                    std::span<const TensorType>) const override {
        const Shape& w = inputs[1].shape;
        return checked_product({inputs[0].shape.elements(), w.elements(1, w.rank())});
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& x = *args.inputs[0];
        const Tensor& w = *args.inputs[1];
        const Tensor* bias = args.inputs.size() > 2 ? args.inputs[2] : nullptr;
        const Convolution conv = describe(args.node, x.shape(), w.shape());
        visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto y = args.outputs[0].writable<T>();
            const auto plane = static_cast<std::size_t>(conv.window.inputs());
            for (std::size_t i = 0; i < y.size(); i += plane) {
                const std::size_t channel = i / plane % static_cast<std::size_t>(conv.in_channels);
                std::fill_n(y.begin() + static_cast<std::ptrdiff_t>(i), plane,
                            bias == nullptr ? T{0} : bias->data<T>()[channel]);
            }
            conv_input_gradient<T>(conv, x.data<T>().data(), w.data<T>().data(), y.data());
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
                Tensor back(x.dtype(), x.shape());
                const auto from = back.writable<T>();
                conv_forward<T>(conv, dy, w.data<T>().data(), nullptr, from.data());
                const auto target = dx->writable<T>();
                std::transform(target.begin(), target.end(), from.begin(), target.begin(),
                               [](T a, T b) { return a + b; });
            }
            if (Tensor* dw = args.input_grads[1]) {
                conv_weight_gradient<T>(conv, dy, x.data<T>().data(), dw->writable<T>().data());
            }
            if (args.input_grads.size() > 2 && args.input_grads[2] != nullptr) {
                channel_sums<T>(conv.images, conv.in_channels, conv.window.inputs(), dy,
                                args.input_grads[2]->writable<T>().data());
            }
        });
    }
};

} // namespace

const Op& op() {
    static const ConvTranspose instance;
    return instance;
}

} // namespace espalier::ops::conv_transpose
