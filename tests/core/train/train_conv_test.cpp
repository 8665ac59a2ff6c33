// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions of a training plan against sums written out, on every layout they take.
#include "core/base/rng.h"
#include "core/kernels/conv_weight_gradient.h"
#include "core/kernels/train_conv.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

namespace espalier {
namespace {

struct Case {
    const char* name;
    TrainConvShape shape;
    int in_block;
};

TrainConvShape shape_of(std::int64_t in_channels, std::int64_t out_channels, std::int64_t rows,
                        std::int64_t columns, std::int64_t kernel, std::int64_t stride,
                        std::int64_t pad_begin, std::int64_t pad_end) {
    TrainConvShape s;
    s.samples = 2;
    s.in_channels = in_channels;
    s.out_channels = out_channels;
    for (int axis = 0; axis < 2; ++axis) {
        s.in[axis] = axis == 0 ? rows : columns;
        s.kernel[axis] = kernel;
        s.stride[axis] = stride;
        s.pad_begin[axis] = pad_begin;
        s.pad_end[axis] = pad_end;
        s.out[axis] = (s.in[axis] + pad_begin + pad_end - kernel) / stride + 1;
    }
    return s;
}

const std::vector<Case>& cases() {
    static const std::vector<Case> all{
        {"Same", shape_of(16, 16, 9, 11, 3, 1, 1, 1), 8},
        {"ManyChunks", shape_of(32, 24, 40, 37, 3, 1, 1, 1), 8},
        {"FilledBlocks", shape_of(20, 50, 12, 12, 5, 1, 0, 0), 8},
        {"Pointwise", shape_of(24, 40, 7, 5, 1, 1, 0, 0), 8},
        {"Stride", shape_of(16, 32, 12, 13, 3, 2, 1, 1), 8},
        {"StrideLeavesAColumn", shape_of(8, 8, 8, 8, 1, 2, 0, 0), 8},
        {"PadsDiffer", shape_of(8, 16, 10, 6, 3, 1, 2, 0), 8},
        {"PadsBeyondTheKernel", shape_of(8, 8, 5, 4, 2, 1, 3, 2), 8},
        {"OneChannel", shape_of(1, 20, 28, 28, 5, 1, 0, 0), 1},
        {"ThreeChannels", shape_of(3, 16, 17, 16, 3, 1, 1, 1), 1},
        {"OnePixel", shape_of(8, 8, 3, 3, 3, 1, 0, 0), 8},
    };
    return all;
}

std::vector<float> random_values(std::int64_t count, std::uint64_t seed) {
    Rng rng(seed);
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values) {
        value = static_cast<float>(rng.normal());
    }
    return values;
}

/// [n, c, plane] in blocks of channels; what fills the last block is zero.
std::vector<float> blocked(const std::vector<float>& from, std::int64_t samples,
                           std::int64_t channels, std::int64_t plane, int block,
                           bool back = false) {
    const std::int64_t blocks = (channels + block - 1) / block;
    std::vector<float> to(
        static_cast<std::size_t>(samples * plane * (back ? channels : blocks * block)));
    for (std::int64_t n = 0; n < samples; ++n) {
        for (std::int64_t c = 0; c < channels; ++c) {
            for (std::int64_t p = 0; p < plane; ++p) {
                const auto flat = static_cast<std::size_t>((n * channels + c) * plane + p);
                const auto inside = static_cast<std::size_t>(
                    ((n * blocks + c / block) * plane + p) * block + c % block);
                (back ? to[flat] : to[inside]) = back ? from[inside] : from[flat];
            }
        }
    }
    return to;
}

/// Calls body(index of x, of w, of y) for every product of the convolution, all row-major.
void for_products(const TrainConvShape& s,
                  const std::function<void(std::size_t, std::size_t, std::size_t)>& body) {
    for (std::int64_t n = 0; n < s.samples; ++n) {
        for (std::int64_t o = 0; o < s.out_channels; ++o) {
            for (std::int64_t p = 0; p < s.out[0] * s.out[1]; ++p) {
                for (std::int64_t i = 0; i < s.in_channels; ++i) {
                    for (std::int64_t k = 0; k < s.kernel[0] * s.kernel[1]; ++k) {
                        const std::int64_t row =
                            p / s.out[1] * s.stride[0] - s.pad_begin[0] + k / s.kernel[1];
                        const std::int64_t column =
                            p % s.out[1] * s.stride[1] - s.pad_begin[1] + k % s.kernel[1];
                        if (row >= 0 && row < s.in[0] && column >= 0 && column < s.in[1]) {
                            body(static_cast<std::size_t>(
                                     ((n * s.in_channels + i) * s.in[0] + row) * s.in[1] + column),
                                 static_cast<std::size_t>(
                                     (o * s.in_channels + i) * s.kernel[0] * s.kernel[1] + k),
                                 static_cast<std::size_t>(
                                     (n * s.out_channels + o) * s.out[0] * s.out[1] + p));
                        }
                    }
                }
            }
        }
    }
}

/// Sums of n products of standard normal numbers in float32.
void expect_near(const std::vector<float>& found, const std::vector<double>& expected,
                 std::size_t products) {
    ASSERT_EQ(found.size(), expected.size());
    const double tolerance = 1e-6 * std::sqrt(static_cast<double>(products)) * 8;
    for (std::size_t i = 0; i < found.size(); ++i) {
        ASSERT_NEAR(static_cast<double>(found[i]), expected[i], tolerance) << "at " << i;
    }
}

struct Data {
    std::vector<float> x, w, dy;
    std::vector<double> y, dx, dw, db;

