// SPDX-License-Identifier: GPL-3.0-or-later
// The way out: a graph in nothing but what opset 17 has.
#pragma once

#include "core/graph/graph.h"

namespace espalier::onnx_opset {

/// The same network with operators that came after opset 17 taken apart: Mish and Gelu become the
/// operators that define them (Changelog.md of ONNX, Mish-18 and Gelu-20). Throws Unsupported with
/// all nodes at once that opset 17 can not express: ScatterElements and ScatterND with max or min,
/// Resize with antialias, axes or an aspect ratio kept, Pad that wraps around.
[[nodiscard]] Graph in_spoken_opset(Graph graph);

} // namespace espalier::onnx_opset
