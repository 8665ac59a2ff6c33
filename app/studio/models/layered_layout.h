// SPDX-License-Identifier: GPL-3.0-or-later
// Where the boxes of a network stand: layer by layer from top to bottom, few crossings, long edges
// led around the boxes (Sugiyama, Tagawa, Toda 1981). Knows nothing of windows.
//
// Layers by the longest path from a source; edges that span layers get a dummy in each; order by
// barycentres, sweeping down and up, best of the sweeps; coordinates by the exact least-squares
// fit to the neighbours that keeps order and distances (pool adjacent violators).
#pragma once

#include "core/base/job.h"

#include <cstddef>
#include <vector>

namespace espalier::studio {

struct LayoutBox {
    double width = 0;
    double height = 0;
};

struct LayoutEdge {
    std::size_t from = 0;
    std::size_t to = 0;
};

struct LayoutPoint {
    double x = 0;
    double y = 0;

    bool operator==(const LayoutPoint&) const = default;
};

struct LayoutSpacing {
    double across = 24; ///< between boxes of one layer
    double down = 34;   ///< between layers
    double lane = 14;   ///< between an edge that passes and a box, or another edge
};

struct GraphLayout {
    std::vector<LayoutPoint> centres;             ///< of the boxes
    std::vector<std::vector<LayoutPoint>> routes; ///< of the edges, from box to box, downwards
    std::vector<std::size_t> layers;              ///< of the boxes; 0 is the top
    std::size_t crossings = 0;
    double width = 0; ///< boxes lie in [0, width] x [0, height]
    double height = 0;
};

/// The edges must not form a cycle (BadInput). The same input gives the same layout.
[[nodiscard]] GraphLayout layered_layout(const std::vector<LayoutBox>& boxes,
                                         const std::vector<LayoutEdge>& edges,
                                         const LayoutSpacing& spacing = {}, const Job& job = {});

} // namespace espalier::studio
