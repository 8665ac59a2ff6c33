// SPDX-License-Identifier: GPL-3.0-or-later
// The only unit that includes Eigen's decompositions (they take long to compile). One thread each:
// products that Eigen spread over OpenMP threads would be cut differently for each thread count.
#define EIGEN_DONT_PARALLELIZE

#include "core/tensor/linalg.h"

#include "core/base/error.h"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SVD>

#include <algorithm>
#include <cmath>

namespace espalier {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Map<const RowMajor> view(const Matrix& a) {
    return {a.values().data(), a.rows(), a.cols()};
}

Eigen::Map<RowMajor> view(Matrix& a) {
    return {a.values().data(), a.rows(), a.cols()};
}

template <typename Expression>
Matrix store(const Expression& expression) {
    Matrix result(expression.rows(), expression.cols());
    view(result) = expression;
    return result;
}

std::vector<double> store_vector(const Eigen::VectorXd& vector) {
    return {vector.data(), vector.data() + vector.size()};
}

void require_finite(const Matrix& a, const char* what) {
    const auto values = a.values();
    expect(std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); }),
           "{} of a {}x{} matrix that holds values which are not finite", what, a.rows(), a.cols());
}

/// -1 where the entry of largest magnitude of column `col` is negative.
double sign_of_column(const Matrix& a, std::int64_t col) {
    double best = 0;
    for (std::int64_t i = 0; i < a.rows(); ++i) {
        // A tie within rounding must not flip the sign between machines: the first one wins.
        if (std::abs(a(i, col)) > std::abs(best) * (1 + 1e-9)) {
            best = a(i, col);
        }
    }
    return best < 0 ? -1.0 : 1.0;
}

void scale_column(Matrix& a, std::int64_t col, double factor) {
    for (std::int64_t i = 0; i < a.rows(); ++i) {
        a(i, col) *= factor;
    }
}

} // namespace

Matrix multiply(const Matrix& a, const Matrix& b, Transpose which) {
    const std::int64_t left = which == Transpose::Left ? a.rows() : a.cols();
    const std::int64_t right = which == Transpose::Right ? b.cols() : b.rows();
    expect(left == right, "matrices of {}x{} and {}x{} cannot be multiplied", a.rows(), a.cols(),
           b.rows(), b.cols());
    switch (which) {
    case Transpose::Left:
        return store(view(a).transpose() * view(b));
    case Transpose::Right:
        return store(view(a) * view(b).transpose());
    case Transpose::None:
        break;
    }
    return store(view(a) * view(b));
}

Svd svd(const Matrix& a) {
    require_finite(a, "singular values");
    if (a.rows() == 0 || a.cols() == 0) {
        return {Matrix(a.rows(), 0), {}, Matrix(a.cols(), 0)};
    }
    const Eigen::MatrixXd matrix = view(a);
    const Eigen::BDCSVD<Eigen::MatrixXd> solver(matrix, Eigen::ComputeThinU | Eigen::ComputeThinV);
    if (solver.info() != Eigen::Success) {
        fail(ErrorCode::Failed, "singular values of a {}x{} matrix did not converge", a.rows(),
             a.cols());
    }
    Svd result{store(solver.matrixU()), store_vector(solver.singularValues()),
               store(solver.matrixV())};
    for (std::int64_t k = 0; k < result.u.cols(); ++k) {
        const double sign = sign_of_column(result.u, k);
        scale_column(result.u, k, sign);
        scale_column(result.v, k, sign);
    }
    return result;
}

std::vector<double> singular_squares(const Matrix& a) {
    require_finite(a, "singular values");
    if (a.rows() == 0 || a.cols() == 0) {
        return {};
    }
    const auto matrix = view(a);
    Eigen::MatrixXd gram;
    if (a.rows() <= a.cols()) {
        gram.noalias() = matrix * matrix.transpose();
    } else {
        gram.noalias() = matrix.transpose() * matrix;
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram, Eigen::EigenvaluesOnly);
    if (solver.info() != Eigen::Success) {
        fail(ErrorCode::Failed, "singular values of a {}x{} matrix did not converge", a.rows(),
             a.cols());
    }
    std::vector<double> squares = store_vector(solver.eigenvalues());
    std::reverse(squares.begin(), squares.end());
    for (double& square : squares) {
        square = std::max(square, 0.0);
    }
    return squares;
}

