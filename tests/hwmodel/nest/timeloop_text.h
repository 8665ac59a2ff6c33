// SPDX-License-Identifier: GPL-3.0-or-later
// Timeloop's printed mappings and counters, as the reference outputs hold them.
#pragma once

#include "core/base/json.h"
#include "hwmodel/nest/loop_nest.h"

#include <map>
#include <string>
#include <string_view>

namespace espalier::hw::test {

struct TimeloopRun {
    std::string name;
    NestLayer layer;
    NestMachine machine; ///< what each store keeps; nothing has a price or a size
    Mapping mapping;
    std::map<std::string, std::size_t> stores; ///< by the names in the text
    Json levels;                               ///< the counters
    bool has_product_names = false;            ///< A, B, Z over M, N, K
};

/// Reads the mapping; extents of the layer are the products of its loops.
TimeloopRun parse_timeloop(const std::string& name, const Json& run, int stride);
/// Weight, Input or Output of a tensor's name.
Operand operand_named(std::string_view tensor);

} // namespace espalier::hw::test
