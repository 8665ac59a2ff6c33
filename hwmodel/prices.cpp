// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/prices.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::hw {

namespace {

constexpr std::array<Operand, kOperands> kAll{Operand::Weight, Operand::Input, Operand::Output};
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kScratchpadWord = 16; ///< bits of an access in the scratchpad table

class Builder {
public:
    Builder(const Accelerator& accelerator, const Technology& technology)
        : machine_(accelerator)
        , table_(technology)
        , scale_(technology.energy_scale(technology.node_nm, technology.voltage,
                                         accelerator.node_nm, accelerator.voltage))
        , unit_(technology.relative ? "MAC/bit" : "pJ/bit") {
        prices_.technology = &technology;
        prices_.mac_scale = scale_;
        prices_.area_scale = technology.relative
                                 ? 1
                                 : technology.area_scale(technology.node_nm, accelerator.node_nm);
    }

    Prices build() {
        note_arithmetic();
        if (machine_.components.empty()) {
            element();
            array();
            buffer();
            const Figure& dram = table_.dram_bit(machine_.dram_kind);
            set_all(Level::Dram, dram.value, dram.value);
            note("DRAM access (" + machine_.dram_kind + ")", dram.value, unit_, "", dram.source);
        } else {
            price_components(machine_, table_, prices_);
        }
        if (scale_ != 1) {
            note("energy scale to the machine's node", scale_, "x",
                 fmt::format("polynomial({:g} nm, {:g} V) / polynomial({:g} nm, {:g} V)",
                             machine_.node_nm, machine_.voltage, table_.node_nm, table_.voltage),
                 table_.scaling_source);
        }
        return std::move(prices_);
    }

private:
    void note(std::string name, double value, std::string unit, std::string how,
              std::string source) {
        prices_.constants.push_back(
            {std::move(name), value, std::move(unit), std::move(how), std::move(source)});
    }

    void set(Level level, Operand which, double read, double write) {
        prices_.read_bit[static_cast<std::size_t>(level)][static_cast<std::size_t>(which)] = read;
        prices_.write_bit[static_cast<std::size_t>(level)][static_cast<std::size_t>(which)] = write;
    }

    void set_all(Level level, double read, double write) {
        for (const Operand which : kAll) {
            set(level, which, read, write);
        }
    }

    [[nodiscard]] double register_bit() const {
        if (!table_.register_bit) {
            fail(ErrorCode::Unsupported, "technology {}: the energy of a register is unknown",
                 table_.id);
        }
        return table_.register_bit->value * scale_;
    }

    void note_arithmetic() {
        if (table_.mac_flat) {
            note("MAC", table_.mac_flat->value, "MAC", "", table_.mac_flat->source);
            return;
        }
        const auto list = [&](const char* what, const std::vector<WidthFigure>& points) {
            for (const WidthFigure& point : points) {
                note(fmt::format("{}, {:g} bits", what, point.bits), point.figure.value, "pJ", "",
                     point.figure.source);
            }
        };
        list("fixed-point multiplication", table_.integer_multiply);
        list("fixed-point addition", table_.integer_add);
        list("floating-point multiplication", table_.float_multiply);
        list("floating-point addition", table_.float_add);
    }

    /// pJ a bit of a scratchpad of `words`: from the scratchpad table, or, in a relative table,
    /// what it charges for a register.
    double scratchpad_bit(std::int32_t words) {
        const auto access = table_.scratchpad_pj(static_cast<double>(words) * machine_.native_bits);
        return access ? *access * scale_ / kScratchpadWord : register_bit();
    }

    void note_scratchpad(const std::string& name, std::int32_t words, double bit) {
        if (table_.scratchpads.empty()) {
            note(name, bit, unit_, "", table_.register_bit->source);
            return;
        }
        note(name, bit, unit_,
             fmt::format("log-log interpolation at {} x {} bits, over a 16-bit access", words,
                         machine_.native_bits),
             table_.scratchpads.front().figure.source);
    }

