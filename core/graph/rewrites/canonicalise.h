// SPDX-License-Identifier: GPL-3.0-or-later
// Different exporters write the same thing in different ways; afterwards it is written in one.
#pragma once

#include "core/graph/graph.h"

namespace espalier {

/// - drops absent inputs at the end of a node's list;
/// - removes a Pad that pads by nothing;
/// - turns two Slices in a row, along different axes, into one;
/// - turns an AveragePool or MaxPool over the whole picture into its global kind;
/// - turns a Reshape to [0, -1] into a Flatten.
/// Nodes that make graph outputs keep their output's name. Types must be inferred; they stay right.
void canonicalise(Graph& graph);

} // namespace espalier
