// SPDX-License-Identifier: GPL-3.0-or-later
// Folding of operators that only move values, for parameters that carry a mask or a code.
#pragma once

#include "core/graph/graph.h"

#include <optional>

namespace espalier {

/// The parameter that `node` makes of its first input, mask and code moved along; nullopt where
/// the input has neither, or the node does more than to move values (Transpose, Reshape and like).
[[nodiscard]] std::optional<Parameter> fold_coded(const Graph& graph, const Node& node);

} // namespace espalier
