// SPDX-License-Identifier: GPL-3.0-or-later
// How long a network takes on this machine.
#pragma once

#include "core/base/job.h"
#include "core/engine/engine.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <vector>

namespace espalier {

/// Times of one run each, in ms.
struct LatencyStats {
    double min = 0;
    double p50 = 0;
    double p90 = 0;
};

/// Order statistics of `ms` (nearest rank); zeros for an empty list.
[[nodiscard]] LatencyStats latency_stats(std::vector<double> ms);

struct BenchOptions {
    std::int64_t batch = 1;
    int runs = 50;
    int warm_up = 3;
    bool per_layer = false;
};

struct BenchResult {
    LatencyStats latency;        ///< of one batch
    double images_per_s = 0;     ///< at the median
    std::vector<StepInfo> steps; ///< with times, where asked for
};

/// Runs the network on uniform noise in [0, 1) and reports times of whole runs.
[[nodiscard]] BenchResult bench(const Graph& graph, const BenchOptions& options,
                                const Job& job = {});

} // namespace espalier
