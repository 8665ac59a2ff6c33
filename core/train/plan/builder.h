// SPDX-License-Identifier: GPL-3.0-or-later
// From a graph to the phases of a training plan.
#pragma once

#include "core/graph/graph.h"
#include "core/train/plan/plan_node.h"
#include "core/train/plan/rewrite.h"
#include "core/train/train_plan.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace espalier {

struct BuiltPlan {
    Graph graph;       ///< rewritten for training: codes are nodes, a Softmax at the end is gone
    Numerics numerics; ///< hooks that nodes refer to
    std::size_t shard_count = 1;
    std::int64_t shard_samples = 1;
    std::uint64_t step_seed = 0;
    bool norm_stays = false; ///< batch normalisations keep their running statistics from now on
    ValueId input{};
    std::vector<ValueId> outputs; ///< what the loss looks at; the network's own comes first
    /// Which of them stand for the network's own and for each of TrainPlanOptions::loss_values.
    std::vector<std::size_t> looked_at;

    std::vector<PlanValue> values; ///< by ValueId
    std::vector<Tensor> constants; ///< by ValueId, undefined where the value flows
    std::vector<std::unique_ptr<TrainParameter>> parameters;
    std::vector<GridOfValue> all_grids;
    /// Those that learn, with what learns of them.
    std::vector<std::pair<GridOfValue, const TrainParameter*>> grids;
    std::vector<std::unique_ptr<TrainStatistic>> statistics;
    std::vector<std::unique_ptr<PlanNode>> nodes;
    std::vector<Phase> forward;
    std::vector<Phase> backward;
    std::vector<std::function<void()>> prepares;
    std::vector<std::function<void()>> reductions;
    /// By parameter.
    std::vector<std::vector<std::function<void(std::span<float>)>>> collectors;
    std::vector<Tensor> memory;
};

[[nodiscard]] std::unique_ptr<BuiltPlan> build_plan(const Graph& graph, std::int64_t batch,
                                                    const TrainPlanOptions& options);

} // namespace espalier
