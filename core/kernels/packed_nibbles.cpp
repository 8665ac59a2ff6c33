// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/packed_nibbles.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/packed_nibbles.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();

namespace espalier::nibbles::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// sums[m] = sum_k x[m][k] (u[k] - zero) of one row of weights, `blocks` blocks long, for `kRows`
/// rows of x that lie `stride` floats apart.
template <std::size_t kRows>
void RowSums(const std::uint8_t* HWY_RESTRICT bytes, std::size_t blocks, std::int32_t zero,
             const float* HWY_RESTRICT x, std::size_t stride, float* HWY_RESTRICT sums) {
    const hn::CappedTag<float, 16> d;
    const hn::Rebind<std::uint8_t, decltype(d)> d8;
    const hn::Rebind<std::int32_t, decltype(d)> d32;
    const std::size_t lanes = hn::Lanes(d);
    const auto mask = hn::Set(d8, std::uint8_t{15});
    const auto middle = hn::Set(d32, zero);
    using Vector = hn::Vec<decltype(d)>;
    Vector low0 = hn::Zero(d), low1 = low0, low2 = low0, low3 = low0;
    Vector high0 = low0, high1 = low0, high2 = low0, high3 = low0;
    for (std::size_t block = 0; block < blocks; ++block) {
        for (std::size_t i = 0; i < 16; i += lanes) {
            const auto both = hn::LoadU(d8, bytes + block * 16 + i);
            const auto lower = hn::PromoteTo(d32, hn::And(both, mask));
            const auto upper = hn::ShiftRight<4>(hn::PromoteTo(d32, both));
            const auto low = hn::ConvertTo(d, hn::Sub(lower, middle));
            const auto high = hn::ConvertTo(d, hn::Sub(upper, middle));
            const float* at = x + block * 32 + i;
            const auto add = [&](std::size_t row, Vector& l, Vector& h) HWY_ATTR {
                l = hn::MulAdd(low, hn::LoadU(d, at + row * stride), l);
                h = hn::MulAdd(high, hn::LoadU(d, at + row * stride + 16), h);
            };
            add(0, low0, high0);
            if constexpr (kRows > 1) {
                add(1, low1, high1);
            }
            if constexpr (kRows > 2) {
                add(2, low2, high2);
            }
            if constexpr (kRows > 3) {
                add(3, low3, high3);
            }
        }
    }
    const auto total = [&](Vector l, Vector h)
                           HWY_ATTR { return hn::GetLane(hn::SumOfLanes(d, hn::Add(l, h))); };
    sums[0] = total(low0, high0);
    if constexpr (kRows > 1) {
        sums[1] = total(low1, high1);
    }
    if constexpr (kRows > 2) {
        sums[2] = total(low2, high2);
    }
    if constexpr (kRows > 3) {
        sums[3] = total(low3, high3);
    }
}

void Sums(const std::uint8_t* bytes, std::size_t blocks, std::int32_t zero, const float* x,
          std::size_t stride, std::size_t rows, float* sums) {
    switch (rows) {
    case 1:
        RowSums<1>(bytes, blocks, zero, x, stride, sums);
        break;
    case 2:
        RowSums<2>(bytes, blocks, zero, x, stride, sums);
        break;
    case 3:
        RowSums<3>(bytes, blocks, zero, x, stride, sums);
        break;
    default:
        RowSums<4>(bytes, blocks, zero, x, stride, sums);
        break;
    }
}

} // namespace espalier::nibbles::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include "core/base/error.h"

#include <algorithm>
#include <array>

namespace espalier {

namespace nibbles {
HWY_EXPORT(Sums);

void sums(const std::uint8_t* bytes, std::size_t blocks, std::int32_t zero, const float* x,
          std::size_t stride, std::size_t rows, float* to) {
    HWY_DYNAMIC_DISPATCH(Sums)(bytes, blocks, zero, x, stride, rows, to);
}
} // namespace nibbles

namespace {

constexpr std::size_t kBlock = 32;
constexpr std::size_t kBlockBytes = 16;

} // namespace

NibbleMatrix NibbleMatrix::of(std::span<const std::int32_t> levels, std::size_t rows,
                              std::vector<float> scales, std::vector<std::int32_t> zeros,
                              std::size_t group) {
    expect(rows > 0 && levels.size() % rows == 0 && group % kBlock == 0,
           "{} levels in {} rows with groups of {}", levels.size(), rows, group);
    NibbleMatrix result;
    result.rows = rows;
    result.group = group;
    result.depth = levels.size() / rows;
    result.scales = std::move(scales);
    result.zeros = std::move(zeros);
    expect(result.scales.size() == rows * result.groups() &&
               result.zeros.size() == result.scales.size(),
           "{} scales and {} zeros, expected {} of both", result.scales.size(), result.zeros.size(),
           rows * result.groups());
    const std::size_t blocks = result.blocks();
    result.bytes.assign(rows * blocks * kBlockBytes, 0);
    for (std::size_t n = 0; n < rows; ++n) {
        for (std::size_t k = 0; k < result.depth; ++k) {
            const std::int32_t level = levels[n * result.depth + k];
            expect(level >= 0 && level < 16, "level {} of 4 bits", level);
            std::uint8_t& byte =
                result.bytes[(n * blocks + k / kBlock) * kBlockBytes + k % kBlockBytes];
            const bool upper = k % kBlock >= kBlockBytes;
            byte = static_cast<std::uint8_t>(byte | (level << (upper ? 4 : 0)));
        }
    }
    return result;
}

void nibble_products(std::span<const float> x, std::size_t m, const NibbleMatrix& weights,
                     std::size_t begin, std::size_t end, float* y, std::size_t stride) {
    const std::size_t blocks = weights.blocks();
    const std::size_t depth = blocks * kBlock;
    const std::size_t each = weights.group == 0 ? blocks : weights.group / kBlock;
    const std::size_t groups = weights.groups();
    std::array<float, kNibbleRows> sums{};
    for (std::size_t n = begin; n < end; ++n) {
        for (std::size_t g = 0; g < groups; ++g) {
            const std::size_t first = g * each;
            const std::size_t at = n * groups + g;
            nibbles::sums(weights.bytes.data() + (n * blocks + first) * kBlockBytes,
                          std::min(each, blocks - first), weights.zeros[at],
                          x.data() + first * kBlock, depth, m, sums.data());
            for (std::size_t row = 0; row < m; ++row) {
                const float part = weights.scales[at] * sums.at(row);
                float& to = y[row * stride + n];
                to = g == 0 ? part : to + part;
            }
        }
    }
}

} // namespace espalier

#endif
