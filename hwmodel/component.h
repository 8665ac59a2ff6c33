// SPDX-License-Identifier: GPL-3.0-or-later
// An accelerator as a tree of components that people can write: DRAM at the root, buffers and
// networks below it, the multipliers as a leaf. Read into a chain of stores for the loop nest.
#pragma once

#include "hwmodel/workload.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace espalier::hw {

enum class ComponentKind : std::uint8_t { Dram, Sram, Registers, Network, Mac };

struct Component {
    std::string name;
    ComponentKind kind = ComponentKind::Sram;
    std::string parent; ///< empty at the root
    std::string source;
    char confidence = 'C';

    std::array<bool, kOperands> operands{true, true, true}; ///< what a store can hold
    /// Whether a mapping may keep an operand elsewhere.
    bool may_be_passed_by = true;
    double capacity_bits = 0; ///< of one instance; 0 for DRAM: no limit
    bool double_buffered = false;
    double bits_per_cycle = 0; ///< of one instance, in each direction; 0: no limit
    std::string cell;          ///< of an SRAM
    std::string dram_kind;
    std::int32_t columns = 1; ///< of a network
    std::int32_t rows = 1;
    bool shares_halos = false; ///< of a network: sends overlapping windows' inputs once

    /// As the file gives them; otherwise the technology's table says.
    std::optional<double> read_pj_per_bit, write_pj_per_bit, hop_pj_per_bit, area_um2;

    [[nodiscard]] bool is_store() const {
        return kind == ComponentKind::Dram || kind == ComponentKind::Sram ||
               kind == ComponentKind::Registers;
    }

    /// What its tiles may use.
    [[nodiscard]] double usable_bits() const {
        return double_buffered ? capacity_bits / 2 : capacity_bits;
    }
};

/// Reads and checks the array of components: one root (DRAM), one mac, known parents, no cycle, no
/// negative price. They come back in the order of the chain, outermost first, siblings that hold
/// different operands one after the other, the mac last. Errors name the component.
[[nodiscard]] std::vector<Component> parse_components(const nlohmann::ordered_json& list);

} // namespace espalier::hw
