// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX files into graphs: opset 6 and up, external data, QuantizeLinear/DequantizeLinear networks.
#pragma once

#include "core/graph/graph.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace espalier {

/// What happens to a graph after its nodes were brought to opset 17.
enum class OnnxLoad {
    /// Constant subgraphs fold away, Q/DQ pairs become codes, a batch hard-coded as 1 becomes free
    /// where that is proven harmless, and all types are inferred. What every user of a network
    /// wants.
    Simplified,
    /// As the file says, types not inferred: for networks whose shapes depend on their data.
    Verbatim,
};

/// Errors name file, place, found and expected; Unsupported lists every operator, type and subgraph
/// that is not supported, with its nodes, at once.
[[nodiscard]] Graph read_onnx(const std::filesystem::path& path,
                              OnnxLoad load = OnnxLoad::Simplified);
/// The same from bytes; `name` is for messages, `folder` the place of external data files.
[[nodiscard]] Graph parse_onnx(std::span<const std::byte> bytes, std::string_view name,
                               const std::filesystem::path& folder = {},
                               OnnxLoad load = OnnxLoad::Simplified);

/// The rewrites of OnnxLoad::Simplified.
void simplify(Graph& graph);

} // namespace espalier
