// SPDX-License-Identifier: GPL-3.0-or-later
// What both ways of searching share.
#pragma once

#include "hwmodel/nest/mapper.h"
#include "hwmodel/nest/search_space.h"

#include <limits>
#include <utility>

namespace espalier::hw::detail {

/// What is minimised, and what decides between equals.
struct Score {
    double first = std::numeric_limits<double>::infinity();
    double second = std::numeric_limits<double>::infinity();

    [[nodiscard]] bool operator<(const Score& other) const {
        return first < other.first || (first == other.first && second < other.second);
    }
};

[[nodiscard]] Score score_of(const NestCost& cost, Goal goal);

/// The best of one part of a search.
struct Best {
    Mapping mapping;
    Score score;
    std::uint64_t looked_at = 0;
    std::uint64_t costed = 0;
};

struct Problem {
    const NestLayer& layer;
    const NestMachine& machine;
    Goal goal;

    /// Infinite where the mapping does not fit.
    [[nodiscard]] Score score(const Mapping& mapping, Best& tally) const;
};

/// Tilings times what may be kept; infinite beyond what a double counts exactly.
[[nodiscard]] double exhaustive_size(const NestLayer& layer, const NestMachine& machine);
[[nodiscard]] Best search_all(const Problem& problem, const Job& job);
[[nodiscard]] Best descend(const Problem& problem, std::uint64_t seed, std::uint64_t restart,
                           const Job& job);

} // namespace espalier::hw::detail
