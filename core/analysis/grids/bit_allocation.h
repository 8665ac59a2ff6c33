// SPDX-License-Identifier: GPL-3.0-or-later
// How many bits each layer should have, when all together may have only so many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace espalier {

/// One way to store one layer.
struct BitChoice {
    int bits = 8;
    double cost = 0; ///< what it spoils; costs of layers add up
};

struct BitLayer {
    std::int64_t weights = 0;
    std::vector<BitChoice> choices; ///< at least one
};

/// For each layer the index of a choice such that the sum of costs is least and the sum of weights
/// times bits at most `budget` bits: integer programming (a multiple-choice knapsack) by dynamic
/// programming over the budget in steps of budget / 50,000, each layer rounded up to whole steps,
/// so that the budget holds; exact where every layer is a multiple of a step. Where not even the
/// fewest bits fit, those. Of equal costs the fewer bits.
[[nodiscard]] std::vector<std::size_t> allocate_bits(const std::vector<BitLayer>& layers,
                                                     std::int64_t budget);

} // namespace espalier
