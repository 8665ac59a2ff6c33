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
    int run_bits = 0;               ///< of a run between non-zeros (Relative, Huffman); else 0
    std::int64_t value_bits = 0;    ///< the non-zeros or indices themselves
    std::int64_t index_bits = 0;    ///< where they stand
    std::int64_t overhead_bits = 0; ///< scales, codebooks, Huffman tables, pointers, header

    /// Whole bytes as written.
    [[nodiscard]] std::int64_t bytes() const {
        return (value_bits + index_bits + overhead_bits + 7) / 8;
    }
};

/// The cost in one format; every format can hold every float32 parameter, and any other type is
/// counted as Dense. `run_bits` of Relative and Huffman is 1 to 8, or 0 for the best of 2 to 8.
[[nodiscard]] StorageCost storage_cost(const Parameter& parameter, StorageFormat format,
                                       int run_bits = 0);
/// The smallest of all formats, which is what .espz chooses.
[[nodiscard]] StorageCost best_storage(const Parameter& parameter);
/// Bytes of the network as an .espz file: equal to what write_espz writes.
[[nodiscard]] std::int64_t stored_bytes(const Graph& graph);

/// One parameter in every format.
struct ParameterStorage {
    std::string name;  ///< of the value
    std::string layer; ///< of the first node that reads it
    DType dtype = DType::Float32;
    Shape shape;
    std::int64_t elements = 0;
    std::int64_t nonzeros = 0;
    std::vector<StorageCost> costs; ///< in the order of all_formats(); Dense alone if not float32
    StorageCost best;
    /// Below what any format reaches that treats elements as independent: n H(density) for the
    /// positions and the entropy of the values (Shannon 1948), without tables and headers.
    double entropy_bits = 0;
};

struct StorageTable {
    std::vector<ParameterStorage> parameters; ///< those that nodes read, by first use
    std::int64_t structure_bytes = 0;         ///< nodes, names, attributes, activation codes, frame
    std::int64_t total_bytes = 0;             ///< equal to stored_bytes()
};

[[nodiscard]] StorageTable storage_table(const Graph& graph);

} // namespace espalier
