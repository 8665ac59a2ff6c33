// SPDX-License-Identifier: GPL-3.0-or-later
// Products of matrices of signs: 64 multiplications are one exclusive or, and their sum a count of
// bits (Rastegari et al. 2016, section 3.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace espalier {

/// Words of 64 bits that hold the signs of one row of `depth` values: whole vectors of 512 bits.
[[nodiscard]] std::size_t sign_words(std::size_t depth);

/// Bit k of the row says x[k] >= 0; bits beyond are 0. `row` holds sign_words(x.size()) words.
void pack_signs(std::span<const float> x, std::span<std::uint64_t> row);

/// Rows of signs, one after the other.
struct SignMatrix {
    std::size_t rows = 0;
    std::size_t depth = 0;
    std::vector<std::uint64_t> words; ///< rows x sign_words(depth)

    /// Of a row-major matrix [rows, depth].
    [[nodiscard]] static SignMatrix of(std::span<const float> values, std::size_t rows);
};

/// dots[n] = sum_k a[k] b[n, k] with a and b of -1 and 1: depth - 2 * the bits that differ. `a` is
/// a row of sign_words(b.depth) words; rows [begin, end) of b, dots as many. `begin` is a multiple
/// of 4.
void sign_products(std::span<const std::uint64_t> a, const SignMatrix& b, std::size_t begin,
                   std::size_t end, std::span<std::int32_t> dots);

} // namespace espalier
