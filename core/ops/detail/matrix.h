// SPDX-License-Identifier: GPL-3.0-or-later
// The plain matrix product every dense operator's reference stands on. Sums are kept in float64,
// in ascending order of k: an oracle should be closer to the truth than what it judges, and on
// SSE2 the price over float32 is a factor of two. Bits do not depend on the thread count.
#pragma once

#include <cstddef>
#include <cstdint>

namespace espalier::ops::detail {

/// Columns that are summed at once.
inline constexpr std::int64_t kTile = 16;

/// sums[j] = sum over k of a[k * a_step] * b[k][j], for j < kTile; b has kTile doubles per row.
template <typename T>
void dot_tile(const T* a, std::int64_t a_step, const double* b, std::int64_t depth, double* sums) {
    double local[kTile] = {};
    for (std::int64_t k = 0; k < depth; ++k) {
        const auto factor = static_cast<double>(a[k * a_step]);
        for (std::int64_t j = 0; j < kTile; ++j) {
            local[j] += factor * b[k * kTile + j];
        }
    }
    for (std::int64_t j = 0; j < kTile; ++j) {
        sums[j] = local[j];
    }
}

/// A matrix that is read with any two steps, so that a transpose costs nothing.
template <typename T>
struct MatrixView {
    const T* data;
    std::int64_t row_step;
    std::int64_t column_step;

    [[nodiscard]] MatrixView transposed() const { return {data, column_step, row_step}; }
};

/// c[m * n_size + n] = scale * sum_k a[m][k] * b[k][n] + keep * c[m * n_size + n].
template <typename T>
void multiply(std::int64_t m_size, std::int64_t n_size, std::int64_t k_size, const MatrixView<T>& a,
              const MatrixView<T>& b, T* c, double scale = 1, double keep = 0);

} // namespace espalier::ops::detail
