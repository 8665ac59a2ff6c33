// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that does not depend on the data is computed once, at load.
#pragma once

#include "core/graph/graph.h"

namespace espalier {

/// Removes Identity and Dropout, replaces nodes whose inputs are constants by parameters, and
/// shape arithmetic (Shape, Gather, Concat ... before a Reshape) by constants: where the target of
/// a Reshape contains the unknown batch it becomes 0 ("as the input") or -1. DequantizeLinear of a
/// constant stays, for absorb_qdq. Nodes that make graph outputs stay. Operators must be known.
void fold_constants(Graph& graph);

/// The same, with DequantizeLinear of constants folded into float32 parameters too.
void fold_dequantised(Graph& graph);

} // namespace espalier
