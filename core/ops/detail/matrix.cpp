// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/matrix.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <vector>

namespace espalier::ops::detail {

namespace {

constexpr std::int64_t kRowBlock = 64;

} // namespace

template <typename T>
void multiply(std::int64_t m_size, std::int64_t n_size, std::int64_t k_size, const MatrixView<T>& a,
              const MatrixView<T>& b, T* c, double scale, double keep) {
    const std::int64_t tiles = (n_size + kTile - 1) / kTile;
    const std::int64_t blocks = (m_size + kRowBlock - 1) / kRowBlock;
    parallel_for(static_cast<std::size_t>(tiles * blocks), [&](std::size_t job) {
        const std::int64_t first = static_cast<std::int64_t>(job) / blocks * kTile;
        const std::int64_t columns = std::min(kTile, n_size - first);
        const std::int64_t row_begin = static_cast<std::int64_t>(job) % blocks * kRowBlock;
        const std::int64_t row_end = std::min(row_begin + kRowBlock, m_size);
        std::vector<double> packed(static_cast<std::size_t>(k_size * kTile), 0.0);
        for (std::int64_t k = 0; k < k_size; ++k) {
            for (std::int64_t j = 0; j < columns; ++j) {
                packed[static_cast<std::size_t>(k * kTile + j)] =
                    static_cast<double>(b.data[k * b.row_step + (first + j) * b.column_step]);
            }
        }
        double sums[kTile];
        for (std::int64_t m = row_begin; m < row_end; ++m) {
            dot_tile(a.data + m * a.row_step, a.column_step, packed.data(), k_size, sums);
            T* row = c + m * n_size + first;
            for (std::int64_t j = 0; j < columns; ++j) {
                // 0 * c would turn an infinity of an output nobody reads into NaN.
                const double old = keep == 0 ? 0 : keep * static_cast<double>(row[j]);
                row[j] = static_cast<T>(scale * sums[j] + old);
            }
        }
    });
}

template void multiply<float>(std::int64_t, std::int64_t, std::int64_t, const MatrixView<float>&,
                              const MatrixView<float>&, float*, double, double);
template void multiply<double>(std::int64_t, std::int64_t, std::int64_t, const MatrixView<double>&,
                               const MatrixView<double>&, double*, double, double);

} // namespace espalier::ops::detail
