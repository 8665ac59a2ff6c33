// SPDX-License-Identifier: GPL-3.0-or-later
// How many bits a sparse matrix takes in the formats that accelerators use: from its density, and
// exactly from its mask.
#pragma once

#include "hwmodel/sparse/mask.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace espalier::hw {

enum class SparseFormat : std::uint8_t {
    Dense,
    Bitmask,         ///< a bit for each value, and the values that are not zero
    RunLength,       ///< Eyeriss: 5-bit run and value, three pairs and a spare bit in 64 bits
    Rows,            ///< CSR: column index with each value, a pointer for each row
    Columns,         ///< CSC
    RelativeColumns, ///< EIE: 4-bit distance in the column, padding zeros beyond 15
    Blocked,     ///< ELLPACK of N:M: every block of `block` stores its largest count, with places
    Coordinates, ///< row and column index with each value
};

inline constexpr std::array kSparseFormats{SparseFormat::Dense,     SparseFormat::Bitmask,
                                           SparseFormat::RunLength, SparseFormat::Rows,
                                           SparseFormat::Columns,   SparseFormat::RelativeColumns,
                                           SparseFormat::Blocked,   SparseFormat::Coordinates};

/// Bits of values, and of all that says where they belong.
struct FormatBits {
    double payload = 0;
    double metadata = 0;

    [[nodiscard]] double total() const { return payload + metadata; }
};

struct FormatOptions {
    int value_bits = 8;
    int run_bits = 5;      ///< of RunLength
    int relative_bits = 4; ///< of RelativeColumns
    int block = 4;         ///< of Blocked
};

/// Expected bits of rows x columns values of which `density` are not zero, anywhere.
[[nodiscard]] FormatBits format_bits(SparseFormat format, double rows, double columns,
                                     double density, const FormatOptions& options);
/// Exact bits of the matrix.
[[nodiscard]] FormatBits format_bits(SparseFormat format, const Mask& mask,
                                     const FormatOptions& options);

/// "dense", "bitmask", "run-length", "csr", "csc", "csc-relative", "blocked", "coordinates".
[[nodiscard]] const char* to_string(SparseFormat format);

/// Stored entries (values and padding zeros) where a run of zeros may be at most `longest`, in the
/// mean for each value that is not zero: 1 / (1 - q^(longest + 1)), q the share of zeros.
[[nodiscard]] double entries_per_nonzero(double density, double longest);

} // namespace espalier::hw
