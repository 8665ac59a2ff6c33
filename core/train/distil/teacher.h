// SPDX-License-Identifier: GPL-3.0-or-later
// A network that is only watched: its logits and some of its values for a batch.
#pragma once

#include "core/engine/engine.h"
#include "core/graph/graph.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace espalier {

class Teacher {
public:
    /// `values`: names of those that see() gives beside the output. A Softmax at the end is left
    /// out, as in training. Usage where there is no such value.
    Teacher(const Graph& graph, const std::vector<std::string>& values);

    /// The output and the values for a batch of the network's input, [samples, ...], row-major.
    [[nodiscard]] std::vector<Tensor> see(const Tensor& input);

private:
    Graph graph_;
    std::vector<ValueId> kept_;
    std::unique_ptr<Executable> network_; ///< for the batch size last seen
};

} // namespace espalier
