// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/window.h"

#include "core/base/error.h"
#include "core/ops/detail/check.h"

#include <algorithm>
#include <string>

namespace espalier::ops::detail {

namespace {

constexpr int kMaxSpatial = 3;
/// A pooling kernel has no weights that would bound it; beyond this a file means to hang us.
constexpr std::int64_t kMaxTaps = std::int64_t{1} << 24;

struct WindowAttributes {
    std::vector<std::int64_t> strides;
    std::vector<std::int64_t> dilations;
    std::vector<std::int64_t> pads;
    std::string auto_pad;

    WindowAttributes(const Node& node, std::size_t spatial)
        : strides(integer_list(node, "strides", spatial, 1, 1, kMaxExtent))
        , dilations(integer_list(node, "dilations", spatial, 1, 1, kMaxExtent))
        , pads(integer_list(node, "pads", 2 * spatial, 0, 0, kMaxExtent))
        , auto_pad(node.attributes.text("auto_pad", "NOTSET")) {
        expect(auto_pad == "NOTSET" || auto_pad == "VALID" || auto_pad == "SAME_UPPER" ||
                   auto_pad == "SAME_LOWER",
               "auto_pad is {}, expected NOTSET, VALID, SAME_UPPER or SAME_LOWER", auto_pad);
    }

    [[nodiscard]] bool same() const { return auto_pad.starts_with("SAME"); }

    /// Puts the attributes of spatial dimension `i` into `axis`.
    void fill(WindowAxis& axis, std::size_t i) const {
        axis.stride = strides[i];
        axis.dilation = dilations[i];
        if (auto_pad == "NOTSET") {
            axis.pad_begin = pads[i];
            axis.pad_end = pads[i + strides.size()];
        }
    }

    /// Shares `total` between both ends, the odd one where auto_pad says.
    void share(WindowAxis& axis, std::int64_t total) const {
        const std::int64_t small = total / 2;
        axis.pad_begin = auto_pad == "SAME_LOWER" ? total - small : small;
        axis.pad_end = total - axis.pad_begin;
    }
};

std::size_t spatial_rank(const Shape& input) {
    expect(input.rank() >= 3, "X has {} dimensions, expected at least 3 [N,C,spatial]",
           input.rank());
    if (input.rank() > kMaxSpatial + 2) {
        fail(ErrorCode::Unsupported, "X has {} spatial dimensions, expected at most {}",
             input.rank() - 2, kMaxSpatial);
    }
    return static_cast<std::size_t>(input.rank()) - 2;
}

std::int64_t output_size(const WindowAxis& axis, bool ceil_mode) {
    const std::int64_t padded = axis.in + axis.pad_begin + axis.pad_end;
    expect(axis.span() <= padded, "the kernel spans {}, expected at most the padded input's {}",
           axis.span(), padded);
    const std::int64_t room = padded - axis.span();
    if (!ceil_mode) {
        return room / axis.stride + 1;
    }
    const std::int64_t out = (room + axis.stride - 1) / axis.stride + 1;
    const bool starts_beyond = (out - 1) * axis.stride >= axis.in + axis.pad_begin;
    return starts_beyond ? out - 1 : out;
}

} // namespace

std::int64_t Window::taps() const {
    return checked_product({axes[0].kernel, axes[1].kernel, axes[2].kernel});
}

std::int64_t Window::positions() const {
    return checked_product({axes[0].out, axes[1].out, axes[2].out});
}

std::int64_t Window::inputs() const {
    return checked_product({axes[0].in, axes[1].in, axes[2].in});
}

std::array<std::int64_t, 3> Window::split(std::int64_t tap) const {
    return {tap / (axes[1].kernel * axes[2].kernel), tap / axes[2].kernel % axes[1].kernel,
            tap % axes[2].kernel};
}

std::int64_t Window::input(const std::array<std::int64_t, 3>& position,
                           const std::array<std::int64_t, 3>& tap) const {
    std::int64_t index = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::int64_t on_axis = axes[i].input(position[i], tap[i]);
        if (on_axis < 0) {
            return -1;
        }
        index = index * axes[i].in + on_axis;
    }
    return index;
}

