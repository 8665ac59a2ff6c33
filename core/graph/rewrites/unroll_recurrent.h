// SPDX-License-Identifier: GPL-3.0-or-later
// A recurrent layer step by step, in operators that every program has: what ONNX has no operator
// for (a recurrent matrix in factors) can then stand in its place.
#pragma once

#include "core/graph/graph.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier {

/// Why an LSTM, GRU or RNN can not be unrolled: it has two directions, other activations than the
/// usual ones, peepholes, lengths, or weights that are computed. Empty where it can.
[[nodiscard]] std::string obstacle_to_unrolling(const Graph& graph, const Node& node);

/// Puts the steps in the place of the layer at `position`. `recurrent`: matrices whose product,
/// from the left, is the recurrent weight as [H, gates * H]; the layer's own where it is empty.
/// `steps` is the length of the sequence. All nodes have the layer's origin; tidy() removes the old
/// weights.
void unroll_recurrent(Graph& graph, std::size_t position, std::int64_t steps,
                      const std::vector<Tensor>& recurrent, const std::string& provenance);

} // namespace espalier
