// SPDX-License-Identifier: GPL-3.0-or-later
// What has been costed stays costed: a change of one layer's bits, densities or zeros costs that
// layer again and no other.
#pragma once

#include "hwmodel/estimate.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace espalier::hw {

/// Of one machine, technology and way of working (dataflow or search). Safe from several threads.
class EstimateCache {
public:
    /// The row of an equal layer, whatever its name; null where there is none.
    [[nodiscard]] std::shared_ptr<const LayerEstimate> find(const Workload& work);
    void put(const Workload& work, LayerEstimate row);
    /// A network was costed: what the last 16 networks did not ask for is forgotten.
    void end_network();

    /// Layers that were costed since the cache was made, forgotten ones included.
    [[nodiscard]] std::size_t costed() const;

private:
    struct Row {
        std::shared_ptr<const LayerEstimate> estimate;
        std::uint64_t used = 0; ///< the last network that asked for it
    };

    mutable std::mutex mutex_;
    std::unordered_map<std::size_t, std::vector<Row>> rows_;
    std::size_t costed_ = 0;
    std::uint64_t network_ = 0;
};

/// Whether an estimate cannot tell them apart.
[[nodiscard]] bool same_work(const Workload& a, const Workload& b);

/// estimate(), but for the layers that `cache` knows.
[[nodiscard]] NetworkCost estimate_cached(const Network& network, const Accelerator& accelerator,
                                          const Dataflow& dataflow, const Technology& technology,
                                          const Job& job, EstimateCache& cache);

} // namespace espalier::hw
