// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/tensor/tensor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier {
namespace {

TEST(Tensor, CopiesShareUntilWritten) {
    Tensor a = Tensor::of<float>({2, 2}, std::vector<float>{1, 2, 3, 4});
    Tensor b = a;
    EXPECT_TRUE(a.shares_buffer_with(b));
    const std::string before = a.content_hash();
    b.writable<float>()[0] = 9;
    EXPECT_FALSE(a.shares_buffer_with(b));
    EXPECT_EQ(a.data<float>()[0], 1);
    EXPECT_EQ(a.content_hash(), before);
    EXPECT_NE(b.content_hash(), before);
}

TEST(Tensor, TheHashFollowsAWrite) {
    Tensor a(DType::Float32, {3});
    const std::string before = a.content_hash();
    a.writable<float>()[1] = 1;
    EXPECT_NE(a.content_hash(), before);
}

TEST(Tensor, HalfRoundTripsEveryFiniteValue) {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const Half half{static_cast<std::uint16_t>(bits)};
        const float value = to_float(half);
        if (std::isnan(value)) {
            EXPECT_TRUE(std::isnan(to_float(to_half(value))));
        } else {
            EXPECT_EQ(to_half(value).bits, half.bits) << bits;
        }
    }
}

TEST(Tensor, HalfRoundsToNearestEven) {
    EXPECT_EQ(to_float(to_half(2049.0F)), 2048.0F); // halfway between 2048 and 2050
    EXPECT_EQ(to_float(to_half(2051.0F)), 2052.0F);
    EXPECT_TRUE(std::isinf(to_float(to_half(65520.0F))));
    EXPECT_EQ(to_float(to_half(65519.0F)), 65504.0F);
}

TEST(Tensor, CastToIntegersSaturates) {
    const Tensor x = Tensor::of<float>(
        {4}, std::vector<float>{-3.9F, 3.9F, 1e20F, std::numeric_limits<float>::quiet_NaN()});
    const Tensor y = x.cast(DType::Int8);
    EXPECT_EQ(y.to_int64(), (std::vector<std::int64_t>{-3, 3, 127, 0}));
}

TEST(Tensor, WrongTypeAndWrongSizeAreErrors) {
    const Tensor x(DType::Float32, {2, 3});
    EXPECT_THROW(static_cast<void>(x.data<double>()), Error);
    EXPECT_THROW(static_cast<void>(x.reshaped({4})), Error);
    EXPECT_THROW(Tensor::of<float>({2}, std::vector<float>{1, 2, 3}), Error);
    EXPECT_THROW(Tensor(DType::Float32, {1LL << 40, 1LL << 40}), Error);
}

TEST(Shape, BroadcastFollowsNumPy) {
    EXPECT_EQ(broadcast({3, 1, 5}, {4, 1}), (Shape{3, 4, 5}));
    EXPECT_EQ(broadcast({}, {2}), (Shape{2}));
    EXPECT_THROW(broadcast({2}, {3}), Error);
}

} // namespace

TEST(Shape, AnEmptyOneIsNoExcuseForAHugeOne) {
    EXPECT_EQ((Shape{0, 5}).elements(), 0);
    EXPECT_THROW((void)(Shape{0, std::int64_t{1} << 40, std::int64_t{1} << 40}).elements(), Error);
}

} // namespace espalier
