// SPDX-License-Identifier: GPL-3.0-or-later
// Types of all values of a graph, and the checks that come with them.
#pragma once

#include "core/graph/graph.h"

#include <string>
#include <vector>

namespace espalier {

/// Error{Unsupported} that lists every node whose operator is unknown, all at once.
void check_operators(const Graph& graph);

/// Sets the type of every value from inputs and parameters, with kUnknownDim where it depends on
/// an unknown input dimension. Errors name the node ("node conv1: ...").
void infer_types(Graph& graph);

/// Types with the first dimension of every graph input (where unknown) set to `batch`; every
/// dimension of the result is known. Indexed by ValueId. Throws BadInput where an unknown remains.
[[nodiscard]] std::vector<TensorType> types_for_batch(const Graph& graph, std::int64_t batch);

/// Types with each graph input bound to the given type, in the order of graph.inputs.
[[nodiscard]] std::vector<TensorType> types_for_inputs(const Graph& graph,
                                                       const std::vector<TensorType>& inputs);

/// Sizes that follow from the graph alone, checked: unique names, topological order, every input
/// made before it is read. BadInput with the first fault.
void validate(const Graph& graph);

} // namespace espalier
