// SPDX-License-Identifier: GPL-3.0-or-later
// The one accounting of parameters, non-zeros and MACs that every view, report and search uses.
// `params` counts trainable values (weights, biases, batch-norm scale and shift; no running
// statistics, no shape constants), `nonzeros` the same set; `macs` is per sample.
#pragma once

#include "core/graph/graph.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier {

/// Which inputs of a node are trainable: weight and bias of Conv / Gemm / MatMul ..., scale and
/// shift of BatchNormalization, slope of PRelu. Scale and shift of an elementwise Mul / Add with a
/// float constant count too.
[[nodiscard]] std::vector<ValueId> trainable_inputs(const Graph& graph, const Node& node);
/// The weight (not bias) of an operator that multiplies and accumulates, the one of its input where
/// it has several; kNoValue for others.
[[nodiscard]] ValueId mac_weight(const Graph& graph, const Node& node);
/// All of them: those of the input and of the state for a recurrent layer, else at most one.
[[nodiscard]] std::vector<ValueId> mac_weights(const Graph& graph, const Node& node);
/// LSTM, GRU or RNN.
[[nodiscard]] bool is_recurrent(const Node& node);
/// Parts of the rows of a recurrent layer's weights, one below the other: 4, 3 or 1.
[[nodiscard]] std::int64_t recurrent_gate_count(const Node& node);

struct LayerAccount {
    std::string name;
    std::string origin;
    std::string op;
    Shape output; ///< of the first output, batch 1
    std::int64_t params = 0;
    std::int64_t nonzeros = 0;
    std::int64_t macs = 0;            ///< dense count, per sample
    std::int64_t weights = 0;         ///< elements of the MAC weights
    std::int64_t weight_nonzeros = 0; ///< non-zeros of the MAC weights
    int weight_bits = 32;
    int input_bits = 32; ///< of the activation that enters the MACs
};

struct Account {
    std::vector<LayerAccount> layers; ///< one for every node, in order
    std::int64_t params = 0;          ///< a shared parameter counts once
    std::int64_t nonzeros = 0;
    std::int64_t macs = 0;
    std::int64_t weights = 0;
    std::int64_t weight_nonzeros = 0;

    /// Share of zeros among MAC weights, in [0, 1].
    [[nodiscard]] double sparsity() const;
};

[[nodiscard]] Account account(const Graph& graph);

} // namespace espalier
