// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "hwmodel/estimate.h"
#include "hwmodel/nest/mapped.h"

#include <array>
#include <cmath>

namespace espalier::hw {

namespace {

constexpr std::array<Operand, kOperands> kAll{Operand::Weight, Operand::Input, Operand::Output};
constexpr std::array<Level, kLevels> kOutwards{Level::Register, Level::Array, Level::Buffer,
                                               Level::Dram};

/// Whole numbers as integers, unknown and infinite ones as null.
Json number(double value) {
    if (!std::isfinite(value)) {
        return nullptr;
    }
    if (value == std::floor(value) && std::abs(value) < 9007199254740992.0) {
        return static_cast<std::int64_t>(value);
    }
    return value;
}

Json energy_tree(const LayerCost& cost) {
    Json tree;
    tree["mac"] = cost.mac_pj;
    for (const Level level : kOutwards) {
        tree[to_string(level)] = cost.level_pj(level);
    }
    tree["leakage"] = number(cost.leakage_pj);
    return tree;
}

Json accesses(const Counts& counts) {
    Json tree;
    for (const Level level : kOutwards) {
        for (const Operand which : kAll) {
            const Traffic& counted = counts.at(level, which);
            tree[to_string(level)][to_string(which)] = {
                {"reads", number(std::round(counted.reads))},
                {"writes", number(std::round(counted.writes))},
                {"read_bits", number(std::round(counted.read_bits))},
                {"write_bits", number(std::round(counted.write_bits))}};
        }
    }
    return tree;
}

const char* word_for(const OperandInfo& info) {
    switch (info.kind) {
    case DensityKind::Dense:
        return "dense";
    case DensityKind::Uniform:
        return "given";
    case DensityKind::Actual:
        return "counted";
    case DensityKind::Structured:
        return "structured";
    }
    return "";
}

Json densities(const Workload& work) {
    Json tree;
    for (const Operand which : kAll) {
        const OperandInfo& info = work.operand(which);
        if (which == Operand::Weight && !work.has_macs()) {
            continue;
        }
        Json& row = tree[to_string(which)];
        row = {{"density", info.density}, {"from", word_for(info)}};
        if (info.kind == DensityKind::Structured) {
            row["kept"] = info.kept;
            row["block"] = info.block;
        }
        if (which == Operand::Weight) {
            row["mask"] = mask_of_weights(work) != nullptr;
        }
    }
    return tree;
}

void put_cost(Json& into, const LayerCost& cost, const RooflinePoint& roof, bool relative) {
    into["macs"] = number(cost.counts.macs);
    into["executed_macs"] = number(cost.counts.executed_macs);
    into["cycles"] = number(cost.counts.cycles);
    into["compute_cycles"] = number(cost.counts.compute_cycles);
    into["stall_cycles"] = number(cost.counts.stall_cycles());
    into["fill_cycles"] = number(cost.counts.fill_cycles);
    into["modelled_latency_ms"] = cost.latency_ms;
    into["utilisation"] = cost.utilisation;
    into["active_elements"] = cost.counts.active_elements;
    into["energy_pj"] = relative ? Json(nullptr) : Json(cost.energy_pj());
    if (relative) {
        into["energy_macs"] = cost.energy_pj();
    }
    into["energy_by_component"] = energy_tree(cost);
    for (const Operand which : kAll) {
        into["energy_by_operand"][to_string(which)] = cost.operand_pj(which);
    }
    into["accesses"] = accesses(cost.counts);
    into["roofline"] = {{"operations_per_byte", number(roof.intensity)},
                        {"attainable_gops", roof.attainable_gops},
                        {"achieved_gops", roof.achieved_gops},
                        {"memory_bound", roof.memory_bound}};
}

} // namespace

nlohmann::ordered_json to_json(const NetworkCost& cost) {
    Json root;
    root["network"] = cost.network;
    root["accelerator"] = cost.accelerator;
    root["dataflow"] = cost.dataflow;
    root["technology"] = cost.technology;
    put_cost(root, cost.total, cost.roof, cost.relative);
    root["area_um2"] = cost.area_um2 ? Json(*cost.area_um2) : Json(nullptr);
    root["area_published"] = cost.area_published;
    root["area_by_component"] = Json::object();
    for (const PartArea& part : cost.areas) {
        root["area_by_component"][part.name] = part.um2;
    }
    root["machine"] = {{"peak_gops", cost.machine.peak_gops},
                       {"bandwidth_gbs", cost.machine.bandwidth_gbs},
                       {"ridge_operations_per_byte", cost.machine.ridge}};
    root["layers"] = Json::array();
    for (const LayerEstimate& layer : cost.layers) {
        Json row{{"name", layer.name}, {"op", layer.op}};
        row["operands"] = densities(layer.work);
        put_cost(row, layer.cost, layer.roof, cost.relative);
        if (layer.mapped) {
            row.update(to_json(*layer.mapped));
        }
        root["layers"].push_back(std::move(row));
    }
    root["notes"] = cost.notes;
    root["formulas"] = Json::array();
    for (const Formula& formula : find_dataflow(cost.dataflow).formulas()) {
        root["formulas"].push_back({{"quantity", formula.quantity},
                                    {"formula", formula.text},
                                    {"source", formula.source}});
    }
    root["constants"] = Json::array();
    for (const Constant& constant : cost.constants) {
        root["constants"].push_back({{"name", constant.name},
                                     {"value", constant.value},
                                     {"unit", constant.unit},
                                     {"how", constant.how},
                                     {"source", constant.source}});
    }
    return root;
}

} // namespace espalier::hw
