// SPDX-License-Identifier: GPL-3.0-or-later
// How many bytes a parameter takes in each storage format, counted exactly as .espz writes it.
#pragma once

#include "core/graph/graph.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

enum class StorageFormat : std::uint8_t {
    Dense,    ///< every element at its own type
    Packed,   ///< every element as a k-bit index of its code
    Bitmap,   ///< one bit an element, then the non-zeros
    Csr,      ///< row pointers, column indices, non-zeros; rows = first axis
    Csc,      ///< column pointers, row indices, non-zeros
    Relative, ///< run length between non-zeros with filler zeros (Han et al. 2016)
    Codebook, ///< distinct values once, an index for each element
    Huffman,  ///< Relative runs and indices, both entropy coded
};

[[nodiscard]] std::string_view format_name(StorageFormat format);
[[nodiscard]] const std::vector<StorageFormat>& all_formats();

struct StorageCost {
    StorageFormat format = StorageFormat::Dense;
    std::int64_t value_bits = 0;    ///< the non-zeros or indices themselves
    std::int64_t index_bits = 0;    ///< where they stand
    std::int64_t overhead_bits = 0; ///< scales, codebooks, Huffman tables, pointers, header

    /// Whole bytes as written.
    [[nodiscard]] std::int64_t bytes() const {
        return (value_bits + index_bits + overhead_bits + 7) / 8;
    }
};

/// The cost in one format; every format can hold every float32 parameter.
[[nodiscard]] StorageCost storage_cost(const Parameter& parameter, StorageFormat format);
/// The smallest of all formats, which is what .espz chooses.
[[nodiscard]] StorageCost best_storage(const Parameter& parameter);
/// Bytes of the network as an .espz file: equal to what write_espz writes.
[[nodiscard]] std::int64_t stored_bytes(const Graph& graph);

} // namespace espalier
