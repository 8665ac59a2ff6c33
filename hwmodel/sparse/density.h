// SPDX-License-Identifier: GPL-3.0-or-later
// Where zeros lie, in the mean: how many of a tile's values are not zero, how often a tile is
// empty, and how far the fullest of several parts is above the mean.
#pragma once

#include <cstdint>

namespace espalier::hw {

/// ln C(n, k); -infinity where k is not in [0, n].
[[nodiscard]] double log_choose(double n, double k);

/// P(exactly `found` of a tile of `tile` values are not zero), where `nonzeros` of `total` are and
/// lie anywhere: hypergeometric.
[[nodiscard]] double occupancy(double total, double nonzeros, double tile, double found);
/// P(a tile has no value that is not zero): C(total - nonzeros, tile) / C(total, tile).
[[nodiscard]] double empty_tile(double total, double nonzeros, double tile);
/// The same where every block of `block` values has exactly `kept`: 0 as soon as the tile (part of
/// one block, or whole blocks) is longer than a block's zeros.
[[nodiscard]] double empty_tile_structured(int kept, int block, double tile);
/// The smallest occupancy that a tile stays within with probability `confidence`.
[[nodiscard]] double occupancy_quantile(double total, double nonzeros, double tile,
                                        double confidence);

/// E[largest of `parts` binomial(n, density) variables], summed over the distribution; `n` up to
/// some hundreds, beyond by the normal approximation of the same maximum.
[[nodiscard]] double expected_largest(double parts, double n, double density);
/// E[largest of ceil(x / width)]: steps of whoever has most, where `width` are done in each.
[[nodiscard]] double expected_largest_steps(double parts, double n, double density, double width);
/// Cycles over the mean, where `parts` work through n values each and wait for the slowest;
/// queues of `depth` entries let the fast ones go on, so that sums over depth count.
[[nodiscard]] double imbalance(double parts, double n, double density, double depth = 1);

/// What a zero saves.
enum class ZeroUse : std::uint8_t {
    None,
    Gate, ///< energy only: the cycle passes idle
    Skip, ///< energy and time
};

/// Of `accesses` that depend on a leader tile being empty with probability `empty`.
struct EffectualAccesses {
    double done = 0;
    double gated = 0;
    double skipped = 0;
};

[[nodiscard]] EffectualAccesses filtered(double accesses, double empty, ZeroUse use);

} // namespace espalier::hw