    explicit Data(const TrainConvShape& s)
        : x(random_values(s.samples * s.in_channels * s.in[0] * s.in[1], 1))
        , w(random_values(s.out_channels * s.in_channels * s.kernel[0] * s.kernel[1], 2))
        , dy(random_values(s.samples * s.out_channels * s.out[0] * s.out[1], 3))
        , y(dy.size())
        , dx(x.size())
        , dw(w.size())
        , db(static_cast<std::size_t>(s.out_channels)) {
        for_products(s, [&](std::size_t ix, std::size_t iw, std::size_t iy) {
            y[iy] += static_cast<double>(x[ix]) * static_cast<double>(w[iw]);
            dx[ix] += static_cast<double>(dy[iy]) * static_cast<double>(w[iw]);
            dw[iw] += static_cast<double>(x[ix]) * static_cast<double>(dy[iy]);
        });
        const auto plane = static_cast<std::size_t>(s.out[0] * s.out[1]);
        for (std::size_t i = 0; i < dy.size(); ++i) {
            db[i / plane % db.size()] += static_cast<double>(dy[i]);
        }
    }
};

class TrainConvs : public testing::TestWithParam<Case> {};

TEST_P(TrainConvs, AgreeWithSumsWrittenOut) {
    const auto& [name, shape, in_block] = GetParam();
    const Data data(shape);
    for (const bool has_bias : {false, true}) {
        TrainConv conv(shape, in_block, has_bias, 1);
        const int out_block = conv.out_block();
        const std::int64_t in_plane = shape.in[0] * shape.in[1];
        const std::int64_t out_plane = shape.out[0] * shape.out[1];
        const auto x = blocked(data.x, shape.samples, shape.in_channels, in_plane, in_block);
        const auto dy = blocked(data.dy, shape.samples, shape.out_channels, out_plane, out_block);
        std::vector<float> y(dy.size());
        std::vector<float> dx(x.size());
        const std::vector<float> bias(static_cast<std::size_t>(shape.out_channels), 0.5F);
        conv.plan_forward(x.data(), has_bias ? bias.data() : nullptr, y.data());
        conv.plan_backward(x.data(), dy.data(), dx.data(), false, true);
        std::vector<std::byte> scratch(conv.scratch_bytes() + 64);
        conv.bind(0, scratch.data() + (64 - reinterpret_cast<std::uintptr_t>(scratch.data()) % 64));
        conv.pack(data.w.data());
        conv.forward(0);
        conv.backward_input(0);
        conv.backward_weights(0);

        std::vector<double> expected = data.y;
        for (double& value : expected) {
            value += has_bias ? 0.5 : 0.0;
        }
        const auto window = static_cast<std::size_t>(shape.kernel[0] * shape.kernel[1]);
        expect_near(blocked(y, shape.samples, shape.out_channels, out_plane, out_block, true),
                    expected, window * static_cast<std::size_t>(shape.in_channels));
        expect_near(blocked(dx, shape.samples, shape.in_channels, in_plane, in_block, true),
                    data.dx, window * static_cast<std::size_t>(shape.out_channels));
        std::vector<float> dw(data.w.size());
        conv.add_weight_gradient(dw);
        const auto pixels = static_cast<std::size_t>(shape.samples * out_plane);
        expect_near(dw, data.dw, pixels);
        if (has_bias) {
            const float* db = conv.bias_parts().front();
            expect_near({db, db + shape.out_channels}, data.db, pixels);
        }
    }
}

/// Our own kernel, also where the library's blocks are wider.
TEST_P(TrainConvs, WeightGradientsInTilesAgreeToo) {
    const auto& [name, shape, in_block] = GetParam();
    constexpr int kBlock = 8;
    if (!ConvWeightGradient::fits(shape, in_block, kBlock)) {
        GTEST_SKIP() << "this processor has no 256-bit vectors";
    }
    const Data data(shape);
    const ConvWeightGradient kernel(shape, in_block);
    const auto x =
        blocked(data.x, shape.samples, shape.in_channels, shape.in[0] * shape.in[1], in_block);
    const auto dy =
        blocked(data.dy, shape.samples, shape.out_channels, shape.out[0] * shape.out[1], kBlock);
    std::vector<float> scratch(kernel.scratch_bytes() / sizeof(float));
    std::vector<float> part(kernel.part_floats(), 7.0F);
    std::vector<float> bias(kernel.bias_floats(), 7.0F);
    kernel.run(x.data(), dy.data(), scratch.data(), part.data(), bias.data());
    std::vector<float> dw(data.w.size(), 1.0F);
    kernel.add(part.data(), dw);
    std::vector<double> expected = data.dw;
    for (double& value : expected) {
        value += 1;
    }
    const auto pixels = static_cast<std::size_t>(shape.samples * shape.out[0] * shape.out[1]);
    expect_near(dw, expected, pixels);
    bias.resize(data.db.size());
    expect_near(bias, data.db, pixels);
}

INSTANTIATE_TEST_SUITE_P(Shapes, TrainConvs, testing::ValuesIn(cases()),
                         [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace espalier
