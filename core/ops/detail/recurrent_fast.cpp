// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/recurrent_fast.h"

#include <algorithm>

namespace espalier::ops::detail {

std::optional<RecurrentCell> recurrent_cell(std::string_view op) {
    if (op == "LSTM") {
        return RecurrentCell::Lstm;
    }
    if (op == "GRU") {
        return RecurrentCell::Gru;
    }
    if (op == "RNN") {
        return RecurrentCell::Rnn;
    }
    return std::nullopt;
}

std::int64_t recurrent_rows(std::int64_t batch) {
    constexpr std::int64_t kMost = 32;
    const std::int64_t pieces = std::max<std::int64_t>((batch + kMost - 1) / kMost, 1);
    return (batch + pieces - 1) / pieces;
}

std::optional<recurrent::Layer> fused_layer(const Recurrent& layer, const Node& node,
                                            std::int64_t direction, Passes passes) {
    using Activation = RecurrentActivation::Kind;
    const auto& functions = layer.activations[static_cast<std::size_t>(direction)];
    const auto are = [&](std::initializer_list<Activation> kinds) {
        return std::ranges::equal(functions, kinds, {}, &RecurrentActivation::kind);
    };
    recurrent::Layer result;
    result.backwards = layer.runs_backwards(direction);
    result.steps = layer.steps;
    result.inputs = layer.inputs;
    result.hidden = layer.hidden;
    result.clip = static_cast<float>(layer.clip);
    result.coupled = layer.input_forget;
    const bool has_peepholes = node.input(kPeepholes) != kNoValue;
    const bool has_lengths = node.input(kSequenceLens) != kNoValue;
    const bool plain = layer.clip <= 0 && !layer.input_forget && !has_lengths && !has_peepholes;
    if (layer.steps < 1 || layer.inputs < 1 || (passes == Passes::Both && !plain)) {
        return std::nullopt;
    }
    if (layer.cell == RecurrentCell::Lstm &&
        are({Activation::Sigmoid, Activation::Tanh, Activation::Tanh})) {
        result.kind = recurrent::Kind::Lstm;
    } else if (layer.cell == RecurrentCell::Gru && are({Activation::Sigmoid, Activation::Tanh})) {
        result.kind =
            layer.linear_before_reset ? recurrent::Kind::GruResetAfter : recurrent::Kind::Gru;
    } else if (layer.cell == RecurrentCell::Rnn && are({Activation::Tanh})) {
        result.kind = recurrent::Kind::Tanh;
    } else if (layer.cell == RecurrentCell::Rnn && are({Activation::Relu})) {
        result.kind = recurrent::Kind::Relu;
    } else {
        return std::nullopt;
    }
    return result;
}

} // namespace espalier::ops::detail
