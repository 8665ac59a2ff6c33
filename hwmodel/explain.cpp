// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "hwmodel/estimate.h"

#include <array>

namespace espalier::hw {

namespace {

constexpr std::array<Operand, kOperands> kAll{Operand::Weight, Operand::Input, Operand::Output};
constexpr std::array<Level, kLevels> kOutwards{Level::Register, Level::Array, Level::Buffer,
                                               Level::Dram};

/// Of layers that do not multiply, whatever the dataflow.
constexpr std::array kStreamFormulas{
    Formula{"compute_cycles", "ceil(additions / elements)", "one addition per element and cycle"},
    Formula{"cycles", "max(compute_cycles, DRAM bits / DRAM bits per cycle)",
            "everything passes once"},
    Formula{"buffer", "every value written once and read once", "everything passes once"},
    Formula{"dram", "inputs read once, outputs written once", "everything passes once"},
    Formula{"array", "every value delivered once", "everything passes once"},
    Formula{"register", "not counted", "everything passes once"},
};

class Opener {
public:
    Opener(const NetworkCost& cost, const LayerEstimate& layer)
        : layer_(layer)
        , formulas_(layer.work.has_macs() ? find_dataflow(cost.dataflow).formulas()
                                          : std::span<const Formula>(kStreamFormulas))
        , energy_unit_(cost.relative ? "MAC" : "pJ") {}

    std::vector<Explanation> open() {
        const Counts& counts = layer_.cost.counts;
        add("macs", counts.macs, "", "N * G * K * C * P * Q * R * S", "definition");
        add("executed_macs", counts.executed_macs, "",
            "macs that no zero spares, of those zeros that the machine gates or skips",
            "definition");
        densities();
        from_dataflow("compute_cycles",
                      mask_of_weights(layer_.work) != nullptr ? kMaskedCycles : "compute_cycles",
                      counts.compute_cycles, "cycles");
        from_dataflow("cycles", "cycles", counts.cycles, "cycles");
        add("fill_cycles", counts.fill_cycles, "cycles",
            "first operands in and last results out at the DRAM's rate", "part of cycles");
        add("stall_cycles", counts.stall_cycles(), "cycles",
            "cycles - compute_cycles - fill_cycles", "part of cycles");
        add("active_elements", counts.active_elements, "", "elements with work, mean over folds",
            "definition");
        add("modelled_latency_ms", layer_.cost.latency_ms, "ms", "cycles / clock", "definition");
        add("utilisation", layer_.cost.utilisation, "", "macs / (cycles * rows * columns)",
            "definition");
        traffic();
        energy();
        add("intensity", layer_.roof.intensity, "operations/byte",
            "(2 macs + additions) / DRAM bytes", "Williams et al., CACM 2009");
        add("attainable_gops", layer_.roof.attainable_gops, "GOPS",
            "min(2 * elements * clock, intensity * DRAM bandwidth)", "Williams et al., CACM 2009");
        return std::move(result_);
    }

private:
    void add(std::string quantity, double value, std::string unit, std::string formula,
             std::string source) {
        result_.push_back(
            {std::move(quantity), value, std::move(unit), std::move(formula), std::move(source)});
    }

    /// The formula with the most specific key: "buffer.input", else "buffer".
    void from_dataflow(std::string quantity, std::string_view key, double value, std::string unit) {
        const Formula* best = nullptr;
        for (const Formula& formula : formulas_) {
            const bool matches = key == formula.quantity || (key.starts_with(formula.quantity) &&
                                                             key[formula.quantity.size()] == '.');
            if (matches && (best == nullptr || formula.quantity.size() > best->quantity.size())) {
                best = &formula;
            }
        }
        add(std::move(quantity), value, std::move(unit),
            best != nullptr ? std::string(best->text) : "not described",
            best != nullptr ? std::string(best->source) : "");
    }

    void densities() {
        for (const Operand which : kAll) {
            const OperandInfo& info = layer_.work.operand(which);
            const bool weights = which == Operand::Weight;
            if (weights && !layer_.work.has_macs()) {
                continue;
            }
            std::string formula;
            std::string source;
            switch (info.kind) {
            case DensityKind::Dense:
                formula = weights ? "no zeros" : "not measured: taken as without zeros";
                source = weights ? "counted in this layer's weights" : "unknown";
                break;
            case DensityKind::Uniform:
                formula = "values that are not zero / values, wherever they lie";
                source = "the workload";
                break;
            case DensityKind::Actual:
                formula = "values that are not zero / values";
                source = weights ? "counted in this layer's weights" : "measured on pictures";
                break;
            case DensityKind::Structured:
                formula = fmt::format("at most {} of every {} neighbours are not zero", info.kept,
                                      info.block);
                source =
                    layer_.work.weight_mask ? "counted in this layer's weights" : "the workload";
                break;
            }
            add(fmt::format("density.{}", to_string(which)), info.density, "", std::move(formula),
                std::move(source));
        }
    }

    void traffic() {
        for (const Level level : kOutwards) {
            for (const Operand which : kAll) {
                const Traffic& counted = layer_.cost.counts.at(level, which);
                const std::string key = fmt::format("{}.{}", to_string(level), to_string(which));
                from_dataflow(key + ".reads", key, counted.reads, "words");
                from_dataflow(key + ".writes", key, counted.writes, "words");
            }
        }
    }

    void energy() {
        const LayerCost& cost = layer_.cost;
        add("energy.mac", cost.mac_pj, energy_unit_,
            "executed_macs * (multiplication + addition at the operands' widths)",
            "constants of the technology");
        for (const Level level : kOutwards) {
            for (const Operand which : kAll) {
                add(fmt::format("energy.{}.{}", to_string(level), to_string(which)),
                    cost.move_pj[static_cast<std::size_t>(level)][static_cast<std::size_t>(which)],
                    energy_unit_, "bits read * price of a read + bits written * price of a write",
                    "constants of the technology");
            }
        }
        add("energy.leakage", cost.leakage_pj, energy_unit_, "buffer leakage * latency",
            "constants of the technology; buffers only");
        add("energy", cost.energy_pj(), energy_unit_, "sum of the components", "definition");
    }

    const LayerEstimate& layer_;
    std::span<const Formula> formulas_;
    const char* energy_unit_;
    std::vector<Explanation> result_;
};

} // namespace

std::vector<Explanation> explain(const NetworkCost& cost, std::size_t layer) {
    expect(layer < cost.layers.size(), "layer {} does not exist, expected 0 to {}", layer,
           static_cast<std::ptrdiff_t>(cost.layers.size()) - 1);
    return Opener(cost, cost.layers[layer]).open();
}

} // namespace espalier::hw
