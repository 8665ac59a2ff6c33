// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflow.h"
#include "hwmodel/dataflows/detail/streaming.h"
#include "hwmodel/dataflows/detail/systolic.h"
#include "hwmodel/dataflows/detail/systolic_schedule.h"

#include <algorithm>
#include <array>

namespace espalier::hw::dataflows::weight_stationary {

namespace {

using detail::Fetch;
using detail::MatrixProduct;
using detail::SystolicPlan;

constexpr const char* kScaleSim =
    "A. Samajdar et al., SCALE-Sim, arXiv:1811.02883; the tool's own count, its -1 included";
constexpr std::array kFormulas{
    Formula{"compute_cycles",
            "G * ceil(CRS / rows) * ceil(K / columns) * (NPQ + 2 rows + columns - 2) - 1",
            kScaleSim},
    Formula{"cycles",
            "first fetch + sum over folds of max(fold, (fetch + write) bits / DRAM bits per cycle) "
            "+ last write - 1",
            "double buffering: the next fold's operands arrive while this one computes"},
    Formula{"buffer.input", "reads: G * NPQ * CRS * ceil(K / columns)", kScaleSim},
    Formula{"buffer.weight", "reads: G * K * CRS, each weight once", kScaleSim},
    Formula{"buffer.output",
            "writes: G * NPQ * K * ceil(CRS / rows); all but the last of each are partial sums, "
            "read again",
            kScaleSim},
    Formula{
        "dram",
        "the cheaper of both fold orders; weights once; inputs and partial sums that do not fit "
        "half their buffer cross the pins at every use",
        "loop nest over folds, sizes against usable buffer"},
    Formula{"register", "the weight read once per MAC", "weight stationary"},
    Formula{"array",
            "input and partial sum latched once per MAC; a weight enters over (rows + 1) / 2 hops",
            "systolic forwarding"},
};

class WeightStationary final : public Dataflow {
public:
    std::string_view id() const override { return "ws"; }

    std::string_view title() const override { return "Weight stationary"; }

    std::string_view summary() const override {
        return "Each element keeps one weight while all pixels pass; partial sums run down the "
               "columns. Best where a layer has many pixels for its weights.";
    }

    std::span<const Formula> formulas() const override { return kFormulas; }

    void check(const Accelerator& accelerator) const override {
        detail::check_systolic(accelerator, id());
    }

    Counts count(const Workload& work, const Accelerator& accelerator,
                 const Prices& prices) const override;

    std::unique_ptr<Schedule> schedule(const Workload& work, const Accelerator& accelerator,
                                       const Prices& prices) const override;
};

/// The folds of one group with filters or depth in the outer loop.
SystolicPlan plan(const Workload& work, const Accelerator& machine, bool filters_outside) {
    const MatrixProduct product = detail::as_product(work);
    const double depth_folds = detail::folds(product.depth, machine.rows);
    const double filter_folds = detail::folds(product.filters, machine.columns);
    const double input_bits = detail::dram_bits(work, machine, Operand::Input);
    const double stored_input = machine.stored_bits(work.operand(Operand::Input));
    const double psum_bits = machine.accumulator_bits(work);
    const double weights = product.depth * product.filters;
    const double inputs = detail::touched_inputs(work);
    const double outputs = product.pixels * product.filters;
    // Without the window's rows at hand, the stream of a fold fetches every window's value anew.
    const double stream =
        (detail::keeps_window_rows(work, machine) ? inputs : product.pixels * product.depth) /
        depth_folds;

    SystolicPlan result;
    result.rows_outside = !filters_outside;
    result.fold_cycles = product.pixels + 2.0 * machine.rows + machine.columns - 2;
    double psums = outputs;
    if (filters_outside) {
        result.steps.outer = filter_folds;
        result.steps.inner = depth_folds;
        const double resident = detail::kept_share(machine, Operand::Input, inputs, stored_input);
        result.fetch(Operand::Input, Fetch::Resident, resident * inputs, input_bits);
        result.fetch(Operand::Input, Fetch::EveryStep, (1 - resident) * stream, input_bits);
        psums = product.pixels * std::min(product.filters, static_cast<double>(machine.columns));
    } else {
        result.steps.outer = depth_folds;
        result.steps.inner = filter_folds;
        const double slice = inputs / depth_folds;
        const double held = detail::kept_share(machine, Operand::Input, slice, stored_input);
        result.fetch(Operand::Input, Fetch::EveryOuter, held * slice, input_bits);
        result.fetch(Operand::Input, Fetch::EveryStep, (1 - held) * stream, input_bits);
    }
    result.fetch(Operand::Weight, Fetch::EveryStep, weights / (depth_folds * filter_folds),
                 detail::dram_bits(work, machine, Operand::Weight));
    result.write_back(outputs, detail::dram_bits(work, machine, Operand::Output));
    const double kept = detail::kept_share(machine, Operand::Output, psums, psum_bits);
    result.spill((1 - kept) * outputs * (depth_folds - 1), psum_bits);
    result.psum_writes = outputs * depth_folds;
    result.reads[static_cast<std::size_t>(Operand::Weight)] = weights;
    result.reads[static_cast<std::size_t>(Operand::Input)] =
        product.pixels * product.depth * filter_folds;
    result.active_elements = weights / (depth_folds * filter_folds);
    return result;
}

/// In the order that moves less over the DRAM pins.
SystolicPlan plan(const Workload& work, const Accelerator& machine) {
    return detail::less_traffic(plan(work, machine, true), plan(work, machine, false));
}

Counts WeightStationary::count(const Workload& work, const Accelerator& accelerator,
                               const Prices& /*prices*/) const {
    Counts counts = detail::systolic_counts(work, accelerator, plan(work, accelerator));
    const double weight_bits = accelerator.stored_bits(work.operand(Operand::Weight));
    const double input_bits = accelerator.stored_bits(work.operand(Operand::Input));
    const double psum_bits = accelerator.accumulator_bits(work);
    const double weights = elements(work, Operand::Weight);
    counts.at(Level::Register, Operand::Weight).read(counts.executed_macs, weight_bits);
    counts.at(Level::Register, Operand::Weight).write(weights, weight_bits);
    counts.at(Level::Array, Operand::Input).read(counts.macs, input_bits);
    counts.at(Level::Array, Operand::Input).write(counts.macs, input_bits);
    counts.at(Level::Array, Operand::Output).read(counts.macs, psum_bits);
    counts.at(Level::Array, Operand::Output).write(counts.macs, psum_bits);
    const double hops = weights * (accelerator.rows + 1) / 2;
    counts.at(Level::Array, Operand::Weight).read(hops, weight_bits);
    counts.at(Level::Array, Operand::Weight).write(hops, weight_bits);
    return counts;
}

std::unique_ptr<Schedule> WeightStationary::schedule(const Workload& work,
                                                     const Accelerator& accelerator,
                                                     const Prices& /*prices*/) const {
    return detail::systolic_schedule(work, accelerator, Operand::Weight,
                                     plan(work, accelerator).rows_outside);
}

} // namespace

const Dataflow& dataflow() {
    static const WeightStationary instance;
    return instance;
}

} // namespace espalier::hw::dataflows::weight_stationary