    void element() {
        double stored_bits = 0;
        if (machine_.shared_scratchpad_words > 0) {
            const double bit = scratchpad_bit(machine_.shared_scratchpad_words);
            set_all(Level::Register, bit, bit);
            note_scratchpad("scratchpad", machine_.shared_scratchpad_words, bit);
            stored_bits =
                static_cast<double>(machine_.shared_scratchpad_words) * machine_.native_bits;
        } else if (machine_.scratchpad_words[0] > 0) {
            for (const Operand which : kAll) {
                const std::int32_t words =
                    machine_.scratchpad_words[static_cast<std::size_t>(which)];
                const double bit = scratchpad_bit(words);
                set(Level::Register, which, bit, bit);
                note_scratchpad(fmt::format("{} scratchpad", to_string(which)), words, bit);
                stored_bits += static_cast<double>(words) * machine_.native_bits;
            }
        } else {
            set_all(Level::Register, register_bit(), register_bit());
            note("register", register_bit(), unit_, "", table_.register_bit->source);
            // One register each for weight and input, and an accumulator of 32 bits.
            stored_bits = 2.0 * machine_.native_bits + 32;
        }
        prices_.storage_area_um2 =
            table_.register_area ? table_.register_area->value * stored_bits : kUnknown;
    }

    void array() {
        if (machine_.interconnect == Interconnect::Systolic) {
            set_all(Level::Array, register_bit(), register_bit());
            note("hop to a neighbour", register_bit(), unit_,
                 "a register written and read; the wire between neighbours is neglected",
                 table_.register_bit->source);
            return;
        }
        if (!table_.array_bit) {
            fail(ErrorCode::Unsupported,
                 "technology {}: the energy of a delivery over the array's buses is unknown",
                 table_.id);
        }
        // A delivery is counted once, as a write at the element it reaches.
        set_all(Level::Array, 0, table_.array_bit->value * scale_);
        note("delivery to an element", table_.array_bit->value * scale_, unit_, "",
             table_.array_bit->source);
    }

    void buffer() {
        if (table_.buffer_bit) {
            set_all(Level::Buffer, table_.buffer_bit->value, table_.buffer_bit->value);
            note("buffer access", table_.buffer_bit->value, unit_, "", table_.buffer_bit->source);
            prices_.leakage_mw = kUnknown;
            prices_.buffer_area_um2 = kUnknown;
            return;
        }
        if (machine_.has_shared_buffer()) {
            macro("buffer", machine_.shared_buffer_bytes, {true, true, true});
            return;
        }
        for (const Operand which : kAll) {
            std::array<bool, kOperands> users{};
            users[static_cast<std::size_t>(which)] = true;
            macro(fmt::format("{} buffer", to_string(which)),
                  machine_.buffer_bytes[static_cast<std::size_t>(which)], users);
        }
    }

    void macro(const std::string& name, std::int64_t bytes,
               const std::array<bool, kOperands>& users) {
        // Halves of a double buffer, and the banks of a machine that spreads it over its elements.
        const auto banks = machine_.engine.find("banks");
        const double copies = (machine_.double_buffered ? 2 : 1) *
                              (banks != machine_.engine.end() ? banks->second : 1.0);
        const double each = static_cast<double>(bytes) / copies;
        const SramTable& cells = table_.sram_table(machine_.sram_cell);
        const SramRow row = table_.sram_macro(machine_.sram_cell, each);
        const double read = row.read_pj / cells.word_bits * scale_;
        const double write = row.write_pj / cells.word_bits * scale_;
        for (const Operand which : kAll) {
            if (users[static_cast<std::size_t>(which)]) {
                set(Level::Buffer, which, read, write);
            }
        }
        // Leakage is not scaled between nodes: the polynomials speak of dynamic energy only.
        const bool same_node = machine_.node_nm == table_.node_nm;
        prices_.leakage_mw += same_node ? copies * row.leakage_mw : kUnknown;
        prices_.buffer_area_um2 += copies * row.area_um2;
        const std::string how = fmt::format(
            "log-log interpolation at {:g} x {:g} bytes of {} cells, over {:g}-bit accesses",
            copies, each, cells.cell, cells.word_bits);
        note(name + " read", read, unit_, how, cells.source);
        note(name + " write", write, unit_, how, cells.source);
        if (same_node) {
            note(name + " leakage", copies * row.leakage_mw, "mW", how, cells.source);
        }
    }

