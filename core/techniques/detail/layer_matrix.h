// SPDX-License-Identifier: GPL-3.0-or-later
// A Conv, Gemm or MatMul as products of matrices: each output is a row of weights times a column of
// inputs, in as many groups as the convolution has.
#pragma once

#include "core/graph/graph.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace espalier::techniques {

struct LayerMatrix {
    std::size_t groups = 1;
    std::size_t rows = 0;    ///< outputs of a group
    std::size_t cols = 0;    ///< inputs of one output
    bool transposed = false; ///< the weight is stored [cols, rows]

    /// Where in the weight's data element (row, col) of a group is.
    [[nodiscard]] std::size_t place(std::size_t group, std::size_t row, std::size_t col) const {
        return transposed ? col * rows + row : (group * rows + row) * cols + col;
    }
};

/// Nothing where the node is no such product with a weight of its own.
[[nodiscard]] std::optional<LayerMatrix> layer_matrix(const Graph& graph, const Node& node);

/// Columns of a layer's inputs, and their first and second moments.
class InputMoments {
public:
    explicit InputMoments(const LayerMatrix& layer);

    /// Adds at most `most` columns, evenly spread over all that `input`, the layer's first input,
    /// has: for inputs of the same shape the same ones.
    void add(const Graph& graph, const Node& node, const Tensor& input, std::size_t most);

    [[nodiscard]] std::size_t count() const { return count_; }

    /// [cols, cols] of a group: the mean of x xᵀ; all zero before the first column.
    [[nodiscard]] std::vector<float> second(std::size_t group) const;
    /// The mean of y xᵀ, y the columns of `other` at the same places; the counts must be equal.
    [[nodiscard]] std::vector<float> cross(std::size_t group, const InputMoments& other) const;
    /// [cols] of a group: the mean of x.
    [[nodiscard]] std::vector<double> mean(std::size_t group) const;

private:
    LayerMatrix layer_;
    std::size_t count_ = 0;
    std::vector<std::vector<float>> columns_; ///< by group, one after the other
};

} // namespace espalier::techniques
