// SPDX-License-Identifier: GPL-3.0-or-later
// Networks costed by mappings: searched for, or given in a file.
#pragma once

#include "hwmodel/estimate.h"
#include "hwmodel/nest/mapper.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::hw {

/// One layer on its mapping: what was costed, and how it adds up.
struct MappedLayer {
    Mapping mapping;
    NestCounts counts;
    NestCost nest;
    std::vector<std::string> stores; ///< names, the innermost first
    std::uint64_t looked_at = 0;     ///< mappings whose tiles were checked
    std::uint64_t costed = 0;        ///< mappings that were counted and priced to find this one
    bool exhaustive = false;
};

/// Mappings by the name of their layer.
using Mappings = std::map<std::string, Mapping, std::less<>>;

/// Reads {"layers": [{"name": ..., "mapping": [{"store": "DRAM", "for": ["K 4", ...], "columns":
/// [...], "rows": [...], "keeps": ["weight", ...]}, ...]}]}, loops and stores outermost first: what
/// to_json() writes. Stores that are left out do nothing; "keeps" left out is all that can be kept.
[[nodiscard]] Mappings parse_mappings(std::string_view json, std::string_view name,
                                      const Accelerator& accelerator);
[[nodiscard]] nlohmann::ordered_json to_json(const MappedLayer& layer);

/// The layer's best mapping; Unsupported where no tile fits a store.
[[nodiscard]] LayerCost map_layer(const Workload& work, const Accelerator& accelerator,
                                  const Prices& prices, const SearchOptions& options,
                                  const Job& job, MappedLayer* details = nullptr);
/// The layer on a mapping of somebody else's.
[[nodiscard]] LayerCost cost_mapping(const Workload& work, const Accelerator& accelerator,
                                     const Prices& prices, const Mapping& mapping,
                                     MappedLayer* details = nullptr);

class EstimateCache;

/// estimate() with a mapping for each layer that multiplies: that of `given` where it names the
/// layer, otherwise the best that is found. Equal layers are searched once, and those that
/// `cache` (of the same machine and options) knows not at all.
[[nodiscard]] NetworkCost estimate_mapped(const Network& network, const Accelerator& accelerator,
                                          const Technology& technology,
                                          const SearchOptions& options, const Mappings& given,
                                          const Job& job, EstimateCache* cache = nullptr);

} // namespace espalier::hw
