// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/sparse/mask.h"

#include "core/base/error.h"
#include "core/base/rng.h"

#include <algorithm>

namespace espalier::hw {

Mask::Mask(std::size_t rows, std::size_t columns,
           const std::function<bool(std::size_t, std::size_t)>& is_set)
    : rows_(rows)
    , columns_(columns)
    , words_((rows * columns + 63) / 64) {
    std::size_t bit = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column, ++bit) {
            words_[bit / 64] |= std::uint64_t{is_set(row, column)} << (bit % 64);
        }
    }
    count();
}

Mask Mask::of_values(std::size_t rows, std::size_t columns, std::span<const float> values,
                     bool transposed) {
    expect(values.size() == rows * columns, "a mask of {} x {} of {} values", rows, columns,
           values.size());
    Mask mask;
    mask.rows_ = rows;
    mask.columns_ = columns;
    mask.words_.resize((values.size() + 63) / 64);
    if (transposed) {
        for (std::size_t column = 0; column < columns; ++column) {
            for (std::size_t row = 0; row < rows; ++row) {
                const std::size_t bit = row * columns + column;
                mask.words_[bit / 64] |= std::uint64_t{values[column * rows + row] != 0.0F}
                                         << (bit % 64);
            }
        }
    } else {
        for (std::size_t bit = 0; bit < values.size(); ++bit) {
            mask.words_[bit / 64] |= std::uint64_t{values[bit] != 0.0F} << (bit % 64);
        }
    }
    mask.count();
    return mask;
}

void Mask::count() {
    per_row_.assign(rows_, 0);
    per_column_.assign(columns_, 0);
    nonzeros_ = 0;
    for (std::size_t row = 0; row < rows_; ++row) {
        for_each_set(row, [&](std::size_t column) {
            ++per_row_[row];
            ++per_column_[column];
        });
        nonzeros_ += per_row_[row];
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

std::optional<BlockStructure> block_structure(const Mask& mask) {
    constexpr std::size_t kEnough = 64; // blocks; fewer may look ordered by chance
    for (const int block : {2, 4, 8, 16}) {
        const auto width = static_cast<std::size_t>(block);
        const std::size_t in_row = mask.columns() / width;
        if (in_row == 0 || mask.rows() * in_row < kEnough) {
            return std::nullopt;
        }
        std::vector<std::size_t> having(width + 1);
        std::vector<std::size_t> inside(in_row + 1);
        for (std::size_t row = 0; row < mask.rows(); ++row) {
            std::fill(inside.begin(), inside.end(), 0);
            mask.for_each_set(row, [&](std::size_t column) { ++inside[column / width]; });
            for (std::size_t b = 0; b < in_row; ++b) {
                ++having[inside[b]];
            }
        }
        std::size_t most = width;
        while (most > 0 && having[most] == 0) {
            --most;
        }
        if (most > 0 && most < width && 10 * having[most] >= 9 * mask.rows() * in_row) {
            return BlockStructure{static_cast<int>(most), block};
        }
    }
    return std::nullopt;
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
