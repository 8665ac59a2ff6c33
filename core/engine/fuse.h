// SPDX-License-Identifier: GPL-3.0-or-later
// Which nodes become one step.
#pragma once

#include "core/kernels/lowering.h"

#include <set>

namespace espalier {

/// Groups for Lowering::build, in an order in which inputs come before their readers: Conv, Gemm,
/// MatMul with batch normalisation, activations and a residual addition behind them, elementwise
/// operators with an activation behind them. Values in `visible`, values with a code and graph
/// outputs are never inside a group. Nodes whose outputs are known already get no group.
[[nodiscard]] std::vector<Group> group_nodes(const Graph& graph, const Evaluation& evaluation,
                                             const std::set<ValueId>& visible, bool fuse);

/// Bytes a network moves for one image.
struct Footprint {
    std::int64_t weights = 0;     ///< of all parameters, once for each node that reads them
    std::int64_t image = 0;       ///< of all computed values
    std::int64_t widest_step = 0; ///< of the values that the widest node reads and makes
};

/// `evaluation` is for `images` images.
[[nodiscard]] Footprint footprint_of(const Graph& graph, const Evaluation& evaluation,
                                     std::int64_t images);

/// Images of one shard of a batch: `batch` itself where it is not cut. Depends on nothing else.
[[nodiscard]] std::int64_t shard_size(std::int64_t batch, const Footprint& footprint);

/// True when the images of a batch do not meet in any node, so that it can be cut: `whole` and
/// `part` are evaluations for two batch sizes. Conservative: unknown operators count as mixing.
[[nodiscard]] bool can_shard(const Graph& graph, const Evaluation& whole, const Evaluation& part,
                             std::int64_t whole_batch, std::int64_t part_batch);

} // namespace espalier
