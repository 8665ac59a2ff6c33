// SPDX-License-Identifier: GPL-3.0-or-later
// One network with everything known of it, frozen: views keep a pointer and never wonder whether it
// changed meanwhile.
#pragma once

#include "app/session/metrics.h"
#include "core/compress/recipe.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace espalier::studio {

struct Snapshot {
    std::string name; ///< "Original", "Working", or what the user called the variant
    Recipe recipe;    ///< that made it; empty for the original
    std::uint64_t seed = 1;
    Graph graph;
    /// Account always; stored_bytes < 0 until it was counted; the rest where it was measured.
    Metrics metrics;
    /// One for each step of the recipe; outcomes keep the network after each step.
    std::vector<StepStanding> steps;

    /// False where a step waits to be run or failed: the figures then leave it out.
    [[nodiscard]] bool complete() const;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace espalier::studio
