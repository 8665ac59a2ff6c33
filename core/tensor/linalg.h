// SPDX-License-Identifier: GPL-3.0-or-later
// Dense linear algebra in double precision: products, SVD, QR, least squares, symmetric
// eigenvalues. Deterministic: one thread each, and signs are fixed. Eigen stays behind this header.
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace espalier {

/// A row-major matrix of doubles.
class Matrix {
public:
    Matrix() = default;
    /// Zero-filled; BadInput for negative sizes.
    Matrix(std::int64_t rows, std::int64_t cols);
    /// From row-major floats; BadInput where rows * cols differs from their number.
    Matrix(std::int64_t rows, std::int64_t cols, std::span<const float> values);

    [[nodiscard]] std::int64_t rows() const { return rows_; }

    [[nodiscard]] std::int64_t cols() const { return cols_; }

    [[nodiscard]] double operator()(std::int64_t row, std::int64_t col) const {
        return values_[static_cast<std::size_t>(row * cols_ + col)];
    }

    [[nodiscard]] double& operator()(std::int64_t row, std::int64_t col) {
        return values_[static_cast<std::size_t>(row * cols_ + col)];
    }

    [[nodiscard]] std::span<const double> values() const { return values_; }

    [[nodiscard]] std::span<double> values() { return values_; }

    [[nodiscard]] Matrix transposed() const;
    /// The first `count` columns.
    [[nodiscard]] Matrix first_columns(std::int64_t count) const;
    /// Float32 of the given shape, which must have rows * cols elements.
    [[nodiscard]] Tensor to_tensor(Shape shape) const;
    /// Square root of the sum of squares.
    [[nodiscard]] double norm() const;

private:
    std::int64_t rows_ = 0;
    std::int64_t cols_ = 0;
    std::vector<double> values_;
};

enum class Transpose { None, Left, Right };

/// a * b, aᵀ * b or a * bᵀ; BadInput where inner sizes differ.
[[nodiscard]] Matrix multiply(const Matrix& a, const Matrix& b, Transpose which = Transpose::None);

/// a = u * diag(s) * vᵀ with k = min(rows, cols) columns in u and v, s descending. The entry of
/// largest magnitude in each column of u is positive.
struct Svd {
    Matrix u;              ///< [rows, k]
    std::vector<double> s; ///< k values, descending, >= 0
    Matrix v;              ///< [cols, k]
};

/// Thin singular value decomposition (divide and conquer on the bidiagonal form). BadInput where a
/// value is not finite.
[[nodiscard]] Svd svd(const Matrix& a);

/// Squares of the singular values, descending, as eigenvalues of the smaller Gram matrix: many
/// times faster than svd(), exact to about 1e-13 of the largest square. That resolves energies, not
/// the smallest singular values themselves.
[[nodiscard]] std::vector<double> singular_squares(const Matrix& a);

/// The best approximation of a by a product of this rank (Eckart and Young 1936): left [rows, rank]
/// times right [rank, cols], both sharing the singular values evenly. From eigenvectors of the
/// smaller Gram matrix, onto which a is projected: much faster than svd() and, since nothing is
/// divided by small singular values, as exact for this purpose. 0 <= rank <= min(rows, cols).
struct LowRank {
    Matrix left;
    Matrix right;
};

[[nodiscard]] LowRank low_rank(const Matrix& a, std::int64_t rank);

/// a = q * r: q [rows, k] with orthonormal columns, r [k, cols] upper triangular with a diagonal
/// >= 0, k = min(rows, cols). Householder reflections.
struct Qr {
    Matrix q;
    Matrix r;
};

[[nodiscard]] Qr qr(const Matrix& a);

/// The x [a.cols, b.cols] of smallest norm among those that minimise the norm of a * x - b; works
/// for any rank of a (complete orthogonal decomposition).
[[nodiscard]] Matrix least_squares(const Matrix& a, const Matrix& b);

/// a = vectors * diag(values) * vectorsᵀ of a symmetric matrix (its lower triangle is read), values
/// ascending; the entry of largest magnitude in each vector is positive.
struct SymmetricEigen {
    std::vector<double> values;
    Matrix vectors; ///< [n, n], one vector a column
};

[[nodiscard]] SymmetricEigen symmetric_eigen(const Matrix& a);

} // namespace espalier
