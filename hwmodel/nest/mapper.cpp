// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/nest/mapper.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "hwmodel/nest/mapper_detail.h"

#include <cmath>
#include <vector>

namespace espalier::hw {

namespace detail {

Score score_of(const NestCost& cost, Goal goal) {
    switch (goal) {
    case Goal::Energy:
        return {cost.energy_pj, cost.cycles};
    case Goal::Latency:
        return {cost.cycles, cost.energy_pj};
    case Goal::EnergyDelay:
        return {cost.energy_pj * cost.cycles, cost.cycles};
    }
    return {};
}

Score Problem::score(const Mapping& mapping, Best& tally) const {
    ++tally.looked_at;
    if (!fits(layer, machine, mapping)) {
        return {};
    }
    ++tally.costed;
    return score_of(cost_of(layer, machine, count_accesses(layer, machine, mapping)), goal);
}

} // namespace detail

namespace {

void merge(detail::Best& into, const detail::Best& from) {
    into.looked_at += from.looked_at;
    into.costed += from.costed;
    if (from.score < into.score) {
        into.score = from.score;
        into.mapping = from.mapping;
    }
}

} // namespace

std::optional<FoundMapping> find_mapping(const NestLayer& layer, const NestMachine& machine,
                                         const SearchOptions& options, const Job& job) {
    const detail::Problem problem{layer, machine, options.goal};
    const bool all = detail::exhaustive_size(layer, machine) <= options.exhaustive_below;
    detail::Best best;
    if (all) {
        best = detail::search_all(problem, job);
    } else {
        std::vector<detail::Best> found(options.restarts);
        parallel_for(options.restarts, [&](std::size_t i) {
            found[i] = detail::descend(problem, options.seed, i, job);
        });
        for (const detail::Best& one : found) {
            merge(best, one);
        }
    }
    if (std::isinf(best.score.first)) {
        return std::nullopt;
    }
    FoundMapping result;
    result.mapping = best.mapping;
    result.counts = count_accesses(layer, machine, best.mapping);
    result.cost = cost_of(layer, machine, result.counts);
    result.looked_at = best.looked_at;
    result.costed = best.costed;
    result.exhaustive = all;
    return result;
}

Goal parse_goal(std::string_view text) {
    for (const Goal goal : {Goal::Energy, Goal::Latency, Goal::EnergyDelay}) {
        if (text == to_string(goal)) {
            return goal;
        }
    }
    fail(ErrorCode::Usage, "\"{}\" is not a goal of mapping, expected energy, latency or edp",
         text);
}

const char* to_string(Goal goal) {
    switch (goal) {
    case Goal::Energy:
        return "energy";
    case Goal::Latency:
        return "latency";
    case Goal::EnergyDelay:
        return "edp";
    }
    return "";
}

} // namespace espalier::hw
