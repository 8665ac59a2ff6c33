// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks that a network repeats, one after the other: the stages of a ResNet, the layers of a
// transformer. A run of them can be drawn as one box.
#pragma once

#include "core/graph/graph.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace espalier::studio {

/// A run of equal blocks, or one block of a run.
struct Block {
    std::vector<std::string> nodes; ///< names in the network that was searched, in its order
    std::vector<std::string> ops;   ///< of one block
    std::optional<std::size_t> run; ///< the run it is part of; nothing for a run
    std::size_t number = 0;         ///< of a block in its run, from 0
    std::size_t repeats = 1;        ///< blocks of a run
};

struct Blocks {
    std::vector<Block> all;
    std::map<std::string, std::size_t> innermost; ///< by node name

    /// From the run to the block that hold the node; empty where it is in none.
    [[nodiscard]] std::vector<std::size_t> path(const std::string& node) const;
};

/// Consecutive nodes that repeat: same operators with outputs of the same shape, connected alike,
/// with one value leaving each block. Where that leaves more than `many` boxes, shapes are not
/// compared. Types must have been inferred.
[[nodiscard]] Blocks find_blocks(const Graph& graph, std::size_t many = 200);

} // namespace espalier::studio
