// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/lower_signs.h"

#include "core/graph/multibit_code.h"
#include "core/kernels/lowering.h"
#include "core/kernels/sign_product.h"
#include "core/ops/detail/constant_product.h"
#include "core/ops/detail/conv_problem.h"

#include <omp.h>

#include <algorithm>
#include <array>

namespace espalier::ops::detail {

namespace {

/// Rows of output channels, each a factor times signs, and what is added.
struct SignLayer {
    SignMatrix signs;
    std::vector<float> factors; ///< of weight and input together, by output channel
    std::vector<float> bias;    ///< the same length; zeros where there is none
};

/// Factors of a weight that is a sign times a factor for each of `outputs` indices of `axis`, or
/// one for all; empty where it is not.
std::vector<float> weight_factors(const Parameter* weight, int axis, std::size_t outputs) {
    const auto* code =
        weight == nullptr ? nullptr : dynamic_cast<const MultiBitCode*>(weight->code().get());
    if (code == nullptr || code->planes() != 1 || weight->has_mask() ||
        (code->axis() >= 0 && code->axis() != axis)) {
        return {};
    }
    return code->axis() < 0 ? std::vector<float>(outputs, code->factors()[0]) : code->factors();
}

SignLayer sign_layer(const Lowering& lowering, std::span<const float> rows,
                     std::vector<float> factors, std::vector<float> bias) {
    const float input = *lowering.sign_factor(lowering.node().inputs[0]);
    for (float& factor : factors) {
        factor *= input;
    }
    SignMatrix signs = SignMatrix::of(rows, factors.size());
    return {std::move(signs), std::move(factors), std::move(bias)};
}

/// Rows x signs, the columns in pieces so that one row has work for all threads.
Kernel product_kernel(const std::shared_ptr<const SignLayer>& layer, std::size_t rows) {
    constexpr std::size_t kColumns = 256;
    const std::size_t words = sign_words(layer->signs.depth);
    auto packed = std::make_shared<std::vector<std::uint64_t>>(rows * words);
    return [=](std::byte* const* at) {
        const auto* x = reinterpret_cast<const float*>(at[0]);
        auto* y = reinterpret_cast<float*>(at[1]);
        const std::size_t depth = layer->signs.depth;
        const std::size_t outputs = layer->signs.rows;
        const std::size_t pieces = (outputs + kColumns - 1) / kColumns;
#pragma omp parallel for schedule(static)
        for (std::size_t row = 0; row < rows; ++row) {
            pack_signs({x + row * depth, depth}, std::span(*packed).subspan(row * words, words));
        }
#pragma omp parallel for schedule(static)
        for (std::size_t tile = 0; tile < rows * pieces; ++tile) {
            const std::size_t row = tile / pieces;
            const std::size_t begin = tile % pieces * kColumns;
            const std::size_t end = std::min(outputs, begin + kColumns);
            std::array<std::int32_t, kColumns> dots{};
            sign_products(std::span<const std::uint64_t>(*packed).subspan(row * words, words),
                          layer->signs, begin, end, dots);
            for (std::size_t n = begin; n < end; ++n) {
                y[row * outputs + n] =
                    layer->factors[n] * static_cast<float>(dots[n - begin]) + layer->bias[n];
            }
        }
    };
}

/// One convolution over pictures.
struct SignConv {
    SignLayer layer;
    std::int64_t batch, channels, height, width;
    std::int64_t kernel_h, kernel_w, out_h, out_w;
    std::int64_t stride_h, stride_w, dilation_h, dilation_w, pad_h, pad_w;
    /// Sum of the signs of each output channel at each place of the kernel: [O, kH * kW].
    std::vector<std::int32_t> tap_sums;

