// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/nest/machine.h"

#include "core/base/error.h"
#include "hwmodel/dataflows/detail/streaming.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::hw {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr std::array<Operand, kOperands> kAll{Operand::Weight, Operand::Input, Operand::Output};
constexpr const char* kDimNames = "NGKCPQRS";

std::size_t at(Level level) {
    return static_cast<std::size_t>(level);
}

NestStore priced_store(Level level, const Prices& prices) {
    NestStore store;
    store.level = level;
    store.read_bit = prices.read_bit[at(level)];
    store.write_bit = prices.write_bit[at(level)];
    store.keeps = {true, true, true};
    store.share_bits = {kInfinite, kInfinite, kInfinite};
    store.capacity_bits = kInfinite;
    return store;
}

NestStore registers_of(const Accelerator& accelerator, const Prices& prices,
                       const NestLayer& layer) {
    NestStore store = priced_store(Level::Register, prices);
    const double width = accelerator.native_bits;
    if (accelerator.shared_scratchpad_words > 0) {
        store.capacity_bits = accelerator.shared_scratchpad_words * width;
    } else if (accelerator.scratchpad_words[0] > 0) {
        for (std::size_t t = 0; t < kOperands; ++t) {
            store.share_bits[t] = accelerator.scratchpad_words[t] * width;
        }
    } else {
        // One word of each operand, which the machine was built to hold.
        store.share_bits = {layer.bits[0], layer.bits[1], layer.sum_bits};
        store.must_keep = {true, true, true};
    }
    return store;
}

NestStore buffer_of(const Accelerator& accelerator, const Prices& prices) {
    NestStore store = priced_store(Level::Buffer, prices);
    store.must_keep = {true, true, true};
    if (accelerator.has_shared_buffer()) {
        store.capacity_bits = accelerator.usable_bits(Operand::Weight);
        if (accelerator.weight_share_bytes > 0) {
            store.share_bits[0] = 8.0 * static_cast<double>(accelerator.weight_share_bytes) /
                                  (accelerator.double_buffered ? 2 : 1);
        }
    } else {
        for (const Operand which : kAll) {
            store.share_bits[static_cast<std::size_t>(which)] = accelerator.usable_bits(which);
        }
    }
    store.columns = accelerator.columns;
    store.rows = accelerator.rows;
    store.hop_bit = prices.read_bit[at(Level::Array)][0] + prices.write_bit[at(Level::Array)][0];
    return store;
}

NestStore component_store(const Component& component, const ComponentPrice& price) {
    NestStore store;
    store.level = component.kind == ComponentKind::Dram   ? Level::Dram
                  : component.kind == ComponentKind::Sram ? Level::Buffer
                                                          : Level::Register;
    store.keeps = component.operands;
    store.read_bit.fill(price.read_bit);
    store.write_bit.fill(price.write_bit);
    store.share_bits.fill(kInfinite);
    store.capacity_bits =
        component.kind == ComponentKind::Dram ? kInfinite : component.usable_bits();
    store.bits_per_cycle = component.kind == ComponentKind::Dram ? component.bits_per_cycle : 0;
    if (component.kind != ComponentKind::Dram) {
        store.read_bits_per_cycle = store.write_bits_per_cycle = component.bits_per_cycle;
        if (!component.may_be_passed_by) {
            store.must_keep = component.operands;
        }
    }
    return store;
}

void add_tree(const Accelerator& accelerator, const Prices& prices, NestMachine& into) {
    std::vector<NestStore> outwards;
    for (std::size_t i = 0; i < accelerator.components.size(); ++i) {
        const Component& component = accelerator.components[i];
        if (component.is_store()) {
            outwards.push_back(component_store(component, prices.components[i]));
        } else if (component.kind == ComponentKind::Network) {
            outwards.back().columns *= component.columns;
            outwards.back().rows *= component.rows;
            outwards.back().shares_halos = component.shares_halos;
            outwards.back().hop_bit += prices.components[i].hop_bit;
        }
    }
    expect(outwards.size() <= kMaxStores, "accelerator {} has {} stores, expected at most {}",
           accelerator.id, outwards.size(), kMaxStores);
    std::reverse(outwards.begin(), outwards.end());
    std::copy(outwards.begin(), outwards.end(), into.stores.begin());
    into.count = outwards.size();
}

} // namespace

NestLayer nest_layer(const Workload& work, const Accelerator& accelerator) {
    NestLayer layer;
    layer.dims = work.dims;
    layer.stride_h = work.stride_h;
    layer.stride_w = work.stride_w;
    layer.dilation_h = work.dilation_h;
    layer.dilation_w = work.dilation_w;
    for (const Operand which : kAll) {
        layer.bits[static_cast<std::size_t>(which)] = accelerator.stored_bits(work.operand(which));
    }
    layer.sum_bits = accelerator.accumulator_bits(work);
    return layer;
}

