// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/tensor/linalg.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace espalier {

Matrix::Matrix(std::int64_t rows, std::int64_t cols)
    : rows_(rows)
    , cols_(cols)
    , values_(static_cast<std::size_t>(Shape{rows, cols}.elements())) {}

Matrix::Matrix(std::int64_t rows, std::int64_t cols, std::span<const float> values)
    : Matrix(rows, cols) {
    expect(values.size() == values_.size(), "a {}x{} matrix cannot be made of {} values", rows,
           cols, values.size());
    std::copy(values.begin(), values.end(), values_.begin());
}

Matrix Matrix::transposed() const {
    Matrix result(cols_, rows_);
    for (std::int64_t i = 0; i < rows_; ++i) {
        for (std::int64_t j = 0; j < cols_; ++j) {
            result(j, i) = (*this)(i, j);
        }
    }
    return result;
}

Matrix Matrix::first_columns(std::int64_t count) const {
    expect(count >= 0 && count <= cols_, "a matrix of {} columns has no first {}", cols_, count);
    Matrix result(rows_, count);
    for (std::int64_t i = 0; i < rows_; ++i) {
        for (std::int64_t j = 0; j < count; ++j) {
            result(i, j) = (*this)(i, j);
        }
    }
    return result;
}

Tensor Matrix::to_tensor(Shape shape) const {
    expect(shape.elements() == rows_ * cols_, "a {}x{} matrix cannot take shape {}", rows_, cols_,
           shape.str());
    Tensor tensor(DType::Float32, std::move(shape));
    const auto out = tensor.writable<float>();
    std::transform(values_.begin(), values_.end(), out.begin(),
                   [](double value) { return static_cast<float>(value); });
    return tensor;
}

double Matrix::norm() const {
    double sum = 0;
    for (const double value : values_) {
        sum += value * value;
    }
    return std::sqrt(sum);
}

} // namespace espalier
