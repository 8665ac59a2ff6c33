// SPDX-License-Identifier: GPL-3.0-or-later
// The activation functions that LSTM, GRU and RNN can name, with their slopes.
#pragma once

#include "core/graph/graph.h"

#include <string>
#include <vector>

namespace espalier::ops::detail {

struct RecurrentActivation {
    enum class Kind {
        Affine,
        Elu,
        HardSigmoid,
        LeakyRelu,
        Relu,
        ScaledTanh,
        Sigmoid,
        Softplus,
        Softsign,
        Tanh,
        ThresholdedRelu,
    };

    Kind kind = Kind::Tanh;
    double alpha = 0;
    double beta = 0;

    [[nodiscard]] double value(double x) const;
    /// The derivative at x, where y = value(x).
    [[nodiscard]] double slope(double x, double y) const;
};

/// The functions a node names, `defaults` where it names none; BadInput unless there are
/// `directions` times as many as defaults. activation_alpha and activation_beta go in turn to the
/// functions that have such a constant.
std::vector<RecurrentActivation> recurrent_activations(const Node& node,
                                                       const std::vector<std::string>& defaults,
                                                       std::size_t directions);

} // namespace espalier::ops::detail