LowRank low_rank(const Matrix& a, std::int64_t rank) {
    const std::int64_t most = std::min(a.rows(), a.cols());
    expect(rank >= 0 && rank <= most, "rank {} of a {}x{} matrix, expected 0 to {}", rank, a.rows(),
           a.cols(), most);
    const bool by_rows = a.rows() <= a.cols();
    const SymmetricEigen eigen =
        symmetric_eigen(multiply(a, a, by_rows ? Transpose::Right : Transpose::Left));
    Matrix basis(most, rank); // the leading vectors, the greatest value first
    for (std::int64_t i = 0; i < most; ++i) {
        for (std::int64_t k = 0; k < rank; ++k) {
            basis(i, k) = eigen.vectors(i, most - 1 - k);
        }
    }
    LowRank result = by_rows ? LowRank{basis, multiply(basis, a, Transpose::Left)}
                             : LowRank{multiply(a, basis), basis.transposed()};
    double greatest = 0;
    for (std::int64_t k = 0; k < rank; ++k) {
        // The basis has unit vectors, so what was projected holds the singular values.
        double square = 0;
        for (std::int64_t i = 0; i < (by_rows ? a.cols() : a.rows()); ++i) {
            const double x = by_rows ? result.right(k, i) : result.left(i, k);
            square += x * x;
        }
        const double value = std::sqrt(square);
        greatest = std::max(greatest, value);
        // A direction without energy becomes zeros on both sides.
        constexpr double kNothing = 1e-13;
        const bool dead = value <= kNothing * greatest;
        const double share = dead ? 0 : std::sqrt(value);
        const double inverse = dead ? 0 : 1 / share;
        scale_column(result.left, k, by_rows ? share : inverse);
        for (std::int64_t j = 0; j < a.cols(); ++j) {
            result.right(k, j) *= by_rows ? inverse : share;
        }
    }
    return result;
}

Qr qr(const Matrix& a) {
    require_finite(a, "QR");
    const std::int64_t k = std::min(a.rows(), a.cols());
    if (k == 0) {
        return {Matrix(a.rows(), 0), Matrix(0, a.cols())};
    }
    const Eigen::MatrixXd matrix = view(a);
    const Eigen::HouseholderQR<Eigen::MatrixXd> solver(matrix);
    const Eigen::MatrixXd thin = solver.householderQ() * Eigen::MatrixXd::Identity(a.rows(), k);
    const Eigen::MatrixXd upper =
        solver.matrixQR().topRows(k).template triangularView<Eigen::Upper>();
    Qr result{store(thin), store(upper)};
    for (std::int64_t i = 0; i < k; ++i) {
        if (result.r(i, i) < 0) {
            scale_column(result.q, i, -1);
            for (std::int64_t j = i; j < a.cols(); ++j) {
                result.r(i, j) = -result.r(i, j);
            }
        }
    }
    return result;
}

Matrix least_squares(const Matrix& a, const Matrix& b) {
    expect(a.rows() == b.rows(), "least squares: {} equations, but {} right-hand rows", a.rows(),
           b.rows());
    require_finite(a, "least squares");
    require_finite(b, "least squares");
    if (a.rows() == 0 || a.cols() == 0) {
        return {a.cols(), b.cols()};
    }
    const Eigen::MatrixXd matrix = view(a);
    const Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> solver(matrix);
    const Eigen::MatrixXd right = view(b);
    const Eigen::MatrixXd solution = solver.solve(right);
    return store(solution);
}

SymmetricEigen symmetric_eigen(const Matrix& a) {
    expect(a.rows() == a.cols(), "eigenvalues of a {}x{} matrix, expected a square one", a.rows(),
           a.cols());
    require_finite(a, "eigenvalues");
    if (a.rows() == 0) {
        return {};
    }
    const Eigen::MatrixXd matrix = view(a);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    if (solver.info() != Eigen::Success) {
        fail(ErrorCode::Failed, "eigenvalues of a {}x{} matrix did not converge", a.rows(),
             a.cols());
    }
    SymmetricEigen result{store_vector(solver.eigenvalues()), store(solver.eigenvectors())};
    for (std::int64_t k = 0; k < a.cols(); ++k) {
        scale_column(result.vectors, k, sign_of_column(result.vectors, k));
    }
    return result;
}

} // namespace espalier
