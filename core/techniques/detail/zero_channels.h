// SPDX-License-Identifier: GPL-3.0-or-later
// Which channels contribute nothing: all their readers have zero weights for them, or they are zero
// themselves wherever they are read.
#pragma once

#include "core/graph/dependency.h"

#include <vector>

namespace espalier::techniques {

/// True for each unit that can be removed without changing the network's outputs, as far as follows
/// from weights, masks and codes. At least one channel of everything stays; `emptied` names what is
/// zero altogether.
[[nodiscard]] std::vector<bool> zero_units(const Graph& graph,
                                           const ChannelDependencies& dependencies,
                                           std::vector<std::string>& emptied);

} // namespace espalier::techniques
