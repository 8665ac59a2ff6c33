// SPDX-License-Identifier: GPL-3.0-or-later
// A convolution of stride 1 as the gradient of another one's input: the same sums over turned
// weights. On 256-bit vectors the library's kernel for gradients is a fifth faster. Included by
// kernels only.
#pragma once

#include "core/kernels/dnn_internal.h"
#include "core/kernels/train_conv_shape.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace espalier {

class TurnedConv {
public:
    /// Nothing where the convolution is not of the kind (stride 1, one group, inputs and outputs in
    /// blocks of 8 channels) or the library would use another kernel than the one this is for.
    [[nodiscard]] static std::optional<TurnedConv>
    make(const TrainConvShape& shape, int in_block,
         const dnnl::convolution_forward::primitive_desc& straight);

    [[nodiscard]] const dnnl::convolution_backward_data::primitive_desc& pd() const { return pd_; }

    /// Row-major weights [O, I, kH, kW] as [I, O, kH, kW], each kernel turned by half a circle.
    [[nodiscard]] std::vector<float> turned(const float* weights) const;

    /// How those lie.
    [[nodiscard]] dnn::Dims weight_dims() const;

private:
    TurnedConv(const TrainConvShape& shape, dnnl::convolution_backward_data::primitive_desc pd);

    TrainConvShape shape_;
    dnnl::convolution_backward_data::primitive_desc pd_;
};

} // namespace espalier