    [[nodiscard]] std::int64_t taps() const { return kernel_h * kernel_w; }
};

/// What one output pixel sees, as signs. Places outside the picture count as 1 here and are listed.
void gather(const SignConv& conv, const float* picture, std::int64_t y, std::int64_t x,
            std::span<float> window, std::vector<std::size_t>& outside) {
    outside.clear();
    for (std::int64_t i = 0; i < conv.kernel_h; ++i) {
        for (std::int64_t j = 0; j < conv.kernel_w; ++j) {
            const std::int64_t row = y * conv.stride_h + i * conv.dilation_h - conv.pad_h;
            const std::int64_t column = x * conv.stride_w + j * conv.dilation_w - conv.pad_w;
            const std::int64_t tap = i * conv.kernel_w + j;
            const bool inside = row >= 0 && row < conv.height && column >= 0 && column < conv.width;
            if (!inside) {
                outside.push_back(static_cast<std::size_t>(tap));
            }
            const float* from = inside ? picture + row * conv.width + column : nullptr;
            for (std::int64_t c = 0; c < conv.channels; ++c) {
                window[static_cast<std::size_t>(c * conv.taps() + tap)] =
                    inside ? from[c * conv.height * conv.width] : 1.0F;
            }
        }
    }
}

/// Scratch of one thread.
struct Row {
    std::vector<float> window;
    std::vector<std::uint64_t> signs;
    std::vector<std::int32_t> dots;
    std::vector<std::size_t> outside;
};

void convolve_row(const SignConv& conv, const float* picture, std::int64_t y, float* target,
                  Row& own) {
    const std::size_t outputs = conv.layer.signs.rows;
    const auto plane = static_cast<std::size_t>(conv.out_h * conv.out_w);
    for (std::int64_t x = 0; x < conv.out_w; ++x) {
        gather(conv, picture, y, x, own.window, own.outside);
        pack_signs(own.window, own.signs);
        sign_products(own.signs, conv.layer.signs, 0, outputs, own.dots);
        for (const std::size_t tap : own.outside) {
            for (std::size_t n = 0; n < outputs; ++n) {
                own.dots[n] -= conv.tap_sums[n * static_cast<std::size_t>(conv.taps()) + tap];
            }
        }
        const auto at = static_cast<std::size_t>(y * conv.out_w + x);
        for (std::size_t n = 0; n < outputs; ++n) {
            target[n * plane + at] =
                conv.layer.factors[n] * static_cast<float>(own.dots[n]) + conv.layer.bias[n];
        }
    }
}

Kernel conv_kernel(const std::shared_ptr<const SignConv>& conv) {
    auto rows = std::make_shared<std::vector<Row>>();
    return [=](std::byte* const* at) {
        const auto* x = reinterpret_cast<const float*>(at[0]);
        auto* y = reinterpret_cast<float*>(at[1]);
        const std::size_t depth = conv->layer.signs.depth;
        const std::size_t outputs = conv->layer.signs.rows;
        while (rows->size() < static_cast<std::size_t>(omp_get_max_threads())) {
            rows->push_back({std::vector<float>(depth),
                             std::vector<std::uint64_t>(sign_words(depth)),
                             std::vector<std::int32_t>(outputs),
                             {}});
        }
        const std::int64_t in = conv->channels * conv->height * conv->width;
        const std::int64_t out = static_cast<std::int64_t>(outputs) * conv->out_h * conv->out_w;
#pragma omp parallel for schedule(static)
        for (std::int64_t row = 0; row < conv->batch * conv->out_h; ++row) {
            const std::int64_t n = row / conv->out_h;
            convolve_row(*conv, x + n * in, row % conv->out_h, y + n * out,
                         (*rows)[static_cast<std::size_t>(omp_get_thread_num())]);
        }
    };
}

std::vector<std::int32_t> sums_of_taps(const Tensor& weights, std::int64_t taps) {
    const auto values = weights.data<float>();
    const auto outputs = static_cast<std::size_t>(weights.shape()[0]);
    const std::size_t depth = values.size() / outputs;
    const auto places = static_cast<std::size_t>(taps);
    std::vector<std::int32_t> sums(outputs * places, 0);
    for (std::size_t n = 0; n < outputs; ++n) {
        for (std::size_t k = 0; k < depth; ++k) {
            sums[n * places + k % places] += values[n * depth + k] >= 0 ? 1 : -1;
        }
    }
    return sums;
}

} // namespace

bool lower_gemm_signs(Lowering& lowering) {
    const Node& node = lowering.node();
    const auto product = constant_product(lowering);
    if (!product || !lowering.sign_factor(node.inputs[0])) {
        return false;
    }
    std::vector<float> factors = weight_factors(product->weight, product->axis, product->outputs);
    if (factors.empty()) {
        return false;
    }
    for (float& factor : factors) {
        factor *= product->alpha;
    }
    const auto layer = std::make_shared<const SignLayer>(
        sign_layer(lowering, rows_along<float>(product->weight->effective(), product->axis),
                   std::move(factors), product->bias));
    lowering.keep_followers(0);
    const Operand source = lowering.plain(node.inputs[0]);
    const ValueId output = lowering.output();
    const Operand target =
        lowering.destination(output, dnn::plain(lowering.type(output)), Lowering::Place::Exact);
    const std::size_t rows = product->rows;
    lowering.kernel("xnor", {source, target},
                    [layer, rows]() -> Kernel { return product_kernel(layer, rows); });
    return true;
}

bool lower_conv_signs(Lowering& lowering) {
    const Node& node = lowering.node();
    const Parameter* weight = lowering.parameter(node.inputs[1]);
    const Shape& in = lowering.type(node.inputs[0]).shape;
    if (!lowering.sign_factor(node.inputs[0]) || weight == nullptr || in.rank() != 4 ||
        node.attributes.integer("group", 1) != 1) {
        return false;
    }
    const Tensor values = weight->effective();
    std::vector<float> factors =
        weight_factors(weight, 0, static_cast<std::size_t>(values.shape()[0]));
    const Tensor* bias = node.input(2) == kNoValue ? nullptr : lowering.constant(node.inputs[2]);
    if (factors.empty() || (node.input(2) != kNoValue && bias == nullptr)) {
        return false;
    }
    std::vector<float> added(factors.size(), 0);
    if (bias != nullptr) {
        std::ranges::copy(bias->data<float>(), added.begin());
    }
    const ConvProblem problem = conv_problem(lowering);
    auto conv = std::make_shared<SignConv>();
    conv->layer = sign_layer(lowering, values.data<float>(), std::move(factors), std::move(added));
    conv->batch = in[0];
    conv->channels = in[1];
    conv->height = in[2];
    conv->width = in[3];
    conv->kernel_h = values.shape()[2];
    conv->kernel_w = values.shape()[3];
    conv->out_h = problem.target[2];
    conv->out_w = problem.target[3];
    conv->stride_h = problem.stride[0];
    conv->stride_w = problem.stride[1];
    conv->dilation_h = problem.dilation[0] + 1; // oneDNN counts the gaps
    conv->dilation_w = problem.dilation[1] + 1;
    conv->pad_h = problem.pad_begin[0];
    conv->pad_w = problem.pad_begin[1];
    conv->tap_sums = sums_of_taps(values, conv->taps());
    lowering.keep_followers(0);
    const Operand source = lowering.plain(node.inputs[0]);
    const ValueId output = lowering.output();
    const Operand target =
        lowering.destination(output, dnn::plain(lowering.type(output)), Lowering::Place::Exact);
    lowering.kernel("xnor", {source, target}, [conv]() -> Kernel { return conv_kernel(conv); });
    return true;
}

} // namespace espalier::ops::detail
