// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/nest/mapped.h"

#include "core/base/error.h"
#include "hwmodel/dataflows/detail/streaming.h"
#include "hwmodel/estimate_cache.h"
#include "hwmodel/nest/machine.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw {

namespace {

/// The chain's counts, summed up by level for whoever compares machines.
LayerCost summed(const Workload& work, const Accelerator& accelerator, const Prices& prices,
                 const NestLayer& layer, const NestMachine& machine, const NestCounts& counts,
                 const NestCost& nest) {
    LayerCost cost;
    Counts& sum = cost.counts;
    sum.macs = macs(work);
    sum.executed_macs =
        sum.macs * (accelerator.gates_zero_inputs ? work.operand(Operand::Input).density : 1.0);
    sum.compute_cycles = nest.compute_cycles;
    sum.cycles = std::ceil(nest.cycles);
    sum.fill_cycles = nest.fill_cycles + nest.drain_cycles;
    sum.active_elements = counts.macs / counts.compute_cycles;
    for (std::size_t l = 0; l < machine.count; ++l) {
        for (std::size_t t = 0; t < kOperands; ++t) {
            const Operand which = static_cast<Operand>(t);
            const bool output = which == Operand::Output;
            const double width = output ? layer.sum_bits : layer.bits[t];
            const StoreTraffic& here = counts.at[l][t];
            Traffic& into = sum.at(machine.stores[l].level, which);
            into.read(here.reads * counts.instances[l], width);
            into.write(here.fills * counts.instances[l], width);
            const double complete = output ? here.updates - here.reads : 0;
            into.write((here.updates - complete) * counts.instances[l], width);
            into.write(complete * counts.instances[l], layer.bits[t]);
            cost.move_pj[static_cast<std::size_t>(machine.stores[l].level)][t] +=
                nest.store_pj[l][t];
            if (machine.stores[l].hop_bit > 0) {
                sum.at(Level::Array, which).write(counts.delivered[l][t], width);
                cost.move_pj[static_cast<std::size_t>(Level::Array)][t] += nest.network_pj[l][t];
            }
        }
    }
    cost.mac_pj = nest.mac_pj;
    cost.latency_ms = sum.cycles / (accelerator.clock_mhz * 1e3);
    cost.leakage_pj = prices.leakage_mw * cost.latency_ms * 1e6;
    cost.utilisation = sum.cycles > 0 ? sum.macs / (sum.cycles * accelerator.peak_macs()) : 0;
    return cost;
}

LayerCost streamed(const Workload& work, const Accelerator& accelerator, const Prices& prices) {
    return price(dataflows::detail::stream(work, accelerator), work, accelerator, prices);
}

} // namespace

LayerCost map_layer(const Workload& work, const Accelerator& accelerator, const Prices& prices,
                    const SearchOptions& options, const Job& job, MappedLayer* details) {
    validate(work);
    if (!work.has_macs()) {
        return streamed(work, accelerator, prices);
    }
    const NestLayer layer = nest_layer(work, accelerator);
    const NestMachine machine = nest_machine(accelerator, prices, work);
    const std::vector<std::string> names = store_names(accelerator);
    check_smallest_tiles(layer, machine, names);
    const auto found = find_mapping(layer, machine, options, job);
    if (!found) {
        fail(ErrorCode::Unsupported, "accelerator {}: no mapping of the layer fits its stores",
             accelerator.id);
    }
    if (details != nullptr) {
        *details = {found->mapping,   found->counts, found->cost,      names,
                    found->looked_at, found->costed, found->exhaustive};
    }
    return summed(work, accelerator, prices, layer, machine, found->counts, found->cost);
}

LayerCost cost_mapping(const Workload& work, const Accelerator& accelerator, const Prices& prices,
                       const Mapping& mapping, MappedLayer* details) {
    validate(work);
    const NestLayer layer = nest_layer(work, accelerator);
    const NestMachine machine = nest_machine(accelerator, prices, work);
    const std::vector<std::string> names = store_names(accelerator);
    check_mapping(layer, machine, names, mapping);
    const NestCounts counts = count_accesses(layer, machine, mapping);
    const NestCost nest = cost_of(layer, machine, counts);
    if (details != nullptr) {
        *details = {mapping, counts, nest, names, 1, 1, false};
    }
    return summed(work, accelerator, prices, layer, machine, counts, nest);
}

NetworkCost estimate_mapped(const Network& network, const Accelerator& accelerator,
                            const Technology& technology, const SearchOptions& options,
                            const Mappings& given, const Job& job, EstimateCache* cache) {
    for (const auto& [name, mapping] : given) {
        const bool known =
            std::any_of(network.layers.begin(), network.layers.end(),
                        [&](const NamedWorkload& layer) { return layer.name == name; });
        expect(known, "the mapping names layer \"{}\", which {} does not have", name, network.name);
    }
    EstimateCache own;
    EstimateCache& searched = cache != nullptr ? *cache : own;
    NetworkCost result = assemble(
        network, accelerator, find_dataflow("map"), technology,
        [&](const NamedWorkload& layer, const Prices& prices) {
            LayerEstimate row{layer.name, layer.op, layer.work, {}, {}, nullptr};
            const auto mapping = given.find(layer.name);
            if (mapping != given.end()) {
                const auto details = std::make_shared<MappedLayer>();
                row.cost =
                    cost_mapping(layer.work, accelerator, prices, mapping->second, details.get());
                row.mapped = details;
                return row;
            }
            if (const auto known = searched.find(layer.work)) {
                row.cost = known->cost;
                row.mapped = known->mapped;
                return row;
            }
            const auto details = std::make_shared<MappedLayer>();
            row.cost = map_layer(layer.work, accelerator, prices, options, job, details.get());
            if (layer.work.has_macs()) {
                row.mapped = details;
            }
            searched.put(layer.work, row);
            return row;
        },
        job);
    searched.end_network();
    if (accelerator.components.empty() && accelerator.interconnect == Interconnect::Systolic) {
        result.notes.push_back(fmt::format(
            "{} passes operands from neighbour to neighbour; the mapping was searched as if any "
            "operand could reach any element",
            accelerator.id));
    }
    return result;
}

} // namespace espalier::hw
