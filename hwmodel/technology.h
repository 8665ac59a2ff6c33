// SPDX-License-Identifier: GPL-3.0-or-later
// What one action costs in a given silicon technology. Every number carries its source; a number
// that no source gives is unknown, and stays unknown in whatever is computed from it.
#pragma once

#include "hwmodel/workload.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::hw {

/// One published or derived number. `confidence`: A read in the source, B cross-checked, C
/// recalled.
struct Figure {
    double value = 0;
    std::string source;
    char confidence = 'C';
};

/// A number that was measured at one width (or capacity, in bits) of a component.
struct WidthFigure {
    double bits = 0;
    Figure figure;
};

struct SramRow {
    double bytes = 0;
    double read_pj = 0;  ///< one access of the table's word
    double write_pj = 0; ///< one access of the table's word
    double leakage_mw = 0;
    double area_um2 = 0;
};

/// One kind of SRAM cell, sampled over capacities; rows ascend in bytes.
struct SramTable {
    std::string cell;
    double word_bits = 64;
    std::string source;
    std::vector<SramRow> rows;
};

/// Energy(node, V) = a V^2 + b V + c, only its ratios mean anything.
struct ScalingRow {
    double node_nm = 0;
    double a = 0, b = 0, c = 0;
    double area = 0; ///< area relative to 45 nm
};

/// Widths and kind of one multiply-accumulate.
struct MacFormat {
    double weight_bits = 8;
    double input_bits = 8;
    double accumulator_bits = 32;
    Number number = Number::Integer;
};

struct Technology {
    std::string id;
    std::string title;
    std::string summary;
    double node_nm = 45;
    double voltage = 0.9;
    /// Energies are multiples of one MAC, not picojoules (for the normalised cost tables of
    /// papers).
    bool relative = false;

    std::optional<Figure> mac_flat; ///< one MAC whatever its widths; set in relative tables only
    std::vector<WidthFigure> integer_multiply, integer_add, float_multiply, float_add;
    std::vector<WidthFigure> multiply_area, add_area, float_multiply_area, float_add_area;
    std::optional<Figure> register_bit;   ///< pJ a bit, read or written
    std::optional<Figure> register_area;  ///< um^2 a bit
    std::vector<WidthFigure> scratchpads; ///< bits of capacity -> pJ for a 16-bit access
    double scratchpad_node_nm = 45;       ///< where the scratchpads were measured
    double scratchpad_voltage = 0.9;
    std::optional<Figure> array_bit;  ///< pJ a bit delivered to a processing element over a bus
    std::optional<Figure> buffer_bit; ///< pJ a bit of any buffer; set in relative tables only
    std::vector<SramTable> sram;

    struct Dram {
        std::string kind;
        Figure bit; ///< pJ a bit
    };

    std::vector<Dram> dram;
    std::vector<ScalingRow> scaling;
    std::string scaling_source;

    /// pJ of one multiply-accumulate. Integer products follow a power law in the product of the
    /// widths through the table's points (Horowitz's 8 and 32 bit: exponent 0.989); floats take the
    /// next larger format of the table. Errors where the table has no figure at all.
    [[nodiscard]] double mac_pj(const MacFormat& format) const;
    /// pJ of one addition or comparison as wide as the inputs (pooling, element-wise layers).
    [[nodiscard]] double add_pj(const MacFormat& format) const;
    /// um^2 of the unit that does it; nothing where the table has no areas.
    [[nodiscard]] std::optional<double> mac_area_um2(const MacFormat& format) const;
    /// pJ of a 16-bit access to a scratchpad of `bits` capacity, at this table's own node. Log-log
    /// interpolation, the ends extended. Nothing where unknown.
    [[nodiscard]] std::optional<double> scratchpad_pj(double bits) const;
    /// One SRAM of `bytes` made of `cell`: log-log interpolation between the sampled capacities,
    /// beyond them extended by the last slope. Errors on a cell the table does not have.
    [[nodiscard]] SramRow sram_macro(std::string_view cell, double bytes) const;
    [[nodiscard]] const SramTable& sram_table(std::string_view cell) const;
    /// The DRAM of that kind, or the one named "any". Errors where neither exists.
    [[nodiscard]] const Figure& dram_bit(std::string_view kind) const;
    /// Energy at (`to_nm`, `to_v`) over energy at (`from_nm`, `from_v`); 1 where they are equal.
    /// Errors on nodes outside the scaling table.
    [[nodiscard]] double energy_scale(double from_nm, double from_v, double to_nm,
                                      double to_v) const;
    [[nodiscard]] double area_scale(double from_nm, double to_nm) const;
};

/// Parses resources/technology/ID.json, or any file given by path. Every number without a source
/// is an error; errors name the file and the key.
[[nodiscard]] Technology load_technology(std::string_view id_or_path);
[[nodiscard]] Technology parse_technology(std::string_view json, std::string_view name);
/// The ids of the shipped tables, sorted. The first choice is "horowitz-45nm".
[[nodiscard]] std::vector<std::string> technology_ids();

inline constexpr std::string_view kDefaultTechnology = "horowitz-45nm";

} // namespace espalier::hw
