// SPDX-License-Identifier: GPL-3.0-or-later
// From an accelerator and a layer of the model to what the loop nest knows of them.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/nest/loop_nest.h"
#include "hwmodel/prices.h"

#include <string>
#include <vector>

namespace espalier::hw {

[[nodiscard]] NestLayer nest_layer(const Workload& work, const Accelerator& accelerator);

/// Registers, buffer and DRAM of a preset, or the stores of a tree; priced for `work` (its MACs).
[[nodiscard]] NestMachine nest_machine(const Accelerator& accelerator, const Prices& prices,
                                       const Workload& work);

/// Of the stores of nest_machine(), the innermost first.
[[nodiscard]] std::vector<std::string> store_names(const Accelerator& accelerator);

/// Throws Unsupported naming the first store that is too small for any tile of the layer, with
/// what it has and what it would need.
void check_smallest_tiles(const NestLayer& layer, const NestMachine& machine,
                          const std::vector<std::string>& names);

/// Throws BadInput (factors that do not cover an extent) or Unsupported (a tile or fan-out beyond
/// its component), naming component, dim or operand, found and needed.
void check_mapping(const NestLayer& layer, const NestMachine& machine,
                   const std::vector<std::string>& names, const Mapping& mapping);

} // namespace espalier::hw