std::array<std::int64_t, 3> Window::position(std::int64_t index) const {
    return {index / (axes[1].out * axes[2].out), index / axes[2].out % axes[1].out,
            index % axes[2].out};
}

Window window_of(const Node& node, const Shape& input, const std::vector<std::int64_t>& kernel,
                 Rounding rounding) {
    const std::size_t spatial = spatial_rank(input);
    const WindowAttributes attributes(node, spatial);
    const bool ceil_mode =
        rounding == Rounding::AsAttribute && node.attributes.integer("ceil_mode", 0) != 0;
    Window window;
    for (std::size_t i = 0; i < spatial; ++i) {
        WindowAxis& axis = window.axes[i + 3 - spatial];
        attributes.fill(axis, i);
        axis.kernel = kernel[i];
        axis.in = input.dims()[i + 2];
        if (axis.in == kUnknownDim) {
            axis.out = kUnknownDim;
        } else if (attributes.same()) {
            axis.out = (axis.in + axis.stride - 1) / axis.stride;
            const std::int64_t needed = (axis.out - 1) * axis.stride + axis.span() - axis.in;
            attributes.share(axis, std::max<std::int64_t>(needed, 0));
        } else {
            axis.out = output_size(axis, ceil_mode);
        }
    }
    return window;
}

Window transposed_window_of(const Node& node, const Shape& input,
                            const std::vector<std::int64_t>& kernel) {
    const std::size_t spatial = spatial_rank(input);
    const WindowAttributes attributes(node, spatial);
    const auto extra = integer_list(node, "output_padding", spatial, 0, 0, kMaxExtent);
    const auto sizes = integer_list(node, "output_shape", spatial, kUnknownDim, kUnknownDim,
                                    std::int64_t{1} << 40);
    Window window;
    for (std::size_t i = 0; i < spatial; ++i) {
        WindowAxis& axis = window.axes[i + 3 - spatial];
        attributes.fill(axis, i);
        axis.kernel = kernel[i];
        axis.out = input.dims()[i + 2];
        axis.in = sizes[i];
        if (axis.out == kUnknownDim) {
            axis.in = kUnknownDim;
            continue;
        }
        const std::int64_t steps =
            checked_product({std::max<std::int64_t>(axis.out - 1, 0), axis.stride});
        expect(steps < (std::int64_t{1} << 46), "the output has size {}, expected less than 2^46",
               steps);
        const std::int64_t whole = steps + extra[i] + axis.span();
        if (sizes[i] == kUnknownDim && attributes.same()) {
            axis.in = checked_product({axis.out, axis.stride});
        }
        if (axis.in != kUnknownDim) {
            attributes.share(axis, std::max<std::int64_t>(whole - axis.in, 0));
        } else {
            axis.in = whole - axis.pad_begin - axis.pad_end;
            expect(axis.in > 0, "the output has size {}, expected at least 1", axis.in);
        }
    }
    return window;
}

std::vector<std::int64_t> kernel_attribute(const Node& node, const Shape& input) {
    expect(node.attributes.has("kernel_shape"), "attribute kernel_shape is missing");
    auto kernel = integer_list(node, "kernel_shape", spatial_rank(input), 1, 1, kMaxExtent);
    std::int64_t taps = 1;
    for (const std::int64_t size : kernel) {
        taps = checked_product({taps, size});
    }
    if (taps > kMaxTaps) {
        fail(ErrorCode::Unsupported, "the kernel has {} positions, expected at most {}", taps,
             kMaxTaps);
    }
    return kernel;
}

Shape window_output(std::int64_t images, std::int64_t channels, const Window& window, int spatial) {
    std::vector<std::int64_t> dims{images, channels};
    for (int i = 3 - spatial; i < 3; ++i) {
        dims.push_back(window.axes[static_cast<std::size_t>(i)].out);
    }
    return Shape(std::move(dims));
}

} // namespace espalier::ops::detail
