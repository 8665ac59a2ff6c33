// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a graph node by node on the operators' plain references: slow, and the oracle of every
// faster way. Shapes may depend on values here, which no plan can do.
#pragma once

#include "core/base/job.h"
#include "core/graph/graph.h"

#include <vector>

namespace espalier {

/// Outputs in the order of graph.outputs. `inputs` in the order of graph.inputs; their types must
/// fit the declared ones. Activation codes act on every value that carries one. Errors name the
/// node.
[[nodiscard]] std::vector<Tensor> interpret(const Graph& graph, const std::vector<Tensor>& inputs,
                                            const Job& job = {});

} // namespace espalier
