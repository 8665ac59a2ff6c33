// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a set.
#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace espalier {

/// The pictures `indices` of `set`, in that order.
[[nodiscard]] DatasetPtr subset(DatasetPtr set, std::vector<std::size_t> indices);

/// A random `share` in (0, 1) of the set as the second part, at least one picture, and the others,
/// in their order, as the first. Usage where that leaves nothing in one of them.
[[nodiscard]] std::pair<DatasetPtr, DatasetPtr> split_off(const DatasetPtr& set, double share,
                                                          std::uint64_t seed);

} // namespace espalier
