// SPDX-License-Identifier: GPL-3.0-or-later
// The weight of one layer as a grid of kernels, whatever way its operator stores it.
#pragma once

#include "core/analysis/accounting.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier::studio {

/// [outputs, inputs, height, width]; a matrix has kernels of 1 x 1.
struct WeightGrid {
    std::int64_t outputs = 0;
    std::int64_t inputs = 0; ///< of one group
    std::int64_t height = 1;
    std::int64_t width = 1;
    bool inputs_first = false; ///< stored [inputs, outputs, ...]

    [[nodiscard]] std::int64_t kernel() const { return height * width; }

    /// Of the picture with a row for each output.
    [[nodiscard]] std::int64_t columns() const { return inputs * kernel(); }

    [[nodiscard]] std::int64_t index(std::int64_t o, std::int64_t i, std::int64_t y,
                                     std::int64_t x) const {
        const std::int64_t pair = inputs_first ? i * outputs + o : o * inputs + i;
        return (pair * height + y) * width + x;
    }

    /// The element of that picture.
    [[nodiscard]] std::int64_t at(std::int64_t row, std::int64_t column) const {
        return index(row, column / kernel(), column % kernel() / width, column % width);
    }

    /// Axis of the outputs in the stored tensor.
    [[nodiscard]] int axis() const { return inputs_first ? 1 : 0; }

    bool operator==(const WeightGrid&) const = default;
};

struct LayerWeight {
    std::string node;
    std::string op;
    Parameter parameter;
    WeightGrid grid;
};

/// The float32 weights of all nodes of this origin, in order: none, one, or two where the layer was
/// split.
[[nodiscard]] std::vector<LayerWeight> weights_of(const Graph& graph, const std::string& origin);

/// Origin of the layer with the most weights; empty where no layer has any.
[[nodiscard]] std::string heaviest_layer(const Account& account);

} // namespace espalier::studio
