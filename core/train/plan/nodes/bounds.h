// SPDX-License-Identifier: GPL-3.0-or-later
// The range a Relu or Clip keeps.
#pragma once

#include "core/train/plan/plan_node.h"

namespace espalier {

struct Bounds {
    float low;  ///< minus infinity where there is none
    float high; ///< infinity where there is none
};

/// Of a Relu or Clip with constant bounds; of any other node everything.
[[nodiscard]] Bounds clamp_bounds(const PlanContext& context, const Node& node);

} // namespace espalier
