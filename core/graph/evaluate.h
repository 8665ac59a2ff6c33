// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over a graph with what is known of its inputs: the type of every value, and the value
// itself where it follows from the graph and the input shapes alone (shape arithmetic).
#pragma once

#include "core/graph/op.h"

#include <vector>

namespace espalier {

/// Both lists are indexed by ValueId.
struct Evaluation {
    std::vector<TensorType> types; ///< dimensions may be unknown
    std::vector<Tensor> constants; ///< undefined where the value depends on data
};

/// Values of more elements than this are not computed by evaluate(): it serves shapes, not weights.
inline constexpr std::int64_t kShapeArithmeticElements = 4096;

/// Walks over the nodes of a graph in their order and keeps what becomes known. The graph may grow
/// while the walk goes on; it must outlive the object.
class Evaluator {
public:
    explicit Evaluator(const Graph& graph, std::int64_t element_limit = kShapeArithmeticElements);

    void bind(ValueId input, const TensorType& type);
    /// An input whose value is known as well.
    void bind(ValueId input, const Tensor& value);
    /// Types, and where the inputs are known values, of the node's outputs. Errors do not name the
    /// node.
    void run(const Node& node);

    [[nodiscard]] const TensorType& type(ValueId value);
    /// Undefined where the value is not known.
    [[nodiscard]] const Tensor& constant(ValueId value);
    /// Everything; ends the walk.
    [[nodiscard]] Evaluation finish();

private:
    /// Makes room for values added since, and takes up parameters among them.
    void grow();
    void compute(const Node& node, const std::vector<InputType>& inputs,
                 const std::vector<TensorType>& types);
    void keep_shape(const Node& node, const Shape& shape);

    const Graph& graph_;
    std::int64_t limit_;
    Evaluation state_;
};

/// Types and constants with each graph input bound to the given type, in the order of graph.inputs.
/// Errors name the node.
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
