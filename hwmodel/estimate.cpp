// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/estimate.h"

#include "core/base/error.h"
#include "hwmodel/estimate_cache.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw {

namespace {

void add(Counts& sum, const Counts& layer) {
    sum.macs += layer.macs;
    sum.executed_macs += layer.executed_macs;
    sum.adds += layer.adds;
    sum.compute_cycles += layer.compute_cycles;
    sum.cycles += layer.cycles;
    sum.fill_cycles += layer.fill_cycles;
    sum.active_elements += layer.active_elements * layer.compute_cycles;
    for (std::size_t level = 0; level < kLevels; ++level) {
        for (std::size_t which = 0; which < kOperands; ++which) {
            Traffic& into = sum.traffic[level][which];
            const Traffic& from = layer.traffic[level][which];
            into.reads += from.reads;
            into.writes += from.writes;
            into.read_bits += from.read_bits;
            into.write_bits += from.write_bits;
        }
    }
}

void add(LayerCost& sum, const LayerCost& layer) {
    add(sum.counts, layer.counts);
    sum.mac_pj += layer.mac_pj;
    sum.leakage_pj += layer.leakage_pj;
    sum.latency_ms += layer.latency_ms;
    for (std::size_t level = 0; level < kLevels; ++level) {
        for (std::size_t which = 0; which < kOperands; ++which) {
            sum.move_pj[level][which] += layer.move_pj[level][which];
        }
    }
}

/// The multiplier that can do all of the network: the largest of those its layers ask for.
double array_area(const Network& network, const Accelerator& accelerator, const Prices& prices) {
    double largest = 0;
    for (const NamedWorkload& layer : network.layers) {
        if (layer.work.has_macs()) {
            const double area = area_um2(accelerator, prices, mac_format(layer.work, accelerator));
            if (std::isnan(area)) {
                return area;
            }
            largest = std::max(largest, area);
        }
    }
    return largest > 0 ? largest : std::nan("");
}

/// Multipliers, and what holds data: by component where the machine is a tree. Empty where a part
/// is unknown.
std::vector<PartArea> part_areas(const Network& network, const Accelerator& accelerator,
                                 const Prices& prices) {
    double multipliers = 0;
    for (const NamedWorkload& layer : network.layers) {
        if (layer.work.has_macs()) {
            multipliers =
                std::max(multipliers, multiplier_area_um2(accelerator, prices,
                                                          mac_format(layer.work, accelerator)));
        }
    }
    std::vector<PartArea> parts(1);
    parts[0].name = "multipliers";
    parts[0].um2 = multipliers;
    if (accelerator.components.empty()) {
        parts.push_back({"registers and scratchpads",
                         prices.area_scale * accelerator.elements() * prices.storage_area_um2});
        parts.push_back({"buffers", prices.area_scale * prices.buffer_area_um2});
    }
    for (std::size_t i = 0; i < accelerator.components.size(); ++i) {
        const ComponentKind kind = accelerator.components[i].kind;
        if (kind == ComponentKind::Sram || kind == ComponentKind::Registers) {
            parts.push_back({accelerator.components[i].name, prices.components[i].area_um2});
        }
    }
    const bool known =
        multipliers > 0 && std::all_of(parts.begin(), parts.end(),
                                       [](const PartArea& part) { return !std::isnan(part.um2); });
    return known ? parts : std::vector<PartArea>();
}

std::vector<std::string> make_notes(const Network& network, const Accelerator& accelerator,
                                    const Dataflow& dataflow, const Prices& prices) {
    bool floats = false;
    bool narrow = false;
    bool unused_zeros = false;
    bool streamed = false;
    for (const NamedWorkload& layer : network.layers) {
        streamed = streamed || !layer.work.has_macs();
        for (const OperandInfo& info : layer.work.operands) {
            const bool fixed = accelerator.precision == Precision::Fixed;
            floats = floats || (fixed && info.number == Number::Float);
            narrow = narrow || (fixed && info.bits < accelerator.native_bits);
        }
        unused_zeros = unused_zeros ||
                       (layer.work.has_macs() && layer.work.operand(Operand::Weight).density < 1 &&
                        !accelerator.run_length_coded[0] && !dataflow.skips_zero_weights());
    }
    std::vector<std::string> notes;
    if (floats) {
        notes.push_back(
            fmt::format("{} computes in {}-bit fixed point: float operands are taken as "
                        "rounded to it",
                        accelerator.id, accelerator.native_bits));
    }
    if (narrow) {
        notes.push_back(fmt::format("{} stores and computes {}-bit words: narrower operands save "
                                    "nothing on it",
                                    accelerator.id, accelerator.native_bits));
    }
    if (unused_zeros) {
        notes.push_back(fmt::format(
            "{} does not exploit zero weights: pruning without removal saves nothing on it",
            accelerator.id));
    }
    if (streamed) {
        notes.push_back(
            "pooling and element-wise layers are counted as passes of their own through "
            "the buffers; a machine that fuses them into their neighbours saves that");
    }
    if (std::isnan(prices.leakage_mw)) {
        notes.push_back("leakage is unknown for this machine's node and not in the sum");
    }
    return notes;
}

} // namespace

NetworkCost estimate(const Network& network, const Accelerator& accelerator,
                     const Dataflow& dataflow, const Technology& technology, const Job& job) {
    EstimateCache equal_layers;
    return estimate_cached(network, accelerator, dataflow, technology, job, equal_layers);
}

NetworkCost
assemble(const Network& network, const Accelerator& accelerator, const Dataflow& dataflow,
         const Technology& technology,
         const std::function<LayerEstimate(const NamedWorkload&, const Prices&)>& cost_layer,
         const Job& job) {
    Prices prices = make_prices(accelerator, technology);

    NetworkCost result;
    result.network = network.name;
    result.accelerator = accelerator.id;
    result.dataflow = dataflow.id();
    result.technology = technology.id;
    result.relative = technology.relative;
    result.machine = roofline(accelerator);
    result.layers.reserve(network.layers.size());
    for (const NamedWorkload& layer : network.layers) {
        job.check();
        LayerEstimate row = located(layer.name, [&] { return cost_layer(layer, prices); });
        row.roof = roofline_point(row.cost.counts, accelerator);
        add(result.total, row.cost);
        result.layers.push_back(std::move(row));
        job.report(result.layers.size(), network.layers.size(), "estimate");
    }
    Counts& counts = result.total.counts;
    counts.active_elements /= std::max(counts.compute_cycles, 1.0);
    double busy = 0;
    for (const LayerEstimate& layer : result.layers) {
        busy += layer.cost.utilisation * layer.cost.counts.cycles;
    }
    result.total.utilisation = counts.cycles > 0 ? busy / counts.cycles : 0;
    result.roof = roofline_point(counts, accelerator);
    const double area = array_area(network, accelerator, prices);
    if (!std::isnan(area)) {
        result.area_um2 = area;
    }
    result.area_published = accelerator.area_um2.has_value();
    result.areas = part_areas(network, accelerator, prices);
    result.notes = make_notes(network, accelerator, dataflow, prices);
    result.constants = std::move(prices.constants);
    return result;
}

} // namespace espalier::hw
