// SPDX-License-Identifier: GPL-3.0-or-later
// The geometry of a sliding window over one, two or three spatial dimensions: what convolutions
// and pooling share.
#pragma once

#include "core/graph/op.h"

#include <array>
#include <cstdint>
#include <vector>

namespace espalier::ops::detail {

struct WindowAxis {
    std::int64_t in = 1;
    std::int64_t out = 1;
    std::int64_t kernel = 1;
    std::int64_t stride = 1;
    std::int64_t dilation = 1;
    std::int64_t pad_begin = 0;
    std::int64_t pad_end = 0;

    /// What the kernel spans with its holes: dilation * (kernel - 1) + 1.
    [[nodiscard]] std::int64_t span() const { return dilation * (kernel - 1) + 1; }

    /// Input index under kernel position `tap` for output `position`; -1 in the padding.
    [[nodiscard]] std::int64_t input(std::int64_t position, std::int64_t tap) const {
        const std::int64_t index = position * stride + tap * dilation - pad_begin;
        return index < in ? (index < 0 ? -1 : index) : -1;
    }
};

/// Always three axes; those a 1-D or 2-D operator lacks come first and have size 1.
struct Window {
    std::array<WindowAxis, 3> axes;

    [[nodiscard]] std::int64_t taps() const;      ///< kernel positions
    [[nodiscard]] std::int64_t positions() const; ///< output positions of one plane
    [[nodiscard]] std::int64_t inputs() const;    ///< elements of one input plane

    /// Calls body(position, input_index or -1) for every output position, in order.
    template <typename Body>
    void for_each_position(std::int64_t tap, Body&& body) const {
        const auto [d, h, w] = split(tap);
        std::int64_t position = 0;
        for (std::int64_t od = 0; od < axes[0].out; ++od) {
            const std::int64_t id = axes[0].input(od, d);
            for (std::int64_t oh = 0; oh < axes[1].out; ++oh) {
                const std::int64_t ih = axes[1].input(oh, h);
                const bool outside = id < 0 || ih < 0;
                const std::int64_t row = (id * axes[1].in + ih) * axes[2].in;
                for (std::int64_t ow = 0; ow < axes[2].out; ++ow, ++position) {
                    const std::int64_t iw = axes[2].input(ow, w);
                    body(position, outside || iw < 0 ? -1 : row + iw);
                }
            }
        }
    }

    /// Kernel position `tap` as its index on each axis.
    [[nodiscard]] std::array<std::int64_t, 3> split(std::int64_t tap) const;
    /// Input index under `tap` at the output position (od, oh, ow); -1 in the padding.
    [[nodiscard]] std::int64_t input(const std::array<std::int64_t, 3>& position,
                                     const std::array<std::int64_t, 3>& tap) const;
    /// Output position number `index` on each axis.
    [[nodiscard]] std::array<std::int64_t, 3> position(std::int64_t index) const;
};

/// The window of `node` (attributes strides, dilations, pads, auto_pad and, where `ceil_allowed`,
/// ceil_mode) over input [N, C, spatial...] with this kernel. Spatial dimensions of the input may
/// be unknown, then so is `out`. With ceil_mode, windows that would start beyond the input and its
/// leading pad are dropped, as ONNX opset 19 states and exporters always meant.
/// BadInput where the kernel does not fit the padded input; Unsupported beyond three dimensions.
enum class Rounding { Down, AsAttribute };
Window window_of(const Node& node, const Shape& input, const std::vector<std::int64_t>& kernel,
                 Rounding rounding);

/// The window that carries the OUTPUT of a ConvTranspose back to its input (attributes as above,
/// output_padding and output_shape): `in` of the result is the size the node puts out, `out` the
/// size it takes in.
Window transposed_window_of(const Node& node, const Shape& input,
                            const std::vector<std::int64_t>& kernel);

/// Attribute kernel_shape, which must have as many values as `input` has spatial dimensions, and at
/// most 2^24 positions.
std::vector<std::int64_t> kernel_attribute(const Node& node, const Shape& input);

/// [N, C] of `first_two` followed by the last `spatial` output sizes of the window.
Shape window_output(std::int64_t images, std::int64_t channels, const Window& window, int spatial);

} // namespace espalier::ops::detail
