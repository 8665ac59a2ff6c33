// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "hwmodel/prices.h"

#include <cmath>
#include <limits>

namespace espalier::hw {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kScratchpadWord = 16; ///< bits of an access in the scratchpad table

class Pricer {
public:
    Pricer(const Accelerator& machine, const Technology& table, Prices& into)
        : machine_(machine)
        , table_(table)
        , prices_(into)
        , scale_(into.mac_scale)
        , unit_(table.relative ? "MAC/bit" : "pJ/bit") {}

    ComponentPrice price(const Component& component, double instances) {
        ComponentPrice result;
        switch (component.kind) {
        case ComponentKind::Dram:
            dram(component, result);
            break;
        case ComponentKind::Sram:
            sram(component, instances, result);
            break;
        case ComponentKind::Registers:
            registers(component, instances, result);
            break;
        case ComponentKind::Network:
            network(component, result);
            break;
        case ComponentKind::Mac:
            break;
        }
        if (component.area_um2) {
            result.area_um2 = *component.area_um2 * instances;
        }
        const auto given = [&](const std::optional<double>& figure, double& value,
                               const char* what) {
            if (figure) {
                value = *figure;
                note(component, what, value, "", component.source);
            }
        };
        given(component.read_pj_per_bit, result.read_bit, "read");
        given(component.write_pj_per_bit, result.write_bit, "write");
        given(component.hop_pj_per_bit, result.hop_bit, "delivery");
        return result;
    }

private:
    void note(const Component& component, const char* what, double value, std::string how,
              std::string source) {
        prices_.constants.push_back(
            {component.name + " " + what, value, unit_, std::move(how), std::move(source)});
    }

    void dram(const Component& component, ComponentPrice& result) {
        if (component.read_pj_per_bit && component.write_pj_per_bit) {
            return;
        }
        const Figure& bit = table_.dram_bit(component.dram_kind);
        result.read_bit = result.write_bit = bit.value;
        note(component, "access", bit.value, "", bit.source);
    }

    void sram(const Component& component, double instances, ComponentPrice& result) {
        result.area_um2 = result.leakage_mw = kUnknown;
        if (table_.buffer_bit) {
            result.read_bit = result.write_bit = table_.buffer_bit->value;
            note(component, "access", table_.buffer_bit->value, "", table_.buffer_bit->source);
            return;
        }
        const SramTable& cells = table_.sram_table(component.cell);
        const SramRow row = table_.sram_macro(component.cell, component.capacity_bits / 8);
        result.read_bit = row.read_pj / cells.word_bits * scale_;
        result.write_bit = row.write_pj / cells.word_bits * scale_;
        result.area_um2 = instances * row.area_um2 * prices_.area_scale;
        if (machine_.node_nm == table_.node_nm) {
            result.leakage_mw = instances * row.leakage_mw;
        }
        const std::string how =
            fmt::format("log-log interpolation at {:g} bytes of {} cells, over {:g}-bit accesses",
                        component.capacity_bits / 8, cells.cell, cells.word_bits);
        note(component, "read", result.read_bit, how, cells.source);
        note(component, "write", result.write_bit, how, cells.source);
    }

    void registers(const Component& component, double instances, ComponentPrice& result) {
        const auto access = table_.scratchpad_pj(component.capacity_bits);
        const bool tiny = component.capacity_bits <= 64; // a register, not a small memory
        if (access && !tiny) {
            result.read_bit = result.write_bit = *access * scale_ / kScratchpadWord;
            note(component, "access", result.read_bit,
                 fmt::format("log-log interpolation at {:g} bits, over a 16-bit access",
                             component.capacity_bits),
                 table_.scratchpads.front().figure.source);
        } else if (table_.register_bit) {
            result.read_bit = result.write_bit = table_.register_bit->value * scale_;
            note(component, "access", result.read_bit, "", table_.register_bit->source);
        } else if (!component.read_pj_per_bit || !component.write_pj_per_bit) {
            fail(ErrorCode::Unsupported, "technology {}: the energy of {} is unknown", table_.id,
                 component.name);
        }
        result.area_um2 = table_.register_area ? table_.register_area->value * prices_.area_scale *
                                                     component.capacity_bits * instances
                                               : kUnknown;
    }

    void network(const Component& component, ComponentPrice& result) {
        if (component.hop_pj_per_bit) {
            return;
        }
        if (!table_.array_bit) {
            fail(ErrorCode::Unsupported,
                 "technology {}: the energy of a delivery over {} is unknown", table_.id,
                 component.name);
        }
        result.hop_bit = table_.array_bit->value * scale_;
        note(component, "delivery", result.hop_bit, "", table_.array_bit->source);
    }

    const Accelerator& machine_;
    const Technology& table_;
    Prices& prices_;
    double scale_;
    const char* unit_;
};

void set_all(Prices& prices, Level level, double read, double write) {
    prices.read_bit[static_cast<std::size_t>(level)].fill(read);
    prices.write_bit[static_cast<std::size_t>(level)].fill(write);
}

} // namespace

void price_components(const Accelerator& accelerator, const Technology& technology, Prices& into) {
    Pricer pricer(accelerator, technology, into);
    double instances = 1;
    double registers = 0;
    bool has_buffer = false;
    for (const Component& component : accelerator.components) {
        const ComponentPrice price = pricer.price(component, instances);
        into.components.push_back(price);
        instances *= static_cast<double>(component.columns) * component.rows;
        into.leakage_mw += price.leakage_mw;
        switch (component.kind) {
        case ComponentKind::Dram:
            set_all(into, Level::Dram, price.read_bit, price.write_bit);
            break;
        case ComponentKind::Sram:
            // What streams through passes the outermost buffer.
            if (!has_buffer) {
                set_all(into, Level::Buffer, price.read_bit, price.write_bit);
            }
            has_buffer = true;
            into.buffer_area_um2 += price.area_um2 / into.area_scale;
            break;
        case ComponentKind::Registers:
            set_all(into, Level::Register, price.read_bit, price.write_bit);
            registers += price.area_um2 / into.area_scale;
            break;
        case ComponentKind::Network:
            set_all(into, Level::Array, 0, price.hop_bit);
            break;
        case ComponentKind::Mac:
            break;
        }
    }
    into.storage_area_um2 = registers / accelerator.elements();
}

} // namespace espalier::hw
