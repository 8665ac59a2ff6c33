// SPDX-License-Identifier: GPL-3.0-or-later
// A network on a machine: cycles, energy and area, layer by layer, every number with its origin.
//
//     const Accelerator machine = load_accelerator("systolic-32x32");
//     const Technology table = load_technology(kDefaultTechnology);
//     const NetworkCost cost =
//         estimate(read_topology_csv("alexnet.csv"), machine, default_dataflow(machine), table,
//         {});
#pragma once

#include "core/base/job.h"
#include "hwmodel/accelerator.h"
#include "hwmodel/cost.h"
#include "hwmodel/dataflow.h"
#include "hwmodel/prices.h"
#include "hwmodel/roofline.h"
#include "hwmodel/technology.h"
#include "hwmodel/workload.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace espalier::hw {

struct MappedLayer;

struct LayerEstimate {
    std::string name;
    std::string op;
    Workload work;
    LayerCost cost;
    RooflinePoint roof;
    /// The mapping that was costed (nest/mapped.h); null where a dataflow's formulas were.
    std::shared_ptr<const MappedLayer> mapped;
};

/// A part of the machine and its silicon.
struct PartArea {
    std::string name;
    double um2 = 0;
};

struct NetworkCost {
    std::string network;
    std::string accelerator;
    std::string dataflow;
    std::string technology;
    bool relative = false; ///< energies are multiples of a MAC, not pJ
    std::vector<LayerEstimate> layers;
    LayerCost total;    ///< sums; utilisation and active elements over all cycles
    RooflinePoint roof; ///< of the whole network
    Roofline machine;
    std::optional<double> area_um2;  ///< nothing where the technology does not say
    bool area_published = false;     ///< the machine's own figure, not the sum of its parts
    std::vector<PartArea> areas;     ///< modelled parts; empty where one of them is unknown
    std::vector<Constant> constants; ///< every number of the technology that was used
    std::vector<std::string> notes;  ///< what the model left out or bent for this network
};

/// Prices every layer, one after the other (a layer's result does not depend on its neighbours;
/// equal layers are counted once).
/// `technology` is used during the call only. Errors are located at the layer's name; Unsupported
/// where the machine does not run the dataflow.
[[nodiscard]] NetworkCost estimate(const Network& network, const Accelerator& accelerator,
                                   const Dataflow& dataflow, const Technology& technology,
                                   const Job& job);

/// The same with `cost_layer` for each layer (a row but for its roof).
[[nodiscard]] NetworkCost
assemble(const Network& network, const Accelerator& accelerator, const Dataflow& dataflow,
         const Technology& technology,
         const std::function<LayerEstimate(const NamedWorkload&, const Prices&)>& cost_layer,
         const Job& job);

/// One number opened: what it is, its value, and how it came about.
struct Explanation {
    std::string quantity;
    double value = 0; ///< NaN where unknown
    std::string unit;
    std::string formula;
    std::string source;
};

/// Every number of one layer (index into layers) with formula and source; the constants that the
/// formulas speak of are NetworkCost::constants.
[[nodiscard]] std::vector<Explanation> explain(const NetworkCost& cost, std::size_t layer);

/// The document of `espalier estimate --json`: energy_pj, cycles, compute_cycles, area_um2, macs,
/// modelled_latency_ms, layers, constants, formulas, notes. Unknown numbers are null; with a
/// relative technology energy_pj is null and the same tree lies under energy_macs.
[[nodiscard]] nlohmann::ordered_json to_json(const NetworkCost& cost);

} // namespace espalier::hw
