// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/sign_product.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/sign_product.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <bit>

HWY_BEFORE_NAMESPACE();

namespace espalier::signs::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void Differences(const std::uint64_t* HWY_RESTRICT a, const std::uint64_t* HWY_RESTRICT b,
                 std::size_t stride, std::size_t words, std::uint64_t* HWY_RESTRICT counts) {
    for (std::size_t row = 0; row < 4; ++row) {
        counts[row] = 0;
        for (std::size_t i = 0; i < words; ++i) {
            counts[row] += static_cast<std::uint64_t>(std::popcount(a[i] ^ b[row * stride + i]));
        }
    }
}

#else

/// Bits that differ between `a` and each of four rows `stride` words apart. Bytes count up to 31
/// vectors before they could overflow, and are then added in fours and eights at once.
void Differences(const std::uint64_t* HWY_RESTRICT a, const std::uint64_t* HWY_RESTRICT b,
                 std::size_t stride, std::size_t words, std::uint64_t* HWY_RESTRICT counts) {
    const hn::ScalableTag<std::uint64_t> wide;
    const hn::Repartition<std::uint8_t, decltype(wide)> bytes;
    const std::size_t step = hn::Lanes(wide);
    constexpr std::size_t kBeforeOverflow = 31;
    auto sum0 = hn::Zero(wide);
    auto sum1 = hn::Zero(wide);
    auto sum2 = hn::Zero(wide);
    auto sum3 = hn::Zero(wide);
    for (std::size_t at = 0; at < words;) {
        const std::size_t stop = HWY_MIN(words, at + kBeforeOverflow * step);
        auto part0 = hn::Zero(bytes);
        auto part1 = hn::Zero(bytes);
        auto part2 = hn::Zero(bytes);
        auto part3 = hn::Zero(bytes);
        for (; at < stop; at += step) {
            const auto own = hn::LoadU(wide, a + at);
            const auto differ = [&](const std::uint64_t* row) {
                const auto bits = hn::Xor(own, hn::LoadU(wide, row + at));
                return hn::PopulationCount(hn::BitCast(bytes, bits));
            };
            part0 = hn::Add(part0, differ(b));
            part1 = hn::Add(part1, differ(b + stride));
            part2 = hn::Add(part2, differ(b + 2 * stride));
            part3 = hn::Add(part3, differ(b + 3 * stride));
        }
        sum0 = hn::Add(sum0, hn::SumsOf8(part0));
        sum1 = hn::Add(sum1, hn::SumsOf8(part1));
        sum2 = hn::Add(sum2, hn::SumsOf8(part2));
        sum3 = hn::Add(sum3, hn::SumsOf8(part3));
    }
    counts[0] = hn::GetLane(hn::SumOfLanes(wide, sum0));
    counts[1] = hn::GetLane(hn::SumOfLanes(wide, sum1));
    counts[2] = hn::GetLane(hn::SumOfLanes(wide, sum2));
    counts[3] = hn::GetLane(hn::SumOfLanes(wide, sum3));
}

#endif

} // namespace espalier::signs::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <algorithm>
#include <array>

namespace espalier {

namespace signs {
HWY_EXPORT(Differences);

void differences(const std::uint64_t* a, const std::uint64_t* b, std::size_t words,
                 std::uint64_t* counts) {
    HWY_DYNAMIC_DISPATCH(Differences)(a, b, words, words, counts);
}
} // namespace signs

namespace {

constexpr std::size_t kWordBits = 64;
constexpr std::size_t kVectorWords = 8;
constexpr std::size_t kTile = 4;

} // namespace

std::size_t sign_words(std::size_t depth) {
    const std::size_t words = (depth + kWordBits - 1) / kWordBits;
    return (words + kVectorWords - 1) / kVectorWords * kVectorWords;
}

void pack_signs(std::span<const float> x, std::span<std::uint64_t> row) {
    std::ranges::fill(row, 0);
    for (std::size_t begin = 0; begin < x.size(); begin += kWordBits) {
        const std::size_t count = std::min(kWordBits, x.size() - begin);
        std::uint64_t word = 0;
        for (std::size_t k = 0; k < count; ++k) {
            word |= static_cast<std::uint64_t>(x[begin + k] >= 0) << k;
        }
        row[begin / kWordBits] = word;
    }
}

SignMatrix SignMatrix::of(std::span<const float> values, std::size_t rows) {
    SignMatrix result;
    result.rows = rows;
    result.depth = rows == 0 ? 0 : values.size() / rows;
    const std::size_t words = sign_words(result.depth);
    // Tiles of rows are read as a whole, the last one too.
    result.words.assign((rows + kTile - 1) / kTile * kTile * words, 0);
    for (std::size_t row = 0; row < rows; ++row) {
        pack_signs(values.subspan(row * result.depth, result.depth),
                   std::span(result.words).subspan(row * words, words));
    }
    return result;
}

void sign_products(std::span<const std::uint64_t> a, const SignMatrix& b, std::size_t begin,
                   std::size_t end, std::span<std::int32_t> dots) {
    const std::size_t words = sign_words(b.depth);
    std::array<std::uint64_t, kTile> differ{};
    for (std::size_t n = begin; n < end; n += kTile) {
        signs::differences(a.data(), b.words.data() + n * words, words, differ.data());
        for (std::size_t i = 0; i < std::min(kTile, end - n); ++i) {
            dots[n - begin + i] =
                static_cast<std::int32_t>(b.depth) - 2 * static_cast<std::int32_t>(differ.at(i));
        }
    }
}

} // namespace espalier

#endif
