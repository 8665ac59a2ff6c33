// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/cost_rows.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace espalier::studio {

namespace {

void add(MachineFigures& sum, const MachineFigures& layer) {
    for (std::size_t i = 0; i < kEnergyComponents; ++i) {
        sum.components[i] += layer.components[i];
    }
    for (std::size_t i = 0; i < kEnergyOperands; ++i) {
        sum.operands[i] += layer.operands[i];
    }
    const double active_cycles =
        sum.active_elements * sum.compute_cycles + layer.active_elements * layer.compute_cycles;
    sum.energy += layer.energy;
    sum.latency_ms += layer.latency_ms;
    sum.macs += layer.macs;
    sum.cycles += layer.cycles;
    sum.compute_cycles += layer.compute_cycles;
    sum.fill_cycles += layer.fill_cycles;
    sum.active_elements = active_cycles / std::max(sum.compute_cycles, 1.0);
    sum.leakage_known = sum.leakage_known && layer.leakage_known;
}

struct Side {
    std::vector<std::string> order;
    std::unordered_map<std::string, MachineFigures> by_origin;
};

Side side_of(const Snapshot& snapshot) {
    Side side;
    if (!snapshot.metrics.model) {
        return side;
    }
    const std::vector<std::string> origins = layer_origins(snapshot);
    for (std::size_t i = 0; i < origins.size(); ++i) {
        const MachineFigures layer = figures_of(snapshot.metrics.model->layers[i].cost);
        const auto [place, fresh] = side.by_origin.try_emplace(origins[i], layer);
        if (fresh) {
            side.order.push_back(origins[i]);
        } else {
            add(place->second, layer);
        }
    }
    return side;
}

std::optional<MachineFigures> find(const Side& side, const std::string& origin) {
    const auto found = side.by_origin.find(origin);
    return found == side.by_origin.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

double MachineFigures::compute_ms() const {
    return cycles > 0 ? latency_ms * std::min(compute_cycles / cycles, 1.0) : 0;
}

MachineFigures figures_of(const hw::LayerCost& cost) {
    MachineFigures figures;
    figures.leakage_known = !std::isnan(cost.leakage_pj);
    const double leakage = figures.leakage_known ? cost.leakage_pj : 0;
    figures.components = {cost.mac_pj,
                          cost.level_pj(hw::Level::Register),
                          cost.level_pj(hw::Level::Array),
                          cost.level_pj(hw::Level::Buffer),
                          cost.level_pj(hw::Level::Dram),
                          leakage};
    figures.operands = {cost.mac_pj, cost.operand_pj(hw::Operand::Weight),
                        cost.operand_pj(hw::Operand::Input), cost.operand_pj(hw::Operand::Output),
                        leakage};
    figures.energy = cost.energy_pj();
    figures.latency_ms = cost.latency_ms;
    figures.macs = cost.counts.macs;
    figures.cycles = cost.counts.cycles;
    figures.compute_cycles = cost.counts.compute_cycles;
    figures.fill_cycles = cost.counts.fill_cycles;
    figures.active_elements = cost.counts.active_elements;
    return figures;
}

CostTable cost_table(const Snapshot& before, const Snapshot& after) {
    const Side old_side = side_of(before);
    const Side new_side = side_of(after);
    CostTable table;
    for (const std::string& origin : old_side.order) {
        table.rows.push_back({origin, find(old_side, origin), find(new_side, origin)});
    }
    for (const std::string& origin : new_side.order) {
        if (!old_side.by_origin.contains(origin)) {
            table.rows.push_back({origin, std::nullopt, find(new_side, origin)});
        }
    }
    if (before.metrics.model) {
        table.before = figures_of(before.metrics.model->total);
    }
    if (after.metrics.model) {
        table.after = figures_of(after.metrics.model->total);
    }
    return table;
}

std::optional<ArrayUse> array_use(const MachineFigures& layer, double elements) {
    if (!(layer.macs > 0) || !(layer.cycles > 0) || !(elements > 0)) {
        return std::nullopt;
    }
    ArrayUse use;
    use.busy = std::clamp(layer.macs / (layer.cycles * elements), 0.0, 1.0);
    const double with_work = std::clamp(layer.active_elements / elements, use.busy, 1.0);
    use.waiting = with_work - use.busy;
    use.idle = 1 - with_work;
    return use;
}

std::vector<double> energy_stack(const std::optional<MachineFigures>& layer, bool by_operand) {
    if (!layer) {
        return {};
    }
    return by_operand ? std::vector<double>(layer->operands.begin(), layer->operands.end())
                      : std::vector<double>(layer->components.begin(), layer->components.end());
}

std::vector<double> time_stack(const MachineFigures& layer) {
    const double computes = layer.compute_ms();
    const double fill = layer.cycles > 0
                            ? std::min(layer.latency_ms - computes,
                                       layer.latency_ms * layer.fill_cycles / layer.cycles)
                            : 0;
    return {computes, layer.latency_ms - computes - fill, fill};
}

std::vector<std::string> layer_origins(const Snapshot& snapshot) {
    std::vector<std::string> origins;
    if (!snapshot.metrics.model) {
        return origins;
    }
    std::unordered_map<std::string, const std::string*> by_name;
    for (const Node& node : snapshot.graph.nodes) {
        by_name.emplace(node.name, &node.origin);
    }
    for (const hw::LayerEstimate& layer : snapshot.metrics.model->layers) {
        const auto found = by_name.find(layer.name);
        const bool known = found != by_name.end() && !found->second->empty();
        origins.push_back(known ? *found->second : layer.name);
    }
    return origins;
}

} // namespace espalier::studio
