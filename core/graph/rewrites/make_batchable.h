// SPDX-License-Identifier: GPL-3.0-or-later
// Networks are often exported with the batch fixed to 1, in their inputs and in the targets of
// their reshapes.
#pragma once

#include "core/graph/graph.h"

namespace espalier {

/// Where every graph input starts with dimension 1 (or an unknown one) and it can be shown that
/// each value of the network then is a stack of what it is for one sample: makes that dimension
/// unknown and reshapes general ([1, -1] becomes [0, -1]). True where it did; otherwise the graph
/// is as it was.
///
/// Shown means: for several batches N all shapes can be inferred, every value that depends on the
/// inputs has the first dimension N times that of batch 1 and all others equal, and no operator
/// works across its first dimension.
bool make_batchable(Graph& graph);

} // namespace espalier
