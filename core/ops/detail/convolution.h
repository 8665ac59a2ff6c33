// SPDX-License-Identifier: GPL-3.0-or-later
// Plain convolution and its two adjoints, for float and double, sums in float64 (see matrix.h).
//
//     y[n, o, p] = bias[o] + sum over i, t of w[o, i, t] * x[n, group(o) + i, p * stride + t * dil]
#pragma once

#include "core/ops/detail/window.h"

#include <cstdint>

namespace espalier::ops::detail {

struct Convolution {
    std::int64_t images = 0;
    std::int64_t in_channels = 0;  ///< of all groups
    std::int64_t out_channels = 0; ///< of all groups
    std::int64_t groups = 1;
    Window window;

    [[nodiscard]] std::int64_t group_inputs() const { return in_channels / groups; }

    [[nodiscard]] std::int64_t group_outputs() const { return out_channels / groups; }
};

/// y = conv(x, w) + bias; x [N,I,in], w [O,I/g,taps], bias [O] or nullptr, y [N,O,out].
template <typename T>
void conv_forward(const Convolution& conv, const T* x, const T* w, const T* bias, T* y);

/// dx += the adjoint with regard to x, applied to dy: also what ConvTranspose computes.
template <typename T>
void conv_input_gradient(const Convolution& conv, const T* dy, const T* w, T* dx);

/// dw += the adjoint with regard to w.
template <typename T>
void conv_weight_gradient(const Convolution& conv, const T* x, const T* dy, T* dw);

/// db[c] += sum of dy over images and positions; dy [N,channels,positions].
template <typename T>
void channel_sums(std::int64_t images, std::int64_t channels, std::int64_t positions, const T* dy,
                  T* db);

} // namespace espalier::ops::detail
