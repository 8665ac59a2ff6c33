// SPDX-License-Identifier: GPL-3.0-or-later
// Graphs into ONNX files: opset 17, IR version 8, so that today's and older runtimes read them.
#pragma once

#include "core/graph/graph.h"

#include <filesystem>
#include <string>
#include <vector>

namespace espalier {

struct OnnxExport {
    std::string bytes;
    /// What the format can not keep, one sentence each ("conv1.weight: 12-bit code written as
    /// float32 values").
    std::vector<std::string> lost;
};

/// - Names, shapes and metadata are kept; unknown first dimensions are called "N".
/// - A parameter with an affine code of at most 8 bits becomes an int8 or uint8 initializer and
///   DequantizeLinear, placed right before its readers; fewer bits are noted in the metadata.
/// - The code of a value becomes QuantizeLinear and DequantizeLinear after it, with a Clip before
///   where it has fewer levels than 8 bits.
/// - Masks are applied; every other code is written as the float32 values it stands for.
/// - Mish and Gelu, which opset 17 does not have, become the operators that define them.
/// Unsupported above 2 GB, the limit of the format, and for what opset 17 can not express, all such
/// nodes at once.
[[nodiscard]] OnnxExport to_onnx(const Graph& graph);
/// Returns what was lost.
std::vector<std::string> write_onnx(const Graph& graph, const std::filesystem::path& path);

} // namespace espalier
