// SPDX-License-Identifier: GPL-3.0-or-later
// Singular values of a weight, unfolded into a matrix in the ways that decompositions use.
#pragma once

#include "core/graph/graph.h"
#include "core/tensor/linalg.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace espalier {

enum class Unfolding {
    /// Rows: the axis of the outputs. [O, I*kH*kW] of a convolution, [N, K] of a matrix stored so.
    Channel,
    /// [I*kH, O*kW] of a convolution weight [O, I, kH, kW]: separates the two directions.
    Spatial,
};

/// The weight as a matrix. BadInput where it is no float32 tensor, has rank below 2, or is not a
/// two-dimensional convolution's for Spatial.
[[nodiscard]] Matrix unfold(const Tensor& weight, Unfolding unfolding);

struct Spectrum {
    std::int64_t rows = 0;
    std::int64_t cols = 0;
    std::vector<double> squares; ///< of the singular values, descending; min(rows, cols) of them
    double total = 0;            ///< their sum: the squared Frobenius norm

    /// Share of the squares that the first `rank` hold, in [0, 1]; 1 for a weight of zeros.
    [[nodiscard]] double energy(std::int64_t rank) const;
    /// The least rank >= 1 that holds at least this share.
    [[nodiscard]] std::int64_t rank_for(double energy) const;
    /// Parameters of two factors of this rank: rank * (rows + cols).
    [[nodiscard]] std::int64_t params(std::int64_t rank) const;
    /// The greatest rank whose factors are smaller than the matrix; 0 where none is.
    [[nodiscard]] std::int64_t break_even() const;
};

/// By eigenvalues of the smaller Gram matrix, remembered by the content of the weight: asking again
/// costs nothing. Safe from several threads.
[[nodiscard]] std::shared_ptr<const Spectrum> spectrum(const Tensor& weight, Unfolding unfolding);

} // namespace espalier
