// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/carried_state.h"

#include "core/graph/infer.h"

#include <fmt/core.h>

#include <algorithm>

namespace espalier {

namespace {

constexpr std::size_t kSequenceLens = 4;
constexpr std::size_t kInitialH = 5; ///< of LSTM, the cell's state follows

bool can_carry(const Node& node) {
    const bool recurrent = node.op == "LSTM" || node.op == "GRU" || node.op == "RNN";
    return recurrent && node.attributes.text("direction", "forward") == "forward" &&
           node.input(kSequenceLens) == kNoValue && node.input(kInitialH) == kNoValue &&
           node.input(kInitialH + 1) == kNoValue;
}

} // namespace

CarriedState carry_state(const Graph& graph, std::int64_t batch) {
    CarriedState result{graph, 0};
    Graph& opened = result.graph;
    for (Node& node : opened.nodes) {
        if (!can_carry(node)) {
            continue;
        }
        const std::size_t states = node.op == "LSTM" ? 2 : 1;
        const std::int64_t hidden = node.attributes.integer("hidden_size", 0);
        const bool batch_first = node.attributes.integer("layout", 0) == 1;
        node.inputs.resize(std::max(node.inputs.size(), kInitialH + states), kNoValue);
        node.outputs.resize(std::max(node.outputs.size(), 1 + states), kNoValue);
        for (std::size_t i = 0; i < states; ++i) {
            const ValueId before = opened.add_value(
                fmt::format("{}.state{}", node.name, i),
                {DType::Float32, batch_first ? Shape{batch, 1, hidden} : Shape{1, batch, hidden}});
            node.inputs[kInitialH + i] = before;
            opened.inputs.push_back(before);
            ValueId& after = node.outputs[1 + i];
            if (after == kNoValue) {
                after = opened.add_value(fmt::format("{}.next_state{}", node.name, i));
            }
            opened.outputs.push_back(after);
            ++result.count;
        }
    }
    if (result.count > 0) {
        opened.value(opened.inputs[0]).type.shape[0] = batch;
        infer_types(opened);
    }
    return result;
}

} // namespace espalier
