// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/layer_weight.h"

#include <cstdint>
#include <vector>

namespace espalier::studio {

/// A weight as a picture with a row for each output and a column for each input and place in the
/// kernel. Where it has more elements than cells, a cell stands for a block and shows its element
/// of greatest magnitude: it is zero only where all of the block is.
struct HeatCells {
    std::int64_t rows = 0; ///< of cells
    std::int64_t columns = 0;
    std::int64_t block_rows = 1; ///< elements in a cell
    std::int64_t block_columns = 1;
    std::vector<float> values;
    std::vector<std::int64_t> element; ///< index of the shown one in the tensor
    float most = 0;                    ///< greatest finite magnitude

    [[nodiscard]] std::size_t cell(std::int64_t row, std::int64_t column) const {
        return static_cast<std::size_t>(row * columns + column);
    }
};

[[nodiscard]] HeatCells heat_cells(const Tensor& weight, const WeightGrid& grid,
                                   std::int64_t most_rows, std::int64_t most_columns);

} // namespace espalier::studio
