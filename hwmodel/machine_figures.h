// SPDX-License-Identifier: GPL-3.0-or-later
// A machine's description as figures that people change one at a time: each with its unit and what
// it may be, and the description with one of them changed.
//
//     Json machine = to_json(load_accelerator("eyeriss-tree"));
//     for (const MachineFigure& figure : machine_figures(machine)) { ... }
//     machine = with_figure(machine, "component buffer", "bytes", 65536);
//     const Accelerator smaller = parse_accelerator(machine.dump(), "mine");
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::hw {

enum class FigureKind : std::uint8_t { Number, Whole, YesNo, Choice, List };

struct MachineFigure {
    std::string section; ///< "array", or "component NAME"
    std::string key;     ///< "rows"
    FigureKind kind = FigureKind::Number;
    std::string value; ///< as JSON text
    std::string unit;  ///< "bytes", "bits/cycle" ...; empty for a count
    /// Of numbers: what the parser takes. No limits where both are 0.
    double low = 0;
    double high = 0;
    std::vector<std::string> choices; ///< of a choice, or of what a list may name
    std::string source;               ///< of its section
    char confidence = 'C';
};

/// All that may be changed, in the order of the document; not the sources themselves, nor a tree's
/// names and parents.
[[nodiscard]] std::vector<MachineFigure> machine_figures(const nlohmann::ordered_json& machine);

/// The document with one figure changed. Its section says so in its source and drops to confidence
/// C; id and title say that the machine is another one; a published area, which was that of the
/// machine as published, is gone. Checked as a whole: BadInput naming section or component, key,
/// what was found and what is needed.
[[nodiscard]] nlohmann::ordered_json with_figure(const nlohmann::ordered_json& machine,
                                                 std::string_view section, std::string_view key,
                                                 const nlohmann::ordered_json& value);

/// A tree with one more store, an SRAM of 64 KB that holds all operands, between `parent` and what
/// leads from there to the mac. BadInput where there is no tree or no such component.
[[nodiscard]] nlohmann::ordered_json with_store(const nlohmann::ordered_json& machine,
                                                std::string_view parent);
/// A tree without one of its components, whose children go to its parent. BadInput for DRAM and
/// mac, which a machine can not do without.
[[nodiscard]] nlohmann::ordered_json without_component(const nlohmann::ordered_json& machine,
                                                       std::string_view name);

} // namespace espalier::hw