    const Accelerator& machine_;
    const Technology& table_;
    double scale_;
    const char* unit_;
    Prices prices_;
};

} // namespace

Prices make_prices(const Accelerator& accelerator, const Technology& technology) {
    return Builder(accelerator, technology).build();
}

MacFormat mac_format(const Workload& work, const Accelerator& accelerator) {
    if (accelerator.precision == Precision::Fixed) {
        const double bits = accelerator.native_bits;
        return {bits, bits, bits, Number::Integer};
    }
    const OperandInfo& weight = work.operand(Operand::Weight);
    const OperandInfo& input = work.operand(Operand::Input);
    MacFormat format{static_cast<double>(weight.bits), static_cast<double>(input.bits),
                     static_cast<double>(work.accumulator_bits), Number::Integer};
    if (weight.number == Number::Float || input.number == Number::Float) {
        // The fixed-point side is converted first: its own width no longer matters.
        const double widest = std::max(weight.number == Number::Float ? format.weight_bits : 0.0,
                                       input.number == Number::Float ? format.input_bits : 0.0);
        format = {widest, widest, widest, Number::Float};
    }
    return format;
}

LayerCost price(const Counts& counts, const Workload& work, const Accelerator& accelerator,
                const Prices& prices) {
    LayerCost cost;
    cost.counts = counts;
    if (counts.executed_macs > 0) {
        const auto own = accelerator.engine.find("mac_fj");
        cost.mac_pj =
            counts.executed_macs *
            (own != accelerator.engine.end() && !prices.technology->relative
                 ? own->second * 1e-3
                 : prices.mac_scale * prices.technology->mac_pj(mac_format(work, accelerator)));
    }
    if (counts.adds > 0) {
        cost.mac_pj += counts.adds * prices.mac_scale *
                       prices.technology->add_pj(mac_format(work, accelerator));
    }
    for (std::size_t level = 0; level < kLevels; ++level) {
        for (std::size_t which = 0; which < kOperands; ++which) {
            const Traffic& traffic = counts.traffic[level][which];
            cost.move_pj[level][which] = traffic.read_bits * prices.read_bit[level][which] +
                                         traffic.write_bits * prices.write_bit[level][which];
        }
    }
    cost.latency_ms = counts.cycles / (accelerator.clock_mhz * 1e3);
    // mW times ms is uJ.
    cost.leakage_pj = prices.leakage_mw * cost.latency_ms * 1e6;
    cost.utilisation =
        counts.cycles > 0 ? counts.macs / (counts.cycles * accelerator.peak_macs()) : 0;
    return cost;
}

double multiplier_area_um2(const Accelerator& accelerator, const Prices& prices,
                           const MacFormat& format) {
    const std::optional<double> mac = prices.technology->mac_area_um2(format);
    return mac ? prices.area_scale * accelerator.elements() * *mac : kUnknown;
}

double area_um2(const Accelerator& accelerator, const Prices& prices, const MacFormat& format) {
    if (accelerator.area_um2) {
        return accelerator.area_um2->value;
    }
    return multiplier_area_um2(accelerator, prices, format) +
           prices.area_scale *
               (accelerator.elements() * prices.storage_area_um2 + prices.buffer_area_um2);
}

} // namespace espalier::hw
