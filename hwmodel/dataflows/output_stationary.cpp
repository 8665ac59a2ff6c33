// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflow.h"
#include "hwmodel/dataflows/detail/streaming.h"
#include "hwmodel/dataflows/detail/systolic.h"
#include "hwmodel/dataflows/detail/systolic_schedule.h"

#include <array>

namespace espalier::hw::dataflows::output_stationary {

namespace {

using detail::Fetch;
using detail::MatrixProduct;
using detail::SystolicPlan;

constexpr const char* kScaleSim =
    "A. Samajdar et al., SCALE-Sim, arXiv:1811.02883; the tool's own count, its -1 included";
constexpr std::array kFormulas{
    Formula{"compute_cycles",
            "G * ceil(NPQ / rows) * ceil(K / columns) * (CRS + rows + columns - 2) - 1", kScaleSim},
    Formula{"cycles",
            "first fetch + sum over folds of max(fold, (fetch + write) bits / DRAM bits per cycle) "
            "+ last write - 1",
            "double buffering: the next fold's operands arrive while this one computes"},
    Formula{"buffer.input", "reads: G * NPQ * CRS * ceil(K / columns)", kScaleSim},
    Formula{"buffer.weight", "reads: G * K * CRS * ceil(NPQ / rows)", kScaleSim},
    Formula{"buffer.output", "writes: G * NPQ * K, each output once", "output stationary"},
    Formula{
        "dram",
        "the cheaper of both fold orders: what the outer loop holds is fetched once, of the other "
        "operand what fits half its buffer; the rest again at every use",
        "loop nest over folds, sizes against usable buffer"},
    Formula{"register", "accumulator read and written once per MAC", "output stationary"},
    Formula{"array",
            "weight and input latched once per MAC; outputs leave over (rows + 1) / 2 hops",
            "systolic forwarding"},
};

class OutputStationary final : public Dataflow {
public:
    std::string_view id() const override { return "os"; }

    std::string_view title() const override { return "Output stationary"; }

    std::string_view summary() const override {
        return "Each element keeps one output until it is finished; inputs come from the left, "
               "weights from the top. Partial sums never leave the array.";
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

/// The folds of one group with pixels or filters in the outer loop.
SystolicPlan plan(const Workload& work, const Accelerator& machine, bool pixels_outside) {
    const MatrixProduct product = detail::as_product(work);
    const double pixel_folds = detail::folds(product.pixels, machine.rows);
    const double filter_folds = detail::folds(product.filters, machine.columns);
    const double weight_bits = detail::dram_bits(work, machine, Operand::Weight);
    const double input_bits = detail::dram_bits(work, machine, Operand::Input);
    const double weights = product.depth * product.filters;
    const double inputs = detail::touched_inputs(work);
    const double stored_weight = machine.stored_bits(work.operand(Operand::Weight));
    const double stored_input = machine.stored_bits(work.operand(Operand::Input));
    // Inputs of one pixel fold: shared with its neighbours where the window's rows stay.
    const double tile = detail::window_inputs(work, machine.rows);
    const double strip = detail::keeps_window_rows(work, machine) ? inputs / pixel_folds : tile;

    SystolicPlan result;
    result.rows_outside = pixels_outside;
    result.fold_cycles = product.depth + machine.rows + machine.columns - 2;
    if (pixels_outside) {
        result.steps.outer = pixel_folds;
        result.steps.inner = filter_folds;
        const double held = detail::kept_share(machine, Operand::Input, tile, stored_input);
        result.fetch(Operand::Input, Fetch::EveryOuter, held * strip, input_bits);
        result.fetch(Operand::Input, Fetch::EveryStep, (1 - held) * tile, input_bits);
        const double resident =
            detail::kept_share(machine, Operand::Weight, weights, stored_weight);
        result.fetch(Operand::Weight, Fetch::Resident, resident * weights, weight_bits);
        result.fetch(Operand::Weight, Fetch::EveryStep, (1 - resident) * weights / filter_folds,
                     weight_bits);
    } else {
        result.steps.outer = filter_folds;
        result.steps.inner = pixel_folds;
        const double slice = weights / filter_folds;
        const double held = detail::kept_share(machine, Operand::Weight, slice, stored_weight);
        result.fetch(Operand::Weight, Fetch::EveryOuter, held * slice, weight_bits);
        result.fetch(Operand::Weight, Fetch::EveryStep, (1 - held) * slice, weight_bits);
        const double resident = detail::kept_share(machine, Operand::Input, inputs, stored_input);
        result.fetch(Operand::Input, Fetch::Resident, resident * inputs, input_bits);
        result.fetch(Operand::Input, Fetch::EveryStep, (1 - resident) * strip, input_bits);
    }
    const double outputs = product.pixels * product.filters;
    result.write_back(outputs, detail::dram_bits(work, machine, Operand::Output));
    result.psum_writes = outputs;
    result.reads[static_cast<std::size_t>(Operand::Weight)] = weights * pixel_folds;
    result.reads[static_cast<std::size_t>(Operand::Input)] =
        product.pixels * product.depth * filter_folds;
    result.active_elements = outputs / (pixel_folds * filter_folds);
    return result;
}

/// In the order that moves less over the DRAM pins.
SystolicPlan plan(const Workload& work, const Accelerator& machine) {
    return detail::less_traffic(plan(work, machine, true), plan(work, machine, false));
}

Counts OutputStationary::count(const Workload& work, const Accelerator& accelerator,
                               const Prices& /*prices*/) const {
    Counts counts = detail::systolic_counts(work, accelerator, plan(work, accelerator));
    const double psum_bits = accelerator.accumulator_bits(work);
    counts.at(Level::Register, Operand::Output).read(counts.executed_macs, psum_bits);
    counts.at(Level::Register, Operand::Output).write(counts.executed_macs, psum_bits);
    for (const Operand which : {Operand::Weight, Operand::Input}) {
        const double bits = accelerator.stored_bits(work.operand(which));
        counts.at(Level::Array, which).read(counts.macs, bits);
        counts.at(Level::Array, which).write(counts.macs, bits);
    }
    const double hops = elements(work, Operand::Output) * (accelerator.rows + 1) / 2;
    counts.at(Level::Array, Operand::Output).read(hops, psum_bits);
    counts.at(Level::Array, Operand::Output).write(hops, psum_bits);
    return counts;
}

std::unique_ptr<Schedule> OutputStationary::schedule(const Workload& work,
                                                     const Accelerator& accelerator,
                                                     const Prices& /*prices*/) const {
    return detail::systolic_schedule(work, accelerator, Operand::Output,
                                     plan(work, accelerator).rows_outside);
}

} // namespace

const Dataflow& dataflow() {
    static const OutputStationary instance;
    return instance;
}

} // namespace espalier::hw::dataflows::output_stationary
