// SPDX-License-Identifier: GPL-3.0-or-later
// Batch normalisation after a linear layer is the same layer with other weights:
//
//     f = scale / sqrt(var + epsilon);  W' = f W;  b' = f (b - mean) + B      (per output channel)
#pragma once

#include "core/graph/graph.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace espalier {

/// y = factor * x + shift for each channel.
struct ChannelAffine {
    std::vector<double> factor;
    std::vector<double> shift;
};

/// What a BatchNormalization with these constants does (Ioffe and Szegedy 2015, algorithm 2, line
/// 11). All four spans of one length.
[[nodiscard]] ChannelAffine channel_affine(std::span<const float> scale,
                                           std::span<const float> shift,
                                           std::span<const float> mean,
                                           std::span<const float> variance, double epsilon);

/// A BatchNormalization and the Conv, ConvTranspose or Gemm before it, as positions in graph.nodes.
struct NormPair {
    std::size_t layer = 0;
    std::size_t norm = 0;
    std::string obstacle; ///< why it cannot be folded; empty where it can
};

/// Every BatchNormalization of the graph, in order. `layer` is meaningful only without obstacle.
[[nodiscard]] std::vector<NormPair> norm_pairs(const Graph& graph);

/// Folds pairs without obstacle and removes their norms; what the network computes stays the same
/// up to rounding. Masks stay. Affine codes stay with other scales where that is the same grid,
/// else the code is dropped and its values stay; codes and masks of biases are dropped. What was
/// dropped is told, one sentence each. Call tidy() after.
std::vector<std::string> fold_norms(Graph& graph, std::span<const NormPair> pairs);

} // namespace espalier
