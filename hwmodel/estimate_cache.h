// SPDX-License-Identifier: GPL-3.0-or-later
// What has been costed stays costed: a change of one layer's bits or densities costs that layer
// again and no other.
#pragma once

#include "hwmodel/estimate.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace espalier::hw {

/// Of one machine, technology and way of working (dataflow or search); not for several threads.
class EstimateCache {
public:
    /// The row of an equal layer, whatever its name; null where there is none.
    [[nodiscard]] const LayerEstimate* find(const Workload& work) const;
    void put(const Workload& work, const LayerEstimate& row);

    /// Layers that were costed, which is what was put.
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::unordered_map<std::size_t, std::vector<LayerEstimate>> rows_;
    std::size_t size_ = 0;
};

/// Whether an estimate cannot tell them apart.
[[nodiscard]] bool same_work(const Workload& a, const Workload& b);

/// estimate(), but for the layers that `cache` knows.
[[nodiscard]] NetworkCost estimate_cached(const Network& network, const Accelerator& accelerator,
                                          const Dataflow& dataflow, const Technology& technology,
                                          const Job& job, EstimateCache& cache);

} // namespace espalier::hw
