// SPDX-License-Identifier: GPL-3.0-or-later
// Finding quantisers for the weights and activations of a network.
#pragma once

#include "core/analysis/calibration.h"
#include "core/compress/technique.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace espalier::techniques {

/// The axis of a weight along which each output channel has its own range; -1 where there is none,
/// or where layers that share the weight differ in it.
[[nodiscard]] int channel_axis(const Graph& graph, ValueId weight);

/// A code for mask * latent, with one grid for each index of `axis`, or one for all with axis < 0.
/// With `parts` > 0 the indices are cut into so many equal parts whose grids are alike (the gates
/// of a recurrent layer).
[[nodiscard]] CodePtr weight_code(const Parameter& weight, const QuantiserSpec& spec, int axis,
                                  std::size_t parts = 0);

/// A code for mask * latent with a grid for each index of `axis` (0 or 1) and each `size` indices
/// of the other of the first two axes.
[[nodiscard]] CodePtr group_code(const Parameter& weight, const QuantiserSpec& spec, int axis,
                                 std::int64_t size);

/// Values that enter the multiplications of Conv, ConvTranspose, Gemm and MatMul nodes, and both
/// sides of residual additions: float32 and computed at run time, once each, in the order of first
/// use. `chosen` says which nodes count.
[[nodiscard]] std::vector<ValueId> activation_edges(const Graph& graph,
                                                    const std::function<bool(const Node&)>& chosen);

/// What `edges` held while the network ran on `images` pictures, spread evenly over the training
/// split; indexed like `edges`. Usage error where there are no pictures, or the network does not
/// take one picture.
[[nodiscard]] std::vector<ValueRecord> record_values(const Graph& graph,
                                                     const std::vector<ValueId>& edges,
                                                     const Context& context, std::size_t images);

} // namespace espalier::techniques