NestMachine nest_machine(const Accelerator& accelerator, const Prices& prices,
                         const Workload& work) {
    NestMachine machine;
    if (accelerator.components.empty()) {
        machine.stores[0] = registers_of(accelerator, prices, nest_layer(work, accelerator));
        machine.stores[1] = buffer_of(accelerator, prices);
        machine.stores[2] = priced_store(Level::Dram, prices);
        machine.stores[2].bits_per_cycle = accelerator.dram_bits_per_cycle;
        machine.count = 3;
    } else {
        add_tree(accelerator, prices, machine);
    }
    machine.mac_pj = prices.mac_scale * prices.technology->mac_pj(mac_format(work, accelerator));
    if (accelerator.gates_zero_inputs) {
        // A zero input is read, and spares the multiplier, the weight and the partial sum.
        const double density = work.operand(Operand::Input).density;
        machine.mac_pj *= density;
        machine.ungated = {density, 1, density};
    }
    return machine;
}

std::vector<std::string> store_names(const Accelerator& accelerator) {
    if (accelerator.components.empty()) {
        return {"registers", "buffer", "DRAM"};
    }
    std::vector<std::string> names;
    for (const Component& component : accelerator.components) {
        if (component.is_store()) {
            names.insert(names.begin(), component.name);
        }
    }
    return names;
}

void check_smallest_tiles(const NestLayer& layer, const NestMachine& machine,
                          const std::vector<std::string>& names) {
    for (std::size_t l = 0; l + 1 < machine.count; ++l) {
        const NestStore& store = machine.stores[l];
        double needed = 0;
        for (const Operand which : kAll) {
            const auto t = static_cast<std::size_t>(which);
            if (!store.must_keep[t]) {
                continue;
            }
            const double width = which == Operand::Output ? layer.sum_bits : layer.bits[t];
            if (width > store.share_bits[t]) {
                fail(ErrorCode::Unsupported,
                     "{} holds {:g} bits of {}, the smallest tile needs {:g}", names[l],
                     store.share_bits[t], to_string(which), width);
            }
            needed += width;
        }
        if (needed > store.capacity_bits) {
            fail(ErrorCode::Unsupported, "{} holds {:g} bits, the smallest tiles need {:g}",
                 names[l], store.capacity_bits, needed);
        }
    }
}

void check_mapping(const NestLayer& layer, const NestMachine& machine,
                   const std::vector<std::string>& names, const Mapping& mapping) {
    Mapping::Factors inside{1, 1, 1, 1, 1, 1, 1, 1};
    for (std::size_t l = 0; l < machine.count; ++l) {
        const NestStore& store = machine.stores[l];
        std::int64_t columns = 1;
        std::int64_t rows = 1;
        for (std::size_t d = 0; d < kDims; ++d) {
            columns *= mapping.columns[l][d];
            rows *= mapping.rows[l][d];
            inside[d] *= mapping.columns[l][d] * mapping.rows[l][d] * mapping.temporal[l][d];
        }
        if (columns > store.columns || rows > store.rows) {
            fail(ErrorCode::Unsupported,
                 "the network below {} is {} columns by {} rows, the mapping needs {} by {}",
                 names[l], store.columns, store.rows, columns, rows);
        }
        if (l + 1 == machine.count) {
            break;
        }
        double used = 0;
        for (const Operand which : kAll) {
            const auto t = static_cast<std::size_t>(which);
            if (!mapping.keep[l][t]) {
                if (store.must_keep[t]) {
                    fail(ErrorCode::Unsupported, "{}: {} cannot pass it by", names[l],
                         to_string(which));
                }
                continue;
            }
            if (!store.keeps[t]) {
                fail(ErrorCode::Unsupported, "{} does not hold {}", names[l], to_string(which));
            }
            const double bits = tile_words(layer, which, inside) *
                                (which == Operand::Output ? layer.sum_bits : layer.bits[t]);
            used += bits;
            if (bits > store.share_bits[t]) {
                fail(ErrorCode::Unsupported, "{} holds {:g} bits of {}, the tile needs {:g}",
                     names[l], store.share_bits[t], to_string(which), bits);
            }
        }
        if (used > store.capacity_bits) {
            fail(ErrorCode::Unsupported, "{} holds {:g} bits, the tiles need {:g}", names[l],
                 store.capacity_bits, used);
        }
    }
    for (std::size_t d = 0; d < kDims; ++d) {
        expect(inside[d] >= layer.dims[d], "dim {}: the factors multiply to {}, the layer has {}",
               kDimNames[d], inside[d], layer.dims[d]);
    }
}

} // namespace espalier::hw
