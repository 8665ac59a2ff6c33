// SPDX-License-Identifier: GPL-3.0-or-later
// Biases as integer kernels hold them.
#pragma once

#include "core/graph/graph.h"

namespace espalier::techniques {

/// Rounds the bias of `node` (Conv, Gemm) to the nearest multiples of input scale x weight scale:
/// the grid of the int32 sums to which integer kernels add it, so that they lose nothing. Leaves it
/// alone where input or weight has no affine code, where the input has more than one scale, where
/// another node reads the bias too, or where it would not fit into 32 bits.
void round_bias(Graph& graph, const Node& node);

} // namespace espalier::techniques
