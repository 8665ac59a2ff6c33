// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/conv_weight_gradient.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/conv_weight_gradient.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, as Highway wants it.
#include <hwy/highway.h>

#ifndef ESPALIER_CONV_WEIGHT_GRADIENT_STRIP
#define ESPALIER_CONV_WEIGHT_GRADIENT_STRIP

namespace espalier::conv_weight_gradient {

constexpr std::size_t kLanes = 8;

/// Rows of pixels over which products are summed up.
struct Strip {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t x_row = 0;    ///< floats from row to row of the input
    std::size_t x_step = 0;   ///< and from pixel to pixel
    std::size_t dy_row = 0;   ///< floats from row to row of the output's gradient
    std::size_t dy_block = 0; ///< and from block to block of its channels
    std::size_t part_row = 0; ///< floats from sum to sum of neighbouring inputs
};

} // namespace espalier::conv_weight_gradient

#endif

HWY_BEFORE_NAMESPACE();

namespace espalier::conv_weight_gradient::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_HAVE_SCALABLE

bool Usable() {
    return false;
}

void Accumulate(const Strip&, std::size_t, std::size_t, const float*, const float*, float*) {}

#else

const hn::CappedTag<float, kLanes> kTag;
using Vec = hn::Vec<decltype(kTag)>;

bool Usable() {
    return hn::Lanes(kTag) == kLanes;
}

/// part[i][o] += sum over pixels of x[pixel][i] * dy[pixel][o], i < N, o < 8 V: N V sums, V
/// gradients and an input must fit 16 registers.
template <int N, int V>
void Tile(const Strip& strip, const float* x, const float* dy, float* part) {
    Vec sums[N][V];
#pragma GCC unroll 16
    for (int i = 0; i < N; ++i) {
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) {
            sums[i][v] = hn::LoadU(kTag, part + i * strip.part_row + v * kLanes);
        }
    }
    for (std::size_t row = 0; row < strip.rows; ++row) {
        const float* from = x + row * strip.x_row;
        const float* gradient = dy + row * strip.dy_row;
        for (std::size_t column = 0; column < strip.columns; ++column) {
            Vec g[V];
#pragma GCC unroll 2
            for (int v = 0; v < V; ++v) {
                g[v] = hn::LoadU(kTag, gradient + v * strip.dy_block);
            }
#pragma GCC unroll 16
            for (int i = 0; i < N; ++i) {
                const Vec input = hn::Set(kTag, from[i]);
#pragma GCC unroll 2
                for (int v = 0; v < V; ++v) {
                    sums[i][v] = hn::MulAdd(input, g[v], sums[i][v]);
                }
            }
            from += strip.x_step;
            gradient += kLanes;
        }
    }
#pragma GCC unroll 16
    for (int i = 0; i < N; ++i) {
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) {
            hn::StoreU(sums[i][v], kTag, part + i * strip.part_row + v * kLanes);
        }
    }
}

using TileFunction = void (*)(const Strip&, const float*, const float*, float*);
constexpr TileFunction kSingle[] = {Tile<1, 1>, Tile<2, 1>,  Tile<3, 1>,  Tile<4, 1>,
                                    Tile<5, 1>, Tile<6, 1>,  Tile<7, 1>,  Tile<8, 1>,
                                    Tile<9, 1>, Tile<10, 1>, Tile<11, 1>, Tile<12, 1>};
constexpr TileFunction kPair[] = {Tile<1, 2>, Tile<2, 2>, Tile<3, 2>,
                                  Tile<4, 2>, Tile<5, 2>, Tile<6, 2>};

/// The same for any number of inputs, and one or two blocks of gradients.
void Accumulate(const Strip& strip, std::size_t inputs, std::size_t blocks, const float* x,
                const float* dy, float* part) {
    const std::span<const TileFunction> tiles =
        blocks == 2 ? std::span<const TileFunction>(kPair) : std::span<const TileFunction>(kSingle);
    std::size_t groups = (inputs + tiles.size() - 1) / tiles.size();
    for (std::size_t first = 0; first < inputs; --groups) {
        const std::size_t count = (inputs - first + groups - 1) / groups;
        tiles[count - 1](strip, x + first, dy, part + first * strip.part_row);
        first += count;
    }
}

#endif

} // namespace espalier::conv_weight_gradient::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace espalier {

