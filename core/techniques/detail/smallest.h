// SPDX-License-Identifier: GPL-3.0-or-later
// Exact selection of the smallest weights: how many zeros each tensor gets, and which. Everything
// is counted in whole weights, ties are broken by position, and so results repeat on any machine.
#pragma once

#include "core/graph/parameter.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace espalier::techniques {

/// The weights of one tensor as sortable keys: bit patterns of |latent|, which order like the
/// magnitudes do (NaN last), and 0 where the effective weight is zero already.
struct WeightKeys {
    /// Ascending: how many lie below one is a search. Those of the last tensors are remembered:
    /// sorting is most of what pruning costs, and whoever moves a slider asks for the same ones at
    /// each of its places.
    std::shared_ptr<const std::vector<std::uint32_t>> sorted;
    std::int64_t zeros = 0; ///< keys that are 0

    WeightKeys() = default;
    explicit WeightKeys(const Parameter& parameter);
    /// Weights [begin, begin + count) by themselves.
    WeightKeys(const Parameter& parameter, std::size_t begin, std::size_t count);

    [[nodiscard]] std::int64_t size() const {
        return sorted ? static_cast<std::int64_t>(sorted->size()) : 0;
    }
};

/// Zeros for each tensor so that each has the share `sparsity`, to the nearest weight, and never
/// fewer than it has or none left over.
[[nodiscard]] std::vector<std::int64_t> zeros_per_layer(std::span<const WeightKeys> layers,
                                                        double sparsity);
/// Zeros for each tensor, `total` altogether, at a share that is as equal as whole weights allow.
[[nodiscard]] std::vector<std::int64_t> zeros_evenly(std::span<const WeightKeys> layers,
                                                     std::int64_t total);

/// Zeros for each tensor such that the `total` smallest weights of all go, but in no tensor more
/// than the share `cap` (unless it has more zeros already) and never all; what a capped tensor
/// keeps is taken from the others. `capped` names the tensors that were.
[[nodiscard]] std::vector<std::int64_t> zeros_globally(std::span<const WeightKeys> layers,
                                                       std::int64_t total, double cap,
                                                       std::vector<std::size_t>& capped);

/// The most zeros a tensor may get under `cap`.
[[nodiscard]] std::int64_t most_zeros(const WeightKeys& layer, double cap);

/// `parameter` with the `zeros` smallest weights of each part masked, on top of its own mask. The
/// parts lie one behind the other and make up the whole.
[[nodiscard]] Parameter mask_smallest(const Parameter& parameter, std::span<const WeightKeys> parts,
                                      std::span<const std::int64_t> zeros);

} // namespace espalier::techniques
