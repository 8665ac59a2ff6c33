// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/technology.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw {

namespace {

/// Straight line between two points in log-log coordinates, extended beyond them.
double power_law(double x, double x0, double y0, double x1, double y1) {
    const double slope = std::log(y1 / y0) / std::log(x1 / x0);
    return y0 * std::pow(x / x0, slope);
}

/// Piecewise power law through the points, which ascend in bits.
double interpolate(const std::vector<WidthFigure>& points, double bits) {
    if (points.size() == 1) {
        return points[0].figure.value * bits / points[0].bits;
    }
    std::size_t upper = 1;
    while (upper + 1 < points.size() && points[upper].bits < bits) {
        ++upper;
    }
    const WidthFigure& low = points[upper - 1];
    const WidthFigure& high = points[upper];
    return power_law(bits, low.bits, low.figure.value, high.bits, high.figure.value);
}

/// The format the unit is really built for: the smallest tabulated one that holds `bits`.
double at_least(const std::vector<WidthFigure>& points, double bits) {
    for (const WidthFigure& point : points) {
        if (point.bits >= bits) {
            return point.figure.value;
        }
    }
    return interpolate(points, bits);
}

struct Units {
    const std::vector<WidthFigure>& integer_multiply;
    const std::vector<WidthFigure>& integer_add;
    const std::vector<WidthFigure>& float_multiply;
    const std::vector<WidthFigure>& float_add;
};

std::optional<double> mac_from(const Units& units, const MacFormat& format) {
    const double widest = std::max(format.weight_bits, format.input_bits);
    if (format.number == Number::Float) {
        if (units.float_multiply.empty() || units.float_add.empty()) {
            return std::nullopt;
        }
        return at_least(units.float_multiply, widest) + at_least(units.float_add, widest);
    }
    if (units.integer_multiply.empty() || units.integer_add.empty()) {
        return std::nullopt;
    }
    // A w x i multiplier is a w x i array of cells, so width enters as the geometric mean.
    const double mean = std::sqrt(format.weight_bits * format.input_bits);
    return interpolate(units.integer_multiply, mean) +
           interpolate(units.integer_add, format.accumulator_bits);
}

const ScalingRow& scaling_row(const Technology& technology, double node_nm) {
    for (const ScalingRow& row : technology.scaling) {
        if (row.node_nm == node_nm) {
            return row;
        }
    }
    std::string known;
    for (const ScalingRow& row : technology.scaling) {
        known += fmt::format("{}{:g}", known.empty() ? "" : ", ", row.node_nm);
    }
    fail(ErrorCode::Unsupported,
         "technology {}: no scaling is known to {:g} nm, expected {:g} nm or one of: {}",
         technology.id, node_nm, technology.node_nm, known.empty() ? "(none)" : known);
}

double polynomial(const ScalingRow& row, double volt) {
    return (row.a * volt + row.b) * volt + row.c;
}

} // namespace

double Technology::mac_pj(const MacFormat& format) const {
    if (mac_flat) {
        return mac_flat->value;
    }
    const auto energy =
        mac_from({integer_multiply, integer_add, float_multiply, float_add}, format);
    if (!energy) {
        fail(ErrorCode::Unsupported, "technology {}: the energy of a {} MAC is unknown", id,
             format.number == Number::Float ? "floating-point" : "fixed-point");
    }
    return *energy;
}

double Technology::add_pj(const MacFormat& format) const {
    if (mac_flat) {
        return mac_flat->value;
    }
    const bool floats = format.number == Number::Float;
    const std::vector<WidthFigure>& points = floats ? float_add : integer_add;
    if (points.empty()) {
        fail(ErrorCode::Unsupported, "technology {}: the energy of a {} addition is unknown", id,
             floats ? "floating-point" : "fixed-point");
    }
    return floats ? at_least(points, format.input_bits) : interpolate(points, format.input_bits);
}

std::optional<double> Technology::mac_area_um2(const MacFormat& format) const {
    return mac_from({multiply_area, add_area, float_multiply_area, float_add_area}, format);
}

std::optional<double> Technology::scratchpad_pj(double bits) const {
    if (scratchpads.empty()) {
        return std::nullopt;
    }
    return interpolate(scratchpads, bits) *
           energy_scale(scratchpad_node_nm, scratchpad_voltage, node_nm, voltage);
}

const SramTable& Technology::sram_table(std::string_view cell) const {
    for (const SramTable& table : sram) {
        if (table.cell == cell) {
            return table;
        }
    }
    fail(ErrorCode::Unsupported, "technology {}: SRAM cell \"{}\" is unknown", id, cell);
}

SramRow Technology::sram_macro(std::string_view cell, double bytes) const {
    const std::vector<SramRow>& rows = sram_table(cell).rows;
    std::size_t upper = 1;
    while (upper + 1 < rows.size() && rows[upper].bytes < bytes) {
        ++upper;
    }
    const SramRow& low = rows[upper - 1];
    const SramRow& high = rows[upper];
    const auto between = [&](double SramRow::*field) {
        return power_law(bytes, low.bytes, low.*field, high.bytes, high.*field);
    };
    return {bytes, between(&SramRow::read_pj), between(&SramRow::write_pj),
            between(&SramRow::leakage_mw), between(&SramRow::area_um2)};
}

const Figure& Technology::dram_bit(std::string_view kind) const {
    const Figure* any = nullptr;
    for (const Dram& entry : dram) {
        if (entry.kind == kind) {
            return entry.bit;
        }
        if (entry.kind == "any") {
            any = &entry.bit;
        }
    }
    if (any == nullptr) {
        fail(ErrorCode::Unsupported, "technology {}: DRAM \"{}\" is unknown", id, kind);
    }
    return *any;
}

double Technology::energy_scale(double from_nm, double from_v, double to_nm, double to_v) const {
    if (relative || (from_nm == to_nm && from_v == to_v)) {
        return 1;
    }
    return polynomial(scaling_row(*this, to_nm), to_v) /
           polynomial(scaling_row(*this, from_nm), from_v);
}

double Technology::area_scale(double from_nm, double to_nm) const {
    if (from_nm == to_nm) {
        return 1;
    }
    return scaling_row(*this, to_nm).area / scaling_row(*this, from_nm).area;
}

} // namespace espalier::hw