namespace conv_weight_gradient {

HWY_EXPORT(Usable);
HWY_EXPORT(Accumulate);

namespace {

bool usable() {
    return HWY_DYNAMIC_DISPATCH(Usable)();
}

void accumulate(const Strip& strip, std::size_t inputs, std::size_t blocks, const float* x,
                const float* dy, float* part) {
    HWY_DYNAMIC_DISPATCH(Accumulate)(strip, inputs, blocks, x, dy, part);
}

} // namespace
} // namespace conv_weight_gradient

namespace {

using conv_weight_gradient::kLanes;
constexpr std::size_t kCacheFloats = std::size_t{1} << 18; ///< of sums
constexpr std::size_t kChunkFloats = 5 * 1024;             ///< of inputs, beside gradients in L1
constexpr std::size_t kChunkPixels = 64; ///< at least, so that loading sums costs little
constexpr std::int64_t kMostPlainChannels = 4;

std::size_t unsign(std::int64_t value) {
    return static_cast<std::size_t>(value);
}

std::size_t round_up(std::int64_t channels) {
    return (unsign(channels) + kLanes - 1) / kLanes * kLanes;
}

std::size_t weights_of(const TrainConvShape& s) {
    return unsign(s.kernel[0] * s.kernel[1] * s.in_channels) * round_up(s.out_channels);
}

} // namespace

bool ConvWeightGradient::fits(const TrainConvShape& shape, int in_block, int out_block) {
    return conv_weight_gradient::usable() && shape.groups == 1 && shape.dilation[0] == 1 &&
           shape.dilation[1] == 1 && out_block == kLanes &&
           (in_block == kLanes || (in_block == 1 && shape.in_channels <= kMostPlainChannels)) &&
           weights_of(shape) <= kCacheFloats;
}

ConvWeightGradient::ConvWeightGradient(const TrainConvShape& shape, int in_block)
    : shape_(shape)
    , in_block_(in_block)
    , blocks_(in_block == 1 ? 1 : round_up(shape.in_channels) / kLanes)
    , out_lanes_(round_up(shape.out_channels))
    , width_(unsign((shape.out[1] - 1) * shape.stride[1] + shape.kernel[1]))
    , part_floats_(weights_of(shape)) {
    const std::size_t row = width_ * unsign(shape.in_channels);
    const std::size_t rows = unsign(shape.out[0]);
    const std::size_t pixels = unsign(shape.out[1]);
    const std::size_t fitting =
        std::max(kChunkFloats / row, unsign(shape.kernel[0])) - unsign(shape.kernel[0]) + 1;
    chunk_ = std::clamp<std::size_t>(
        std::max(fitting / unsign(shape.stride[0]), (kChunkPixels + pixels - 1) / pixels), 1, rows);
    chunk_in_ = (chunk_ - 1) * unsign(shape.stride[0]) + unsign(shape.kernel[0]);
    scratch_floats_ = chunk_in_ * row;
}

/// Rows of one sample from `first_row` of the padded input on, as [block][row][column][channel of
/// the block], zeros outside of the picture.
void ConvWeightGradient::pack(const float* x, std::size_t first_row, std::size_t rows,
                              float* packed) const {
    const std::int64_t plane = shape_.in[0] * shape_.in[1];
    const std::int64_t from = std::min(shape_.pad_begin[1], static_cast<std::int64_t>(width_));
    const std::int64_t to =
        std::min(static_cast<std::int64_t>(width_), shape_.pad_begin[1] + shape_.in[1]);
    for (std::size_t block = 0; block < blocks_; ++block) {
        const std::int64_t channels =
            in_block_ == 1 ? shape_.in_channels
                           : std::min<std::int64_t>(in_block_, shape_.in_channels -
                                                                   in_block_ * std::int64_t(block));
        // Where a channel's next pixel and a pixel's next channel lie.
        const std::int64_t pixel_step = in_block_;
        const std::int64_t channel_step = in_block_ == 1 ? plane : 1;
        const float* source = x + static_cast<std::int64_t>(block) * plane * in_block_;
        for (std::size_t row = 0; row < rows; ++row) {
            const std::int64_t y = static_cast<std::int64_t>(first_row + row) - shape_.pad_begin[0];
            float* target = packed + row * width_ * unsign(channels);
            if (y < 0 || y >= shape_.in[0]) {
                std::fill_n(target, width_ * unsign(channels), 0.0F);
                continue;
            }
            const float* line = source + y * shape_.in[1] * pixel_step;
            std::fill(target, target + from * channels, 0.0F);
            if (channel_step == 1 && channels == pixel_step) {
                std::copy_n(line, std::max<std::int64_t>(to - from, 0) * channels,
                            target + from * channels);
            } else {
                for (std::int64_t column = from; column < to; ++column) {
                    for (std::int64_t c = 0; c < channels; ++c) {
                        target[column * channels + c] =
                            line[(column - from) * pixel_step + c * channel_step];
                    }
                }
            }
            std::fill(target + std::max(from, to) * channels,
                      target + static_cast<std::int64_t>(width_) * channels, 0.0F);
        }
        packed += rows * width_ * unsign(channels);
    }
}

