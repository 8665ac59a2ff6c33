// SPDX-License-Identifier: GPL-3.0-or-later
// Where a tensor's zeros really lie: one bit a value, as a matrix, with the counts that cycles and
// formats ask for.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace espalier::hw {

class Mask {
public:
    Mask() = default;
    /// `is_set(row, column)` is asked once for each value, in memory order.
    Mask(std::size_t rows, std::size_t columns,
         const std::function<bool(std::size_t, std::size_t)>& is_set);
    /// Set where a value is not zero. `values` lie row by row; column by column if `transposed`.
    static Mask of_values(std::size_t rows, std::size_t columns, std::span<const float> values,
                          bool transposed = false);
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

    /// The columns that are set in a row, in order.
    template <typename Body>
    void for_each_set(std::size_t row, const Body& body) const;

    [[nodiscard]] const std::vector<std::uint32_t>& per_row() const { return per_row_; }

    [[nodiscard]] const std::vector<std::uint32_t>& per_column() const { return per_column_; }

    /// The same values set.
    [[nodiscard]] bool operator==(const Mask& other) const {
        return rows_ == other.rows_ && columns_ == other.columns_ && words_ == other.words_;
    }

private:
    void count();

    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
    std::size_t nonzeros_ = 0;
    std::vector<std::uint64_t> words_;
    std::vector<std::uint32_t> per_row_;
    std::vector<std::uint32_t> per_column_;
};

template <typename Body>
void Mask::for_each_set(std::size_t row, const Body& body) const {
    const std::size_t first = row * columns_;
    const std::size_t end = first + columns_;
    for (std::size_t word = first / 64; word * 64 < end; ++word) {
        std::uint64_t bits = words_[word];
        if (word == first / 64) {
            bits &= ~std::uint64_t{0} << (first % 64);
        }
        for (; bits != 0; bits &= bits - 1) {
            const std::size_t bit = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
            if (bit >= end) {
                return;
            }
            body(bit - first);
        }
    }
}

/// N:M sparsity: of every `block` neighbours along a row at most `kept` are set.
struct BlockStructure {
    int kept = 0;
    int block = 0;

    bool operator==(const BlockStructure&) const = default;
};

/// The structure a mask has: the smallest block of 2, 4, 8 or 16 values in which no more than some
/// are set, and nine blocks of ten have exactly so many; nothing where the zeros follow no such
/// rule, or too few blocks are there to tell.
[[nodiscard]] std::optional<BlockStructure> block_structure(const Mask& mask);

/// MACs of inputs [pixels][channels] times weights [filters][channels] in which neither operand is
/// zero: the sum over channels of both counts. Exact, whatever the order of work.
[[nodiscard]] double effectual_products(const Mask& inputs, const Mask& weights);

} // namespace espalier::hw
