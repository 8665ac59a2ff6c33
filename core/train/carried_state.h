// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrent layers whose memory comes from outside and is handed out again, so that a long sequence
// can be computed in stretches.
#pragma once

#include "core/graph/graph.h"

#include <cstddef>

namespace espalier {

struct CarriedState {
    /// The network with one more input and output for each state: inputs[1 + i] is where output
    /// [outputs - count + i] goes in the next stretch; zeros in the first one.
    Graph graph;
    std::size_t count = 0; ///< states; 0: nothing can be carried, `graph` is as it was
};

/// Opens the states of every LSTM, GRU and RNN that runs forwards over whole sequences from no
/// memory. `graph` has one input; the states are of `batch` sequences.
[[nodiscard]] CarriedState carry_state(const Graph& graph, std::int64_t batch);

} // namespace espalier
