// SPDX-License-Identifier: GPL-3.0-or-later
// What the writer and the reader of a parameter must agree on.
#pragma once

#include "core/analysis/storage.h"
#include "core/tensor/shape.h"

#include <cstddef>
#include <cstdint>

namespace espalier::coding {

inline constexpr int kFormatBits = 4;
inline constexpr int kMaskBits = 2;
inline constexpr int kRunBitsBits = 3; ///< holds run bits - 1
inline constexpr int kLengthBits = 5;  ///< of a Huffman code length

[[nodiscard]] inline bool uses_runs(StorageFormat format) {
    return format == StorageFormat::Relative || format == StorageFormat::Huffman;
}

/// Signed numbers as unsigned ones: 0, -1, 1, -2, 2 ...
[[nodiscard]] inline std::uint64_t zigzag(std::int64_t number) {
    return number < 0 ? 2 * static_cast<std::uint64_t>(-(number + 1)) + 1
                      : 2 * static_cast<std::uint64_t>(number);
}

[[nodiscard]] inline std::int64_t unzigzag(std::uint64_t number) {
    const auto half = static_cast<std::int64_t>(number / 2);
    return number % 2 == 1 ? -half - 1 : half;
}

/// True where one bit for every possible symbol takes less than a list of those in use.
[[nodiscard]] inline bool bitmap_is_smaller(std::size_t used, int width) {
    return width <= 24 && (std::size_t{1} << static_cast<unsigned>(width)) <
                              used * static_cast<std::size_t>(width);
}

/// A tensor as rows (first axis) and columns (all others).
struct Grid {
    explicit Grid(const Shape& shape)
        : rows(shape.rank() == 0 ? 1 : static_cast<std::size_t>(shape[0]))
        , cols(shape.rank() == 0 ? 1 : static_cast<std::size_t>(shape.elements(1, shape.rank()))) {}

    std::size_t rows;
    std::size_t cols;
};

} // namespace espalier::coding
