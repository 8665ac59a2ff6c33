// SPDX-License-Identifier: GPL-3.0-or-later
// Scan, the loop of ONNX over a sequence, written out step by step: what follows knows no loops.
#pragma once

namespace onnx {
class GraphProto;
class ModelProto;
} // namespace onnx

namespace espalier {

[[nodiscard]] bool has_scan(const onnx::GraphProto& graph);

/// Every Scan of the main graph becomes the nodes of its body, once for each step; values and nodes
/// of step t are called NODE/t/NAME. Unsupported, with the node, for a length that the file does
/// not say, for a body that has a body in turn, and for the batched Scan of opset 8; BadInput where
/// body and node do not fit.
void unroll_scans(onnx::ModelProto& model);

} // namespace espalier
