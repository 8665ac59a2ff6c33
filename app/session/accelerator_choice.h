// SPDX-License-Identifier: GPL-3.0-or-later
// An accelerator, the technology it is priced in, and the dataflow it runs.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/dataflow.h"
#include "hwmodel/estimate_cache.h"
#include "hwmodel/technology.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace espalier {

/// The layers that were costed on one machine, by dataflow. Safe from several threads.
class CostedLayers {
public:
    [[nodiscard]] hw::EstimateCache& on(const hw::Dataflow& dataflow);

private:
    std::mutex mutex_;
    std::map<const hw::Dataflow*, hw::EstimateCache> caches_;
};

/// Copies share what they costed: accelerator and technology are set once.
struct AcceleratorChoice {
    hw::Accelerator accelerator;
    const hw::Dataflow* dataflow = nullptr; ///< never null once chosen
    hw::Technology technology;
    std::shared_ptr<CostedLayers> costed = std::make_shared<CostedLayers>();

    /// "eyeriss, row stationary, 45 nm".
    [[nodiscard]] std::string str() const;
    /// Whether a new layer is searched for its mapping, which may take tenths of a second.
    [[nodiscard]] bool searches() const;
};

/// `accelerator` is a preset's id or a JSON file; an empty `dataflow` takes the machine's own
/// choice. Usage errors name what there is.
[[nodiscard]] AcceleratorChoice choose_accelerator(const std::string& accelerator,
                                                   const std::string& dataflow = {});
/// The same of a machine described in JSON text. A dataflow that it does not run, or does not know,
/// gives way to its own choice.
[[nodiscard]] AcceleratorChoice choose_described(const std::string& json,
                                                 const std::string& dataflow = {});

} // namespace espalier
