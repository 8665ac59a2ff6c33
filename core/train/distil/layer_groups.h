// SPDX-License-Identifier: GPL-3.0-or-later
// The layers of a compressed network as they match those it stems from.
#pragma once

#include "core/graph/graph.h"

#include <cstddef>
#include <string>
#include <vector>

namespace espalier {

/// Conv, ConvTranspose, Gemm or MatMul: what can be held to a layer of another network.
[[nodiscard]] bool is_product_layer(const Node& node);

/// Nodes in a row that all stem from one layer of another network.
struct LayerGroup {
    std::vector<std::size_t> nodes; ///< positions in the student, each reading the one before
    ValueId input = kNoValue;       ///< what the first reads
    ValueId output = kNoValue;      ///< what the last gives
    std::string teacher_output;     ///< name of the value it is to give
};

/// Groups of such layers whose teacher layer has one node and an
/// output of the same shape, in the student's order; the names of the others go to `left_out`.
[[nodiscard]] std::vector<LayerGroup> layer_groups(const Graph& student, const Graph& teacher,
                                                   std::vector<std::string>& left_out);

/// The nodes of the group alone, from its input to its output, with their parameters.
[[nodiscard]] Graph extract_group(const Graph& student, const LayerGroup& group);

} // namespace espalier
