// SPDX-License-Identifier: GPL-3.0-or-later
// Everything of a network but the values of its parameters, and the frame of an .espz file:
//
//     "ESPZ"  version (4 bytes)  CRC-32 of what follows (4 bytes)
//     sizes of the structure, inflated and deflated; the structure (zlib)
//     size of each parameter; the parameters (see parameter_coder.h), each on whole bytes
//
// Fixed numbers are little endian, all others LEB128.
#pragma once

#include "core/graph/graph.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace espalier::coding {

inline constexpr std::uint32_t kEspzVersion = 1;

/// The writing side. Values that no node, input or output names are left out.
class Structure {
public:
    explicit Structure(const Graph& graph);

    /// Parameters in the order of the file: by the first node that reads them.
    [[nodiscard]] const std::vector<ValueId>& parameters() const { return parameters_; }

    /// Size of the whole file when the parameters take these bytes.
    [[nodiscard]] std::int64_t file_bytes(std::span<const std::int64_t> parameter_bytes) const;
    /// The whole file.
    [[nodiscard]] std::vector<std::byte>
    file(std::span<const std::vector<std::byte>> parameters) const;

private:
    std::vector<ValueId> parameters_;
    std::size_t inflated_ = 0;
    std::vector<std::byte> deflated_;
};

/// A parameter that is still to be read.
struct ParameterSlot {
    ValueId value = kNoValue;
    TensorType type;
    std::string provenance;
};

/// The reading side: the graph without parameters, which follow in this order. Indices are checked;
/// whether the graph makes sense is for validate() and infer_types() to say.
struct ParsedStructure {
    Graph graph;
    std::vector<ParameterSlot> slots;
};

[[nodiscard]] ParsedStructure parse_structure(std::span<const std::byte> inflated);

} // namespace espalier::coding
