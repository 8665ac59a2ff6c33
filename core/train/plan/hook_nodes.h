// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a network numbers are restricted while it is trained.
#pragma once

#include "core/train/hooks/numerics.h"
#include "core/train/plan/rewrite.h"

namespace espalier {

/// A layer that multiplies and accumulates: what the six objects are the numbers of.
[[nodiscard]] bool is_numeric_layer(const Node& node);

/// 1 / max(Shift(L_min / L), 1) with L = sqrt(6 / fan-in), L_min = 1.5 * 2^(1-bits): the scale at
/// which weights of a layer, initialised for its fan-in, fill a grid from -1 to 1 (WAGE: Wu et al.
/// 2018, eq. 4 and section 3.3.1).
[[nodiscard]] float weight_unit(const Node& node, const Shape& weight, int bits);

/// Puts a kActivationHook before the input of every layer that `numerics` covers (one for each
/// value; the network's own input stays as it is), and a kErrorHook behind its output.
void insert_hooks(TrainGraph& graph, const Numerics& numerics);

} // namespace espalier