void ConvWeightGradient::run(const float* x, const float* dy, float* scratch, float* part,
                             float* bias) const {
    const std::size_t rows = unsign(shape_.out[0]);
    const std::size_t columns = unsign(shape_.out[1]);
    const std::size_t taps = unsign(shape_.kernel[0]);
    const std::size_t x_sample = blocks_ * unsign(in_block_ == 1 ? shape_.in_channels : in_block_) *
                                 unsign(shape_.in[0] * shape_.in[1]);
    std::fill_n(part, part_floats_, 0.0F);
    if (bias != nullptr) {
        std::fill_n(bias, out_lanes_, 0.0F);
    }
    conv_weight_gradient::Strip strip;
    strip.columns = columns;
    strip.dy_row = columns * kLanes;
    strip.dy_block = rows * columns * kLanes;
    strip.part_row = out_lanes_;
    for (std::int64_t n = 0; n < shape_.samples; ++n, x += x_sample) {
        for (std::size_t first = 0; first < rows; first += chunk_) {
            strip.rows = std::min(chunk_, rows - first);
            const std::size_t in_rows = (strip.rows - 1) * unsign(shape_.stride[0]) + taps;
            pack(x, first * unsign(shape_.stride[0]), in_rows, scratch);
            for (std::size_t out = 0; out < out_lanes_; out += 2 * kLanes) {
                const std::size_t pair = std::min<std::size_t>(2, (out_lanes_ - out) / kLanes);
                const float* gradient = dy + (out / kLanes * rows + first) * columns * kLanes;
                const float* block = scratch;
                float* sums = part + out;
                for (std::size_t b = 0; b < blocks_; ++b) {
                    const std::size_t channels =
                        in_block_ == 1 ? unsign(shape_.in_channels)
                                       : std::min(kLanes, unsign(shape_.in_channels) - b * kLanes);
                    const std::size_t line = width_ * channels;
                    const std::size_t inputs = unsign(shape_.kernel[1]) * channels;
                    strip.x_row = unsign(shape_.stride[0]) * line;
                    strip.x_step = unsign(shape_.stride[1]) * channels;
                    for (std::size_t tap = 0; tap < taps; ++tap) {
                        conv_weight_gradient::accumulate(strip, inputs, pair, block + tap * line,
                                                         gradient, sums);
                        sums += inputs * out_lanes_;
                    }
                    block += in_rows * line;
                }
            }
        }
        for (std::size_t block = 0; bias != nullptr && block < out_lanes_; block += kLanes) {
            const float* gradient = dy + block * rows * columns;
            for (std::size_t i = 0; i < rows * columns * kLanes; ++i) {
                bias[block + i % kLanes] += gradient[i];
            }
        }
        dy += out_lanes_ * rows * columns;
    }
}

void ConvWeightGradient::add(const float* part, std::span<float> gradient) const {
    const std::size_t window = unsign(shape_.kernel[0] * shape_.kernel[1]);
    const std::size_t in_channels = unsign(shape_.in_channels);
    for (std::size_t block = 0; block < blocks_; ++block) {
        const std::size_t first = block * kLanes;
        const std::size_t channels =
            in_block_ == 1 ? in_channels : std::min(kLanes, in_channels - first);
        for (std::size_t tap = 0; tap < window; ++tap) {
            for (std::size_t c = 0; c < channels; ++c, part += out_lanes_) {
                for (std::size_t o = 0; o < unsign(shape_.out_channels); ++o) {
                    gradient[(o * in_channels + first + c) * window + tap] += part[o];
                }
            }
        }
    }
}

} // namespace espalier

#endif
