// SPDX-License-Identifier: GPL-3.0-or-later
// From the protobuf of a model to a graph, operators still with the meaning of the file's opset.
#pragma once

#include "core/graph/graph.h"

#include <filesystem>

namespace onnx {
class ModelProto;
}

namespace espalier {

/// Nodes in topological order, Constant nodes turned into parameters, all operators known.
/// `folder` is the place of external data files.
[[nodiscard]] Graph graph_from_onnx(const onnx::ModelProto& model,
                                    const std::filesystem::path& folder);

} // namespace espalier
