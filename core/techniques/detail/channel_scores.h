// SPDX-License-Identifier: GPL-3.0-or-later
// How strong channels are, and how they are masked.
#pragma once

#include "core/graph/dependency.h"

#include <vector>

namespace espalier::techniques {

enum class Norm { L1, L2 };
enum class Aggregate { Mean, Sum };

/// One score for each unit, at least 0: the norm of each slice of a MAC weight that belongs to it,
/// divided by the mean norm on that axis of that weight, averaged or summed over all its slices
/// (Fang et al., DepGraph, CVPR 2023, section 3.3). 0 for units without weights.
[[nodiscard]] std::vector<double> unit_scores(const Graph& graph,
                                              const ChannelDependencies& dependencies, Norm norm,
                                              Aggregate aggregate);

/// `parameter` with the slices masked, on top of its own mask.
[[nodiscard]] Parameter without_slices(const Parameter& parameter,
                                       const std::vector<ChannelSlice>& slices);

} // namespace espalier::techniques
