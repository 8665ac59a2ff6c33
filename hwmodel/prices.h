// SPDX-License-Identifier: GPL-3.0-or-later
// A technology's table applied to one machine: a handful of numbers per bit, worked out once, so
// that pricing a layer is a few dozen multiplications.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/cost.h"

#include <string>
#include <vector>

namespace espalier::hw {

/// A number that went into an estimate: what it is, how it came about, who says so.
struct Constant {
    std::string name;
    double value = 0;
    std::string unit;
    std::string how; ///< empty where the figure is used as published
    std::string source;
};

/// A component of a tree, in the order of Accelerator::components.
struct ComponentPrice {
    double read_bit = 0;   ///< pJ a bit
    double write_bit = 0;  ///< pJ a bit
    double hop_bit = 0;    ///< of a network: pJ a bit delivered
    double area_um2 = 0;   ///< of all its instances; NaN where unknown
    double leakage_mw = 0; ///< of all its instances; NaN where unknown
};

struct Prices {
    const Technology* technology = nullptr;
    ByLevel<double> read_bit{};  ///< pJ a bit
    ByLevel<double> write_bit{}; ///< pJ a bit
    double mac_scale = 1;        ///< from the table's node and voltage to the machine's
    double leakage_mw = 0;       ///< of the buffers; NaN where unknown
    double buffer_area_um2 = 0;  ///< NaN where unknown
    double storage_area_um2 = 0; ///< registers and scratchpads of one element; NaN where unknown
    double area_scale = 1;
    std::vector<Constant> constants;
    std::vector<ComponentPrice> components; ///< of a machine described as a tree
};

/// Errors (Unsupported) where the table lacks something the machine needs. `technology` must
/// outlive the result.
[[nodiscard]] Prices make_prices(const Accelerator& accelerator, const Technology& technology);

/// Prices the components of a tree, and sums them up by level.
void price_components(const Accelerator& accelerator, const Technology& technology, Prices& into);

/// The format its multipliers compute `work` in: fixed machines take every operand at their own
/// width; one float operand makes the product a float of the widest one.
[[nodiscard]] MacFormat mac_format(const Workload& work, const Accelerator& accelerator);

/// Energies, latency and utilisation of what was counted.
[[nodiscard]] LayerCost price(const Counts& counts, const Workload& work,
                              const Accelerator& accelerator, const Prices& prices);

/// um^2 of all multipliers for `format`; NaN where unknown.
[[nodiscard]] double multiplier_area_um2(const Accelerator& accelerator, const Prices& prices,
                                         const MacFormat& format);

/// um^2 of the array and buffers with multipliers for `format`; NaN where unknown. Published area
/// where the machine states it. Control, buses and pads are not in the modelled sum.
[[nodiscard]] double area_um2(const Accelerator& accelerator, const Prices& prices,
                              const MacFormat& format);

} // namespace espalier::hw
