// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrent layers as files have them (layout 0) take the time first and the batch second. Training
// cuts the batch, so it wants it in front everywhere.
#pragma once

#include "core/graph/graph.h"

namespace espalier {

/// A network with the same parameters that computes the same values, each with its batch axis moved
/// to the front: recurrent layers get layout 1, axes and permutations change with them, initial
/// states of zeros are dropped. Outputs have the batch in front too. The graph itself where nothing
/// is recurrent or where a node on the way makes something else of the batch.
[[nodiscard]] Graph batch_first(const Graph& graph);

} // namespace espalier
