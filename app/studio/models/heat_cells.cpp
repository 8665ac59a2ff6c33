// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/heat_cells.h"

#include <algorithm>
#include <cmath>

namespace espalier::studio {

HeatCells heat_cells(const Tensor& weight, const WeightGrid& grid, std::int64_t most_rows,
                     std::int64_t most_columns) {
    const auto shrunk = [](std::int64_t whole, std::int64_t most) {
        return (whole + most - 1) / most;
    };
    HeatCells cells;
    cells.block_rows = std::max<std::int64_t>(1, shrunk(grid.outputs, most_rows));
    cells.block_columns = std::max<std::int64_t>(1, shrunk(grid.columns(), most_columns));
    cells.rows = shrunk(grid.outputs, cells.block_rows);
    cells.columns = shrunk(grid.columns(), cells.block_columns);
    const auto values = weight.data<float>();
    cells.values.assign(static_cast<std::size_t>(cells.rows * cells.columns), 0);
    cells.element.assign(cells.values.size(), -1);
    for (std::int64_t row = 0; row < grid.outputs; ++row) {
        const std::int64_t cell_row = row / cells.block_rows;
        std::int64_t column = 0;
        for (std::int64_t i = 0; i < grid.inputs; ++i) {
            const std::int64_t first = grid.index(row, i, 0, 0);
            for (std::int64_t k = 0; k < grid.kernel(); ++k, ++column) {
                const std::size_t cell = cells.cell(cell_row, column / cells.block_columns);
                const float value = values[static_cast<std::size_t>(first + k)];
                if (cells.element[cell] < 0 || std::abs(value) > std::abs(cells.values[cell])) {
                    cells.values[cell] = value;
                    cells.element[cell] = first + k;
                }
            }
        }
    }
    for (const float value : cells.values) {
        cells.most = std::isfinite(value) ? std::max(cells.most, std::abs(value)) : cells.most;
    }
    return cells;
}

} // namespace espalier::studio
