// SPDX-License-Identifier: GPL-3.0-or-later
// What an accelerator spends on each layer before and after, with the layers matched by what they
// stem from: the figures that the charts of the hardware view draw.
#pragma once

#include "app/studio/document/snapshot.h"
#include "hwmodel/estimate.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace espalier::studio {

/// MAC, register, array, buffer, DRAM, leakage: the order of the stack, from the multiplier
/// outwards.
inline constexpr std::size_t kEnergyComponents = 6;
/// MAC, weights, inputs, outputs, leakage.
inline constexpr std::size_t kEnergyOperands = 5;

/// One layer (or the network) on the machine; sums over the nodes of one origin.
struct MachineFigures {
    std::array<double, kEnergyComponents> components{}; ///< NaN leakage counts as 0
    std::array<double, kEnergyOperands> operands{};
    double energy = 0; ///< pJ, or MACs with a relative technology; leakage where known
    double latency_ms = 0;
    double macs = 0;
    double cycles = 0;
    double compute_cycles = 0;
    double fill_cycles = 0;     ///< first operands in, last results out
    double active_elements = 0; ///< mean over the compute cycles
    bool leakage_known = true;

    /// Milliseconds in which the array computes; the rest of latency_ms it waits.
    [[nodiscard]] double compute_ms() const;
};

struct CostRow {
    std::string origin;
    std::optional<MachineFigures> before; ///< absent where the layer is new
    std::optional<MachineFigures> after;  ///< absent where it is gone
};

struct CostTable {
    std::vector<CostRow> rows; ///< in the order of the first network; new layers at the end
    std::optional<MachineFigures> before;
    std::optional<MachineFigures> after;
};

/// Shares of what the array could do in a layer's cycles; they add up to one.
struct ArrayUse {
    double busy = 0;    ///< multiplies: the utilisation of the model
    double waiting = 0; ///< has work, but waits for data, fill or drain
    double idle = 0;    ///< has no work in this layer
};

[[nodiscard]] MachineFigures figures_of(const hw::LayerCost& cost);

/// Where a snapshot has no model, its side is empty everywhere.
[[nodiscard]] CostTable cost_table(const Snapshot& before, const Snapshot& after);

/// nullopt for work that does not multiply.
[[nodiscard]] std::optional<ArrayUse> array_use(const MachineFigures& layer, double elements);

/// The energies that are stacked in one bar; empty where there is no layer.
[[nodiscard]] std::vector<double> energy_stack(const std::optional<MachineFigures>& layer,
                                               bool by_operand);

/// Milliseconds: computes, waits for memory, first operands and last results.
[[nodiscard]] std::vector<double> time_stack(const MachineFigures& layer);

/// Origin of each layer of the model, for the layers as they stand in it.
[[nodiscard]] std::vector<std::string> layer_origins(const Snapshot& snapshot);

} // namespace espalier::studio
