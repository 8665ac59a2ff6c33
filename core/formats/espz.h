// SPDX-License-Identifier: GPL-3.0-or-later
// The compressed network file. It holds exactly the bytes that analysis/storage counts, each
// parameter in its smallest format, and gives back what the network computes with bit for bit:
// masks, codes, activation codes, names, attributes and metadata included. Not kept: the float32
// latents under a mask or code. The layout is described in analysis/coding/graph_structure.h.
#pragma once

#include "core/graph/graph.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace espalier {

/// Whether the bytes begin as this format does.
[[nodiscard]] bool is_espz(std::span<const std::byte> bytes);

/// As many bytes as stored_bytes(graph).
[[nodiscard]] std::vector<std::byte> to_espz(const Graph& graph);
void write_espz(const Graph& graph, const std::filesystem::path& path);

/// The network, validated, with types inferred. BadInput for anything malformed, with `name` as
/// the place; Unsupported for a newer version or operators we do not know.
[[nodiscard]] Graph from_espz(std::span<const std::byte> bytes, std::string_view name);
[[nodiscard]] Graph read_espz(const std::filesystem::path& path);

} // namespace espalier
