// SPDX-License-Identifier: GPL-3.0-or-later
// A machine: an array of processing elements, the memories around it, and what it can exploit.
// Presets lie in resources/accelerators; every section of such a file names its source.
#pragma once

#include "hwmodel/component.h"
#include "hwmodel/technology.h"
#include "hwmodel/workload.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::hw {

enum class Interconnect : std::uint8_t {
    Systolic,  ///< every element talks to its neighbours; a hop costs a register write and read
    Multicast, ///< buses deliver from the buffer to the elements; a delivery costs
               ///< Technology::array_bit
};

enum class Precision : std::uint8_t {
    Matched, ///< built for (or scaling with) the operands' widths
    Fixed,   ///< narrower operands are stored and computed at the native width; wider ones rounded
};

/// What a machine's mapper looks for where a dataflow leaves a choice.
enum class Objective : std::uint8_t { Energy, EnergyDelay };

/// A section of the description with where it comes from.
struct SourcedText {
    std::string key;
    std::string text;
    std::string source;
    char confidence = 'C';
};

struct Accelerator {
    std::string id;
    std::string title;
    std::string summary;

    std::int32_t rows = 0;
    std::int32_t columns = 0;
    Interconnect interconnect = Interconnect::Systolic;

    /// Scratchpad words inside one element, by operand; all 0 where there are only registers.
    std::array<std::int32_t, kOperands> scratchpad_words{};
    /// Words of one scratchpad that the operands share; excludes `scratchpad_words`.
    std::int32_t shared_scratchpad_words = 0;

    /// On-chip buffer, by operand; or one of `shared_buffer_bytes` for all of them.
    std::array<std::int64_t, kOperands> buffer_bytes{};
    std::int64_t shared_buffer_bytes = 0;
    /// The part of a shared buffer that only weights use, and beyond which they cannot grow;
    /// 0 where there is no such wall.
    std::int64_t weight_share_bytes = 0;
    /// Half of a double buffer works while the other half is filled.
    bool double_buffered = true;

    Precision precision = Precision::Matched;
    std::int32_t native_bits =
        8; ///< the machine's word; operands take this width where it is fixed

    double dram_bits_per_cycle = 0;
    std::string dram_kind;
    double clock_mhz = 0;
    double node_nm = 45;
    double voltage = 0.9;
    std::string sram_cell;

    /// A zero input saves the MAC and the weight read beside it, but no cycle.
    bool gates_zero_inputs = false;
    /// Operands that cross the DRAM pins run-length coded (5-bit run, 16-bit level, 3 in 64 bits).
    std::array<bool, kOperands> run_length_coded{};

    /// What only its own dataflow asks for (lanes, queues, thresholds), by the names that it uses.
    std::map<std::string, double, std::less<>> engine;

    Objective objective = Objective::EnergyDelay;

    std::vector<std::string> dataflows; ///< ids it can run; the first one is its own choice
    std::optional<Figure> area_um2;     ///< as published; modelled from its parts where absent

    /// Of a machine that is described as a tree: the chain from DRAM to the mac. The figures above
    /// then sum it up. Empty for the others.
    std::vector<Component> components;
    std::string components_text; ///< as it was written

    std::vector<SourcedText> sources;

    [[nodiscard]] double elements() const { return static_cast<double>(rows) * columns; }

    /// Peak multiply-accumulates a cycle.
    [[nodiscard]] double peak_macs() const { return elements(); }

    [[nodiscard]] bool has_shared_buffer() const { return shared_buffer_bytes > 0; }

    /// Bits of the operand's buffer that hold its current tile: half where double-buffered.
    [[nodiscard]] double usable_bits(Operand which) const;
    /// Width an operand of the workload has in this machine's memories.
    [[nodiscard]] double stored_bits(const OperandInfo& info) const;
    [[nodiscard]] double accumulator_bits(const Workload& work) const;
    [[nodiscard]] bool runs(std::string_view dataflow) const;
    /// A figure of `engine`; Unsupported naming it where the machine does not have it.
    [[nodiscard]] double figure(std::string_view name) const;
};

/// A preset: its id (systolic-ROWSxCOLS stands for any size), title and summary.
struct AcceleratorInfo {
    std::string id;
    std::string title;
    std::string summary;
};

/// The shipped presets, sorted by id.
[[nodiscard]] std::vector<AcceleratorInfo> accelerator_list();

/// A preset by id (for example "eyeriss", "systolic-32x32": rows and columns 1 to 65536), or a JSON
/// file. Errors: Usage for an unknown id, listing what there is; BadInput naming file and key.
[[nodiscard]] Accelerator load_accelerator(std::string_view id_or_path);
[[nodiscard]] Accelerator parse_accelerator(std::string_view json, std::string_view name);
/// The same document back: parse_accelerator(to_json(a).dump()) equals a.
[[nodiscard]] nlohmann::ordered_json to_json(const Accelerator& accelerator);

} // namespace espalier::hw
