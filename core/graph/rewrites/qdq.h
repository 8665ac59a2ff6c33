// SPDX-License-Identifier: GPL-3.0-or-later
// AffineCode and ONNX's QuantizeLinear / DequantizeLinear: what reading and writing share.
#pragma once

#include "core/graph/graph.h"

#include <memory>
#include <optional>
#include <utility>

namespace espalier {

/// The metadata property that notes codes of fewer bits than their stored integers:
/// {"conv1.weight": {"bits": 4, "narrow": true}}.
inline constexpr const char* kCodeNotes = "espalier.codes";

/// The code that a QuantizeLinear or DequantizeLinear node with constant scale and zero point
/// stands for, with integers of `type` (8 or 16 bit) and data of `shape` where that is known.
/// nullptr where there is none: other types, scales that are not positive, per-channel scales along
/// a negative axis of unknown rank.
[[nodiscard]] std::shared_ptr<const AffineCode> code_of(const Graph& graph, const Node& node,
                                                        DType type, std::optional<Shape> shape);

/// Smallest and largest value a per-tensor code can represent.
[[nodiscard]] std::pair<float, float> range_of(const AffineCode& code);

} // namespace espalier
