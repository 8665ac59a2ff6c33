// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"

#include "core/base/error.h"
#include "hwmodel/dataflows/detail/streaming.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::detail {

Engine::Engine(EngineText text, Run run)
    : text_(std::move(text))
    , run_(run) {
    const std::string_view source = text_.source;
    formulas_ = {
        {"compute_cycles", text_.cycles, source},
        {"cycles", "max(compute_cycles, DRAM bits / DRAM bits per cycle)",
         "transfers overlap computing"},
        {"buffer", "written as fetched; read at the machine's ports", source},
        {"dram",
         "everything once; where neither weights nor inputs fit their buffer, "
         "the cheaper of both "
         "is fetched anew for each part of the other; outputs once",
         "sizes against usable buffer"},
        {"array", "every word read at a port is delivered", source},
        {"register", "accumulators: partial sums read and written", source},
    };
    if (!text_.masked_cycles.empty()) {
        formulas_.push_back({kMaskedCycles, text_.masked_cycles, source});
    }
}

void Engine::check(const Accelerator& accelerator) const {
    for (const std::string_view figure : text_.figures) {
        (void)accelerator.figure(figure);
    }
}

Counts Engine::count(const Workload& work, const Accelerator& accelerator,
                     const Prices& /*prices*/) const {
    const EngineRun run = run_(work, accelerator);
    const double weights = elements(work, Operand::Weight);
    const double inputs = elements(work, Operand::Input);
    const double outputs = elements(work, Operand::Output);
    const double output_bits = accelerator.stored_bits(work.operand(Operand::Output));
    const double sum_bits = accelerator.accumulator_bits(work);

    Counts counts;
    counts.macs = macs(work);
    counts.executed_macs = run.executed_macs;
    counts.compute_cycles = std::max(1.0, std::ceil(run.cycles));
    counts.active_elements =
        accelerator.elements() * std::min(1.0, run.ideal_cycles / counts.compute_cycles);

    // Parts of a tensor that its buffer can hold at once.
    const double weight_parts = std::max(
        1.0, std::ceil(weights * run.weight_bits / accelerator.usable_bits(Operand::Weight)));
    const double input_parts =
        std::max(1.0, std::ceil(inputs * run.input_bits / accelerator.usable_bits(Operand::Input)));
    double weight_fetches = 1;
    double input_fetches = 1;
    if (weight_parts > 1 && input_parts > 1) {
        const bool weights_stay = inputs * run.input_bits * (weight_parts - 1) <
                                  weights * run.weight_bits * (input_parts - 1);
        (weights_stay ? input_fetches : weight_fetches) = weights_stay ? weight_parts : input_parts;
    }
    counts.at(Level::Dram, Operand::Weight).read(weights * weight_fetches, run.weight_bits);
    counts.at(Level::Dram, Operand::Input).read(inputs * input_fetches, run.input_bits);
    counts.at(Level::Dram, Operand::Output)
        .write(outputs, dram_bits(work, accelerator, Operand::Output));
    counts.at(Level::Buffer, Operand::Weight).write(weights * weight_fetches, run.weight_bits);
    counts.at(Level::Buffer, Operand::Input).write(inputs * input_fetches, run.input_bits);
    counts.at(Level::Buffer, Operand::Weight).read(run.weight_reads, run.weight_bits);
    counts.at(Level::Buffer, Operand::Input).read(run.input_reads, run.input_bits);
    counts.at(Level::Buffer, Operand::Output).write(outputs, output_bits);
    counts.at(Level::Buffer, Operand::Output).read(outputs, output_bits);
    counts.at(Level::Array, Operand::Weight).write(run.weight_reads, run.weight_bits);
    counts.at(Level::Array, Operand::Input).write(run.input_reads, run.input_bits);
    counts.at(Level::Register, Operand::Output).read(run.sum_reads, sum_bits);
    counts.at(Level::Register, Operand::Output).write(run.sum_writes, sum_bits);
    counts.fill_cycles = run.fill_cycles;
    counts.cycles =
        std::ceil(std::max({counts.compute_cycles, run.total_cycles,
                            counts.bits(Level::Dram) / accelerator.dram_bits_per_cycle}));
    return counts;
}

LayerCost Engine::estimate(const Workload& work, const Accelerator& accelerator,
                           const Prices& prices) const {
    LayerCost cost = Dataflow::estimate(work, accelerator, prices);
    if (work.has_macs()) {
        // Narrow operands and skipped zeros do more than a MAC an element: what
        // counts is how evenly and how long the parts are busy.
        cost.utilisation = cost.counts.active_elements / accelerator.elements() *
                           cost.counts.compute_cycles / cost.counts.cycles;
    }
    return cost;
}

EngineRun dense_run(const Workload& work, const Accelerator& accelerator) {
    EngineRun run;
    run.executed_macs = macs(work);
    run.weight_reads = elements(work, Operand::Weight);
    run.input_reads = elements(work, Operand::Input);
    run.sum_writes = elements(work, Operand::Output);
    run.weight_bits = accelerator.stored_bits(work.operand(Operand::Weight));
    run.input_bits = accelerator.stored_bits(work.operand(Operand::Input));
    return run;
}

EngineRun shortened_run(const Workload& work, const Accelerator& accelerator, double share) {
    const double lanes = accelerator.figure("lanes");
    EngineRun result = dense_run(work, accelerator);
    const double dense = std::ceil(elements(work, Operand::Output) / accelerator.elements()) *
                         std::ceil(taps_of(work) / lanes);
    result.cycles = dense * share;
    result.executed_macs = macs(work) * share;
    result.ideal_cycles = result.executed_macs / (accelerator.elements() * lanes);
    result.weight_reads = result.executed_macs / accelerator.elements();
    result.input_reads = result.executed_macs / lanes;
    result.sum_writes = result.executed_macs / lanes;
    result.sum_reads = result.sum_writes;
    return result;
}

double extent(const Workload& work, Dim dim) {
    return static_cast<double>(work.dim(dim));
}

double windows_of(const Workload& work) {
    return extent(work, Dim::N) * extent(work, Dim::P) * extent(work, Dim::Q);
}

double taps_of(const Workload& work) {
    return extent(work, Dim::C) * extent(work, Dim::R) * extent(work, Dim::S);
}

} // namespace espalier::hw::dataflows::detail
