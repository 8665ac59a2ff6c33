// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/turned_conv.h"

#include "core/kernels/staged_internal.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace espalier {

namespace {

using Forward = dnnl::convolution_forward;
using BackwardData = dnnl::convolution_backward_data;

constexpr int kBlock = 8;
constexpr std::string_view kSlower = "jit:avx2";

} // namespace

TurnedConv::TurnedConv(const TrainConvShape& shape, BackwardData::primitive_desc pd)
    : shape_(shape)
    , pd_(std::move(pd)) {}

std::optional<TurnedConv> TurnedConv::make(const TrainConvShape& shape, int in_block,
                                           const Forward::primitive_desc& straight) {
    dnn::Dims pad_begin;
    dnn::Dims pad_end;
    bool fits = in_block == kBlock && shape.groups == 1 && straight.impl_info_str() == kSlower;
    for (int axis = 0; axis < 2; ++axis) {
        const std::int64_t reach = (shape.kernel[axis] - 1) * shape.dilation[axis];
        pad_begin.push_back(reach - shape.pad_begin[axis]);
        pad_end.push_back(reach - shape.pad_end[axis]);
        fits = fits && shape.stride[axis] == 1 && pad_begin.back() >= 0 && pad_end.back() >= 0;
    }
    if (!fits) {
        return std::nullopt;
    }
    const dnn::Dims x{shape.samples, shape.in_channels, shape.in[0], shape.in[1]};
    const dnn::Dims y{shape.samples, shape.out_channels, shape.out[0], shape.out[1]};
    const dnn::Dims weights{shape.in_channels, shape.out_channels, shape.kernel[0],
                            shape.kernel[1]};
    const dnn::Dims strides{1, 1};
    const dnn::Dims dilates{shape.dilation[0] - 1, shape.dilation[1] - 1};
    constexpr auto kDirect = dnnl::algorithm::convolution_direct;
    const dnn::OpenMpThreads one(1);
    return dnn::guarded("convolution", [&]() -> std::optional<TurnedConv> {
        const Forward::primitive_desc hint({dnnl::prop_kind::forward_training, kDirect, dnn::any(y),
                                            dnn::any(weights), dnn::any(x), strides, dilates,
                                            pad_begin, pad_end},
                                           dnn::attributes(), dnn::engine());
        BackwardData::primitive_desc pd({kDirect, dnn::any(y), dnn::any(weights), dnn::any(x),
                                         strides, dilates, pad_begin, pad_end},
                                        dnn::attributes(), dnn::engine(), hint);
        if (pd.impl_info_str() != kSlower || pd.diff_src_desc() != activation_desc(y, kBlock) ||
            pd.diff_dst_desc() != activation_desc(x, kBlock)) {
            return std::nullopt;
        }
        return TurnedConv(shape, std::move(pd));
    });
}

dnn::Dims TurnedConv::weight_dims() const {
    return {shape_.in_channels, shape_.out_channels, shape_.kernel[0], shape_.kernel[1]};
}

std::vector<float> TurnedConv::turned(const float* weights) const {
    const std::int64_t window = shape_.kernel[0] * shape_.kernel[1];
    std::vector<float> result(
        static_cast<std::size_t>(shape_.in_channels * shape_.out_channels * window));
    for (std::int64_t o = 0; o < shape_.out_channels; ++o) {
        for (std::int64_t i = 0; i < shape_.in_channels; ++i) {
            const float* from = weights + (o * shape_.in_channels + i) * window;
            float* to = result.data() + (i * shape_.out_channels + o) * window;
            std::reverse_copy(from, from + window, to);
        }
    }
    return result;
}

} // namespace espalier
