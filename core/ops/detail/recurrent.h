// SPDX-License-Identifier: GPL-3.0-or-later
// What LSTM, GRU and RNN share: how a node is read, its shapes and its cost. The equations are in
// recurrent_cell.h.
#pragma once

#include "core/graph/op.h"
#include "core/ops/detail/recurrent_activation.h"

#include <array>
#include <cstdint>
#include <vector>

namespace espalier::ops::detail {

enum class RecurrentCell { Rnn, Gru, Lstm };

/// Inputs by position, as ONNX has them; GRU and RNN end with kInitialH.
enum RecurrentInput : std::size_t {
    kX = 0,
    kW = 1,
    kR = 2,
    kB = 3,
    kSequenceLens = 4,
    kInitialH = 5,
    kInitialC = 6,
    kPeepholes = 7,
};

/// Gates of a cell: LSTM i, o, f, c; GRU z, r, h; RNN one.
[[nodiscard]] std::int64_t recurrent_gates(RecurrentCell cell);

/// A node with its sizes. Dimensions may be kUnknownDim while shapes are inferred.
struct Recurrent {
    RecurrentCell cell = RecurrentCell::Rnn;
    std::int64_t steps = 0;      ///< T
    std::int64_t batch = 0;      ///< N
    std::int64_t inputs = 0;     ///< I
    std::int64_t hidden = 0;     ///< H
    std::int64_t directions = 1; ///< D: 2 where bidirectional
    bool reverse = false;        ///< the first (or only) direction runs backwards
    bool batch_first = false;    ///< layout 1
    bool input_forget = false;   ///< LSTM: the forget gate is 1 - i
    bool linear_before_reset = false;
    double clip = 0; ///< inputs of activations are held within [-clip, clip]; 0: they are not
    /// For each direction: f, g, h of LSTM, f, g of GRU, f of RNN.
    std::array<std::vector<RecurrentActivation>, 2> activations;

    /// Checks attributes and the shapes of all inputs (absent ones have no type).
    Recurrent(RecurrentCell which, const Node& node, std::span<const InputType> inputs_given);
    /// The same of tensors.
    Recurrent(RecurrentCell which, const Node& node, std::span<const Tensor* const> tensors);

    [[nodiscard]] std::int64_t gates() const { return recurrent_gates(cell); }

    [[nodiscard]] bool runs_backwards(std::int64_t direction) const {
        return reverse || direction == 1;
    }

    /// [T,D,N,H], or [N,T,D,H] where the batch is first.
    [[nodiscard]] Shape sequence_shape() const;
    /// [D,N,H], or [N,D,H].
    [[nodiscard]] Shape state_shape() const;

    /// Where row (t, n) of X, or (t, d, n) of Y, or (d, n) of a state begins, in elements.
    [[nodiscard]] std::int64_t x_offset(std::int64_t t, std::int64_t n) const {
        return (batch_first ? n * steps + t : t * batch + n) * inputs;
    }

    [[nodiscard]] std::int64_t y_offset(std::int64_t t, std::int64_t d, std::int64_t n) const {
        return (batch_first ? (n * steps + t) * directions + d : (t * directions + d) * batch + n) *
               hidden;
    }

    [[nodiscard]] std::int64_t state_offset(std::int64_t d, std::int64_t n) const {
        return (batch_first ? n * directions + d : d * batch + n) * hidden;
    }
};

/// Output types: Y, Y_h and, of LSTM, Y_c; as many as the node names.
std::vector<TensorType> infer_recurrent(RecurrentCell cell, const InferArgs& args);
/// Products with W and R over all steps, sequences and directions.
std::int64_t recurrent_macs(RecurrentCell cell, const Node& node,
                            std::span<const TensorType> inputs);
void recurrent_reference(RecurrentCell cell, const ReferenceArgs& args);
/// Back-propagation through time.
void recurrent_gradient(RecurrentCell cell, const GradientArgs& args);

} // namespace espalier::ops::detail
