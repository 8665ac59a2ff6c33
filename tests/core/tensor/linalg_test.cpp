// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/tensor/linalg.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace espalier {
namespace {

Matrix random_matrix(std::int64_t rows, std::int64_t cols, std::uint64_t seed) {
    Rng rng(seed);
    Matrix a(rows, cols);
    for (double& value : a.values()) {
        value = rng.normal();
    }
    return a;
}

Matrix scaled_columns(Matrix a, const std::vector<double>& factors) {
    for (std::int64_t i = 0; i < a.rows(); ++i) {
        for (std::int64_t j = 0; j < a.cols(); ++j) {
            a(i, j) *= factors[static_cast<std::size_t>(j)];
        }
    }
    return a;
}

double distance(const Matrix& a, const Matrix& b) {
    Matrix difference = a;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        difference.values()[i] -= b.values()[i];
    }
    return difference.norm();
}

double identity_error(const Matrix& q) {
    const Matrix gram = multiply(q, q, Transpose::Left);
    Matrix identity(q.cols(), q.cols());
    for (std::int64_t i = 0; i < q.cols(); ++i) {
        identity(i, i) = 1;
    }
    return distance(gram, identity);
}

TEST(Linalg, TruncationErrorFollowsEckartYoung) {
    for (const auto& [rows, cols] : {std::pair{24, 17}, {9, 40}, {64, 64}}) {
        const Matrix a = random_matrix(rows, cols, 7);
        const Svd d = svd(a);
        ASSERT_EQ(d.s.size(), static_cast<std::size_t>(std::min(rows, cols)));
        EXPECT_LT(identity_error(d.u), 1e-12);
        EXPECT_LT(identity_error(d.v), 1e-12);
        EXPECT_TRUE(std::is_sorted(d.s.rbegin(), d.s.rend()));
        for (std::int64_t r = 0; r <= static_cast<std::int64_t>(d.s.size()); r += 4) {
            const Matrix left = scaled_columns(d.u.first_columns(r), d.s);
            const double error =
                distance(a, multiply(left, d.v.first_columns(r), Transpose::Right));
            double tail = 0;
            for (auto k = static_cast<std::size_t>(r); k < d.s.size(); ++k) {
                tail += d.s[k] * d.s[k];
            }
            EXPECT_NEAR(error * error, tail, 1e-5 * (1 + tail));
        }
    }
}

TEST(Linalg, SignsOfTheSvdAreFixed) {
    const Matrix a = random_matrix(12, 8, 3);
    Matrix negated = a;
    for (double& value : negated.values()) {
        value = -value;
    }
    EXPECT_LT(distance(svd(a).u, svd(negated).u), 1e-12);
}

TEST(Linalg, GramSpectrumAgreesWithTheSvd) {
    for (const auto& [rows, cols] : {std::pair{30, 12}, {12, 30}}) {
        const Matrix a = random_matrix(rows, cols, 11);
        const auto squares = singular_squares(a);
        const Svd d = svd(a);
        ASSERT_EQ(squares.size(), d.s.size());
        for (std::size_t k = 0; k < squares.size(); ++k) {
            EXPECT_NEAR(squares[k], d.s[k] * d.s[k], 1e-10 * squares[0]);
        }
    }
}

TEST(Linalg, LowRankIsAsGoodAsTheTruncatedSvd) {
    for (const auto& [rows, cols] : {std::pair{24, 17}, {9, 40}, {16, 16}}) {
        Matrix a = random_matrix(rows, cols, 23);
        for (std::int64_t j = 0; j < cols; ++j) {
            a(3, j) = 2 * a(1, j); // and one direction without energy
        }
        const Svd d = svd(a);
        const auto most = static_cast<std::int64_t>(d.s.size());
        for (std::int64_t rank = 0; rank <= most; ++rank) {
            const LowRank factors = low_rank(a, rank);
            EXPECT_EQ(factors.left.cols(), rank);
            const double error = distance(a, multiply(factors.left, factors.right));
            double tail = 0;
            for (auto k = static_cast<std::size_t>(rank); k < d.s.size(); ++k) {
                tail += d.s[k] * d.s[k];
            }
            EXPECT_NEAR(error, std::sqrt(tail), 1e-7);
            EXPECT_NEAR(factors.left.norm(), factors.right.norm(), 1e-6 * (1 + d.s[0]));
        }
        EXPECT_LT(distance(a, multiply(low_rank(a, most).left, low_rank(a, most).right)), 1e-12);
    }
    EXPECT_THROW((void)low_rank(Matrix(3, 4), 4), Error);
}

TEST(Linalg, QrRebuildsWithATriangleAndOrthonormalColumns) {
    for (const auto& [rows, cols] : {std::pair{20, 6}, {6, 20}}) {
        const Matrix a = random_matrix(rows, cols, 5);
        const Qr d = qr(a);
        EXPECT_LT(distance(a, multiply(d.q, d.r)), 1e-12);
        EXPECT_LT(identity_error(d.q), 1e-12);
        for (std::int64_t i = 0; i < d.r.rows(); ++i) {
            EXPECT_GE(d.r(i, i), 0);
            for (std::int64_t j = 0; j < i; ++j) {
                EXPECT_EQ(d.r(i, j), 0);
            }
        }
    }
}

TEST(Linalg, LeastSquaresResidualIsOrthogonalEvenWithoutFullRank) {
    Matrix a = random_matrix(30, 5, 13);
    for (std::int64_t i = 0; i < a.rows(); ++i) {
        a(i, 4) = a(i, 0) - 2 * a(i, 1); // rank 4
    }
    const Matrix b = random_matrix(30, 2, 17);
    const Matrix x = least_squares(a, b);
    Matrix residual = multiply(a, x);
    for (std::size_t i = 0; i < residual.values().size(); ++i) {
        residual.values()[i] -= b.values()[i];
    }
    EXPECT_LT(multiply(a, residual, Transpose::Left).norm(), 1e-10);
}

TEST(Linalg, SymmetricEigenvectorsDiagonalise) {
    const Matrix a = random_matrix(10, 10, 19);
    const Matrix symmetric = multiply(a, a, Transpose::Right);
    const SymmetricEigen d = symmetric_eigen(symmetric);
    EXPECT_LT(identity_error(d.vectors), 1e-12);
    const Matrix rebuilt =
        multiply(scaled_columns(d.vectors, d.values), d.vectors, Transpose::Right);
    EXPECT_LT(distance(rebuilt, symmetric), 1e-10);
    EXPECT_TRUE(std::is_sorted(d.values.begin(), d.values.end()));
}

TEST(Linalg, EmptyAndHostileMatricesAreNoTrap) {
    EXPECT_TRUE(svd(Matrix(0, 4)).s.empty());
    EXPECT_TRUE(singular_squares(Matrix(3, 0)).empty());
    Matrix bad(2, 2);
    bad(0, 1) = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW((void)svd(bad), Error);
    EXPECT_THROW((void)multiply(Matrix(2, 3), Matrix(2, 3)), Error);
    EXPECT_THROW(Matrix(-1, 3), Error);
}

} // namespace
} // namespace espalier
