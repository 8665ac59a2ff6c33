// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over a graph with what is known of its inputs: the type of every value, and the value
// itself where it follows from the graph and the input shapes alone (shape arithmetic).
#pragma once

#include "core/graph/graph.h"

#include <vector>

namespace espalier {

/// Both lists are indexed by ValueId.
struct Evaluation {
    std::vector<TensorType> types; ///< dimensions may be unknown
    std::vector<Tensor> constants; ///< undefined where the value depends on data
};

/// Values of more elements than this are not computed by evaluate(): it serves shapes, not weights.
inline constexpr std::int64_t kShapeArithmeticElements = 4096;

/// Types and constants with each graph input bound to the given type, in the order of graph.inputs.
/// Errors name the node. Parameters count as constants whatever their size.
[[nodiscard]] Evaluation evaluate(const Graph& graph, const std::vector<TensorType>& inputs,
                                  std::int64_t element_limit = kShapeArithmeticElements);

/// Evaluations of a graph whose inputs have unknown dimensions, each with other numbers in their
/// place (the first dimension of every input gets the same number: it is the batch). What agrees
/// in all of them does not depend on the unknown dimensions. One evaluation where all is known.
struct Probes {
    std::vector<Evaluation> evaluations;

    /// The type of a value, with kUnknownDim where the evaluations disagree.
    [[nodiscard]] TensorType type(ValueId value) const;
    /// The constant of a value where the evaluations agree on it; undefined otherwise.
    [[nodiscard]] Tensor constant(ValueId value) const;
};

/// Throws what evaluate() throws; that may also mean that the network needs particular sizes.
[[nodiscard]] Probes probe(const Graph& graph,
                           std::int64_t element_limit = kShapeArithmeticElements);

} // namespace espalier
