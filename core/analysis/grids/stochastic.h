// SPDX-License-Identifier: GPL-3.0-or-later
// Projection by chance: right on average, where the nearest level is right one by one.
#pragma once

#include <cstdint>
#include <span>

namespace espalier {

/// Each value becomes one of the two levels around it, the upper one with the probability of its
/// distance from the lower one over their distance; outside of all levels the outermost one. So the
/// mean of many draws is the value itself. With levels -1 and 1 that is P(+1) = clip((1 + x) / 2),
/// with {-1, 0, 1} P(not 0) = |x|. `levels` ascend, at least one; NaN is passed on. What is drawn
/// for a value depends on `key` and its place only, not on the number of threads.
void project_by_chance(std::span<float> values, std::span<const float> levels, std::uint64_t key);

} // namespace espalier
