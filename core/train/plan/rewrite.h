// SPDX-License-Identifier: GPL-3.0-or-later
// What a graph goes through before it is planned for training.
#pragma once

#include "core/graph/graph.h"
#include "core/train/hooks/numerics.h"
#include "core/train/quantise/method.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace espalier {

/// A value whose uniform code may learn.
struct GridOfValue {
    ValueId value{};  ///< in the network
    ValueId number{}; ///< the parameter of what learns
    bool bound = false;
};

struct TrainGraph {
    Graph graph; ///< outputs: what the loss looks at; codes of values are nodes
    /// Which outputs stand for the network's own and for each name in `also`.
    std::vector<std::size_t> looked_at;
    std::vector<GridOfValue> grids;
    std::vector<TensorType> types; ///< of one shard, by ValueId
    std::vector<Tensor> constants; ///< by ValueId, undefined where the value depends on the input
};

/// Lets the first output be what a Softmax or LogSoftmax at its end reads: losses contain it.
void drop_softmax(Graph& graph);

/// Binds the input to `samples`, drops the Softmax or LogSoftmax at the end, makes outputs of the
/// values named in `also`, behind the first, and puts a kUniformGrid or kFakeQuantise node behind
/// every activation that has a code; `activations` says what of a grid may learn. Usage where the
/// graph has more than one input or no output, or no such value.
[[nodiscard]] TrainGraph rewrite_for_training(const Graph& graph, std::int64_t samples,
                                              const std::vector<std::string>& also,
                                              const Numerics& numerics,
                                              ActivationMethod activations);

/// The nodes one batch-normalisation step takes in: the node at `position`, then an Add of another
/// activation, then a Relu or Clip, as far as they follow, nobody else reads what lies between, and
/// `alike` finds the layouts of the normalisation's input and the other addend equal.
[[nodiscard]] std::vector<const Node*>
norm_chain(const Graph& graph, const Uses& uses, std::size_t position,
           const std::function<bool(ValueId, ValueId)>& alike);

} // namespace espalier
