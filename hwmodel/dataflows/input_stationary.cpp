// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflow.h"
#include "hwmodel/dataflows/detail/streaming.h"
#include "hwmodel/dataflows/detail/systolic.h"
#include "hwmodel/dataflows/detail/systolic_schedule.h"

#include <algorithm>
#include <array>

namespace espalier::hw::dataflows::input_stationary {

namespace {

using detail::Fetch;
using detail::MatrixProduct;
using detail::SystolicPlan;

constexpr const char* kScaleSim =
    "A. Samajdar et al., SCALE-Sim, arXiv:1811.02883; the tool's own count, its -1 included";
constexpr std::array kFormulas{
    Formula{"compute_cycles",
            "G * ceil(CRS / rows) * ceil(NPQ / columns) * (K + 2 rows + columns - 2) - 1",
            kScaleSim},
    Formula{"cycles",
            "first fetch + sum over folds of max(fold, (fetch + write) bits / DRAM bits per cycle) "
            "+ last write - 1",
            "double buffering: the next fold's operands arrive while this one computes"},
    Formula{"buffer.input", "reads: G * NPQ * CRS, each window's value once", kScaleSim},
    Formula{"buffer.weight", "reads: G * K * CRS * ceil(NPQ / columns)", kScaleSim},
    Formula{"buffer.output",
            "writes: G * NPQ * K * ceil(CRS / rows); all but the last of each are partial sums, "
            "read again",
            kScaleSim},
    Formula{"dram",
            "the cheaper of both fold orders; inputs once where the window's rows stay in half "
            "their buffer; weights and partial sums that do not fit half theirs cross the pins at "
            "every use",
            "loop nest over folds, sizes against usable buffer"},
    Formula{"register", "the input read once per MAC", "input stationary"},
    Formula{"array",
            "weight and partial sum latched once per MAC; an input enters over (rows + 1) / 2 hops",
            "systolic forwarding"},
};

class InputStationary final : public Dataflow {
public:
    std::string_view id() const override { return "is"; }

    std::string_view title() const override { return "Input stationary"; }

    std::string_view summary() const override {
        return "Each element keeps one input of a window while all filters pass; partial sums run "
               "down the columns. Best where a layer has many filters for its pixels.";
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

/// The folds of one group with pixels or depth in the outer loop.
SystolicPlan plan(const Workload& work, const Accelerator& machine, bool pixels_outside) {
    const MatrixProduct product = detail::as_product(work);
    const double depth_folds = detail::folds(product.depth, machine.rows);
    const double pixel_folds = detail::folds(product.pixels, machine.columns);
    const double weight_bits = detail::dram_bits(work, machine, Operand::Weight);
    const double stored_weight = machine.stored_bits(work.operand(Operand::Weight));
    const double psum_bits = machine.accumulator_bits(work);
    const double weights = product.depth * product.filters;
    const double outputs = product.pixels * product.filters;
    const double steps = depth_folds * pixel_folds;
    const double tile = detail::keeps_window_rows(work, machine)
                            ? detail::touched_inputs(work) / pixel_folds
                            : detail::window_inputs(work, machine.columns);

    SystolicPlan result;
    result.rows_outside = !pixels_outside;
    result.fold_cycles = product.filters + 2.0 * machine.rows + machine.columns - 2;
    double psums = outputs;
    if (pixels_outside) {
        result.steps.outer = pixel_folds;
        result.steps.inner = depth_folds;
        const double resident =
            detail::kept_share(machine, Operand::Weight, weights, stored_weight);
        result.fetch(Operand::Weight, Fetch::Resident, resident * weights, weight_bits);
        result.fetch(Operand::Weight, Fetch::EveryStep, (1 - resident) * weights / depth_folds,
                     weight_bits);
        psums = std::min(product.pixels, static_cast<double>(machine.columns)) * product.filters;
    } else {
        result.steps.outer = depth_folds;
        result.steps.inner = pixel_folds;
        const double slice = weights / depth_folds;
        const double held = detail::kept_share(machine, Operand::Weight, slice, stored_weight);
        result.fetch(Operand::Weight, Fetch::EveryOuter, held * slice, weight_bits);
        result.fetch(Operand::Weight, Fetch::EveryStep, (1 - held) * slice, weight_bits);
    }
    result.fetch(Operand::Input, Fetch::EveryStep, tile / depth_folds,
                 detail::dram_bits(work, machine, Operand::Input));
    result.write_back(outputs, detail::dram_bits(work, machine, Operand::Output));
    const double kept = detail::kept_share(machine, Operand::Output, psums, psum_bits);
    result.spill((1 - kept) * outputs * (depth_folds - 1), psum_bits);
    result.psum_writes = outputs * depth_folds;
    result.reads[static_cast<std::size_t>(Operand::Weight)] = weights * pixel_folds;
    result.reads[static_cast<std::size_t>(Operand::Input)] = product.pixels * product.depth;
    result.active_elements = product.pixels * product.depth / steps;
    return result;
}

/// In the order that moves less over the DRAM pins.
SystolicPlan plan(const Workload& work, const Accelerator& machine) {
    return detail::less_traffic(plan(work, machine, true), plan(work, machine, false));
}

Counts InputStationary::count(const Workload& work, const Accelerator& accelerator,
                              const Prices& /*prices*/) const {
    Counts counts = detail::systolic_counts(work, accelerator, plan(work, accelerator));
    const double weight_bits = accelerator.stored_bits(work.operand(Operand::Weight));
    const double input_bits = accelerator.stored_bits(work.operand(Operand::Input));
    const double psum_bits = accelerator.accumulator_bits(work);
    const MatrixProduct product = detail::as_product(work);
    const double placed = product.groups * product.pixels * product.depth;
    counts.at(Level::Register, Operand::Input).read(counts.executed_macs, input_bits);
    counts.at(Level::Register, Operand::Input).write(placed, input_bits);
    counts.at(Level::Array, Operand::Weight).read(counts.macs, weight_bits);
    counts.at(Level::Array, Operand::Weight).write(counts.macs, weight_bits);
    counts.at(Level::Array, Operand::Output).read(counts.macs, psum_bits);
    counts.at(Level::Array, Operand::Output).write(counts.macs, psum_bits);
    const double hops = placed * (accelerator.rows + 1) / 2;
    counts.at(Level::Array, Operand::Input).read(hops, input_bits);
    counts.at(Level::Array, Operand::Input).write(hops, input_bits);
    return counts;
}

std::unique_ptr<Schedule> InputStationary::schedule(const Workload& work,
                                                    const Accelerator& accelerator,
                                                    const Prices& /*prices*/) const {
    return detail::systolic_schedule(work, accelerator, Operand::Input,
                                     plan(work, accelerator).rows_outside);
}

} // namespace

const Dataflow& dataflow() {
    static const InputStationary instance;
    return instance;
}

} // namespace espalier::hw::dataflows::input_stationary
