// SPDX-License-Identifier: GPL-3.0-or-later
// Where a tensor's zeros really lie: one bit a value, as a matrix, with the counts that cycles and
// formats ask for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace espalier::hw {

class Mask {
public:
    Mask() = default;
    /// `is_set(row, column)` is asked once for each value, in memory order.
    Mask(std::size_t rows, std::size_t columns,
         const std::function<bool(std::size_t, std::size_t)>& is_set);
    /// Each value set with probability `density`, the same for the same seed.
    static Mask random(std::size_t rows, std::size_t columns, double density, std::uint64_t seed);

    [[nodiscard]] std::size_t rows() const { return rows_; }

    [[nodiscard]] std::size_t columns() const { return columns_; }

    [[nodiscard]] std::size_t size() const { return rows_ * columns_; }

    [[nodiscard]] bool at(std::size_t row, std::size_t column) const {
        const std::size_t bit = row * columns_ + column;
        return ((words_[bit / 64] >> (bit % 64)) & 1U) != 0;
    }

    [[nodiscard]] std::size_t nonzeros() const { return nonzeros_; }

    [[nodiscard]] double density() const;

    [[nodiscard]] const std::vector<std::uint32_t>& per_row() const { return per_row_; }

    [[nodiscard]] const std::vector<std::uint32_t>& per_column() const { return per_column_; }

private:
    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
    std::size_t nonzeros_ = 0;
    std::vector<std::uint64_t> words_;
    std::vector<std::uint32_t> per_row_;
    std::vector<std::uint32_t> per_column_;
};

/// MACs of inputs [pixels][channels] times weights [filters][channels] in which neither operand is
/// zero: the sum over channels of both counts. Exact, whatever the order of work.
[[nodiscard]] double effectual_products(const Mask& inputs, const Mask& weights);

} // namespace espalier::hw
