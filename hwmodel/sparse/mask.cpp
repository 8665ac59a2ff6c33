// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/sparse/mask.h"

#include "core/base/error.h"
#include "core/base/rng.h"

namespace espalier::hw {

Mask::Mask(std::size_t rows, std::size_t columns,
           const std::function<bool(std::size_t, std::size_t)>& is_set)
    : rows_(rows)
    , columns_(columns)
    , words_((rows * columns + 63) / 64)
    , per_row_(rows)
    , per_column_(columns) {
    std::size_t bit = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column, ++bit) {
            if (is_set(row, column)) {
                words_[bit / 64] |= std::uint64_t{1} << (bit % 64);
                ++per_row_[row];
                ++per_column_[column];
                ++nonzeros_;
            }
        }
    }
}

Mask Mask::random(std::size_t rows, std::size_t columns, double density, std::uint64_t seed) {
    Rng rng(seed);
    return {rows, columns,
            [&](std::size_t /*row*/, std::size_t /*column*/) { return rng.uniform() < density; }};
}

double Mask::density() const {
    return size() > 0 ? static_cast<double>(nonzeros_) / static_cast<double>(size()) : 0;
}

double effectual_products(const Mask& inputs, const Mask& weights) {
    expect(inputs.columns() == weights.columns(),
           "inputs have {} channels and weights {}, expected the same number", inputs.columns(),
           weights.columns());
    const std::vector<std::uint32_t>& input = inputs.per_column();
    const std::vector<std::uint32_t>& weight = weights.per_column();
    double products = 0;
    for (std::size_t c = 0; c < input.size(); ++c) {
        products += static_cast<double>(input[c]) * weight[c];
    }
    return products;
}

} // namespace espalier::hw
