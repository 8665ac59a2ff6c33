// SPDX-License-Identifier: GPL-3.0-or-later
// Products with weights of up to 4 bits, two in a byte: where a matrix is larger than the caches, a
// product with one row waits for memory, and an eighth of the bytes is most of the time saved.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace espalier {

/// w[n, k] = scale[n, g] * (u[n, k] - zero[n, g]) with u from 0 to 15 and g = k / group.
struct NibbleMatrix {
    std::size_t rows = 0;
    std::size_t depth = 0;
    std::size_t group = 0;           ///< a multiple of 32; 0: the whole depth
    std::vector<float> scales;       ///< [rows, groups()]
    std::vector<std::int32_t> zeros; ///< the same
    /// Row by row, in blocks of 32: byte i of a block holds u of k = i (low) and of k = 16 + i.
    std::vector<std::uint8_t> bytes;

    /// `levels` are the u, row-major; else BadInput.
    [[nodiscard]] static NibbleMatrix of(std::span<const std::int32_t> levels, std::size_t rows,
                                         std::vector<float> scales, std::vector<std::int32_t> zeros,
                                         std::size_t group = 0);

    [[nodiscard]] std::size_t blocks() const { return (depth + 31) / 32; }

    [[nodiscard]] std::size_t groups() const {
        return group == 0 ? 1 : (depth + group - 1) / group;
    }
};

/// Most rows of x that one call takes.
inline constexpr std::size_t kNibbleRows = 4;

/// y[m, n] = sum_k x[m, k] w[n, k] for rows [begin, end) of the weights and up to kNibbleRows rows
/// of x, each filled up with zeros to whole blocks: x has m * 32 * blocks() floats, y rows of
/// `stride` floats.
void nibble_products(std::span<const float> x, std::size_t m, const NibbleMatrix& weights,
                     std::size_t begin, std::size_t end, float* y, std::size_t stride);

} // namespace espalier
