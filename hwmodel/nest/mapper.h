// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for the best mapping of a layer: all of them where they are few, otherwise descents from
// random starts. The same seed gives the same mapping on any number of threads.
#pragma once

#include "core/base/job.h"
#include "hwmodel/nest/loop_nest.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace espalier::hw {

enum class Goal : std::uint8_t { Energy, Latency, EnergyDelay };

struct SearchOptions {
    Goal goal = Goal::Energy;
    std::uint64_t seed = 1;
    /// Descents, where not all mappings are looked at.
    std::size_t restarts = 24;
    /// Tilings times choices of what is kept, up to which all mappings are looked at.
    double exhaustive_below = 1e6;
};

struct FoundMapping {
    Mapping mapping;
    NestCounts counts;
    NestCost cost;
    std::uint64_t looked_at = 0; ///< mappings whose tiles were checked
    std::uint64_t costed = 0;    ///< those that fit, and were counted and priced
    bool exhaustive = false;     ///< nothing is better
};

/// Nothing where no mapping fits (explain_misfit() says why). Throws Cancelled when stopped.
[[nodiscard]] std::optional<FoundMapping> find_mapping(const NestLayer& layer,
                                                       const NestMachine& machine,
                                                       const SearchOptions& options,
                                                       const Job& job);

/// "energy", "latency", "edp"; Usage for anything else.
[[nodiscard]] Goal parse_goal(std::string_view text);
[[nodiscard]] const char* to_string(Goal goal);

} // namespace espalier::hw
