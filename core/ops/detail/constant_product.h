// SPDX-License-Identifier: GPL-3.0-or-later
// What the kernels for coded weights need to know of a product of rows with a constant matrix.
#pragma once

#include "core/kernels/lowering.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace espalier::ops::detail {

/// y[m, n] = alpha * sum_k x[m, k] w[n, k] + bias[n]
struct ConstantProduct {
    const Parameter* weight = nullptr;
    int axis = 0; ///< of the outputs, in the stored weight
    std::size_t rows = 0;
    std::size_t depth = 0;
    std::size_t outputs = 0;
    float alpha = 1;
    std::vector<float> bias; ///< by output; zeros where there is none
};

/// Of a Gemm (A not transposed) or MatMul whose second side is a parameter of two dimensions and
/// whose bias is one number for each column; nullopt for any other.
[[nodiscard]] std::optional<ConstantProduct> constant_product(const Lowering& lowering);

/// `matrix` with a row for each index of `axis`, row-major.
template <typename T>
std::vector<T> rows_along(const Tensor& matrix, int axis) {
    const auto from = matrix.data<T>();
    const auto columns = static_cast<std::size_t>(matrix.shape()[1]);
    const auto count = static_cast<std::size_t>(matrix.shape()[0]);
    std::vector<T> result(from.begin(), from.end());
    if (axis == 1) {
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t k = 0; k < columns; ++k) {
                result[k * count + i] = from[i * columns + k];
            }
        }
    }
    return result;
}

} // namespace espalier::ops::detail
