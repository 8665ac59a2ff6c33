// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/systolic.h"

#include "core/base/error.h"
#include "hwmodel/dataflows/detail/streaming.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::detail {

MatrixProduct as_product(const Workload& work) {
    const auto extent = [&](Dim dim) { return static_cast<double>(work.dim(dim)); };
    return {extent(Dim::G), extent(Dim::N) * extent(Dim::P) * extent(Dim::Q),
            extent(Dim::C) * extent(Dim::R) * extent(Dim::S), extent(Dim::K)};
}

double folds(double extent, double side) {
    return std::ceil(extent / side);
}

void check_systolic(const Accelerator& accelerator, std::string_view dataflow) {
    if (accelerator.interconnect != Interconnect::Systolic || accelerator.has_shared_buffer()) {
        fail(ErrorCode::Unsupported,
             "accelerator {} does not run dataflow \"{}\": it needs links between neighbours and a "
             "buffer for each operand",
             accelerator.id, dataflow);
    }
}

double group_inputs(const Workload& work) {
    return elements(work, Operand::Input) / static_cast<double>(work.dim(Dim::G));
}

double window_inputs(const Workload& work, double pixels) {
    const auto width = static_cast<double>(work.dim(Dim::Q));
    const double across = std::min(pixels, width);
    // A stretch of pixels may begin in the middle of a row, hence one row more than ceil(p / Q).
    const double down = std::min(pixels > 1 ? std::ceil((pixels - 1) / width) + 1 : 1.0,
                                 static_cast<double>(work.dim(Dim::N) * work.dim(Dim::P)));
    const auto span = [](double outputs, double stride, double taps, double reach) {
        return stride < taps ? (outputs - 1) * stride + reach : outputs * taps;
    };
    const auto taps_h = static_cast<double>(work.dim(Dim::R));
    const auto taps_w = static_cast<double>(work.dim(Dim::S));
    const double rows = span(down, work.stride_h, taps_h, (taps_h - 1) * work.dilation_h + 1);
    const double columns =
        down > 1 ? span(width, work.stride_w, taps_w, (taps_w - 1) * work.dilation_w + 1)
                 : span(across, work.stride_w, taps_w, (taps_w - 1) * work.dilation_w + 1);
    const auto channels = static_cast<double>(work.dim(Dim::C));
    // Never more than the windows hold without any sharing, nor more than there is.
    return std::min(
        {rows * columns * channels, pixels * taps_h * taps_w * channels, group_inputs(work)});
}

double touched_inputs(const Workload& work) {
    return window_inputs(
        work, static_cast<double>(work.dim(Dim::N) * work.dim(Dim::P) * work.dim(Dim::Q)));
}

bool keeps_window_rows(const Workload& work, const Accelerator& accelerator) {
    const auto width = static_cast<double>(work.input_w > 0 ? work.input_w : reach_w(work));
    const double reach = static_cast<double>((work.dim(Dim::R) - 1) * work.dilation_h + 1);
    const double rows = work.dim(Dim::R) > work.stride_h ? reach : 1.0;
    const double needed = rows * width * static_cast<double>(work.dim(Dim::C)) *
                          accelerator.stored_bits(work.operand(Operand::Input));
    return needed <= accelerator.usable_bits(Operand::Input);
}

double kept_share(const Accelerator& accelerator, Operand which, double words, double bits) {
    return std::min(1.0, accelerator.usable_bits(which) / (words * bits));
}

void SystolicPlan::fetch(Operand which, Fetch when, double words, double bits) {
    double times = 1;
    switch (when) {
    case Fetch::EveryStep:
        for (double& amount : steps.in) {
            amount += words * bits;
        }
        times = steps.outer * steps.inner;
        break;
    case Fetch::EveryOuter:
        steps.in[0] += words * bits;
        steps.in[2] += words * bits;
        times = steps.outer;
        break;
    case Fetch::Resident:
        steps.in[0] += words * bits / steps.inner;
        steps.in[1] += words * bits / steps.inner;
        break;
    }
    fetched[static_cast<std::size_t>(which)] += words * times;
}

void SystolicPlan::write_back(double words, double bits) {
    for (double& amount : steps.out) {
        amount += words * bits / (steps.outer * steps.inner);
    }
}

void SystolicPlan::spill(double words, double bits) {
    write_back(words, bits);
    for (double& amount : steps.in) {
        amount += words * bits / (steps.outer * steps.inner);
    }
    spilled_psums += words;
}

std::array<double, 4> Steps::counts() const {
    return {1, inner - 1, outer - 1, (outer - 1) * (inner - 1)};
}

double Steps::read_bits() const {
    const std::array<double, 4> count = counts();
    double sum = 0;
    for (std::size_t i = 0; i < count.size(); ++i) {
        sum += count[i] * in[i];
    }
    return sum;
}

double Steps::written_bits() const {
    const std::array<double, 4> count = counts();
    double sum = 0;
    for (std::size_t i = 0; i < count.size(); ++i) {
        sum += count[i] * out[i];
    }
    return sum;
}

double Steps::last_written() const {
    const std::array<double, 4> count = counts();
    double last = out[0];
    for (std::size_t i = 0; i < count.size(); ++i) {
        last = count[i] > 0 ? out[i] : last;
    }
    return last;
}

double scheduled_cycles(const Steps& steps, double groups, double fold_cycles,
                        double bits_per_cycle) {
    const std::array<double, 4> count = steps.counts();
    double total = 0;
    for (std::size_t i = 0; i < count.size(); ++i) {
        const double wait = (steps.in[i] + steps.out[i]) / bits_per_cycle;
        total += groups * count[i] * std::max(fold_cycles, wait);
    }
    // The very first step has nothing to hide its fetch behind, so it computes after it; the very
    // last write has nothing left to hide behind. In exchange their slots do not carry them.
    const double first = std::max(fold_cycles, (steps.in[0] + steps.out[0]) / bits_per_cycle);
    total +=
        steps.in[0] / bits_per_cycle + fold_cycles - first + steps.last_written() / bits_per_cycle;
    return std::ceil(total) - 1;
}

const SystolicPlan& less_traffic(const SystolicPlan& a, const SystolicPlan& b) {
    const auto bits = [](const SystolicPlan& plan) {
        return plan.steps.read_bits() + plan.steps.written_bits();
    };
    return bits(b) < bits(a) ? b : a;
}

Counts systolic_counts(const Workload& work, const Accelerator& accelerator,
                       const SystolicPlan& plan) {
    const MatrixProduct product = as_product(work);
    const double groups = product.groups;
    Counts counts;
    counts.macs = macs(work);
    counts.executed_macs = counts.macs;
    if (accelerator.gates_zero_inputs) {
        counts.executed_macs *= work.operand(Operand::Input).density;
    }
    counts.active_elements = plan.active_elements;
    counts.compute_cycles = groups * plan.steps.outer * plan.steps.inner * plan.fold_cycles - 1;
    counts.cycles =
        scheduled_cycles(plan.steps, groups, plan.fold_cycles, accelerator.dram_bits_per_cycle);
    counts.fill_cycles =
        (plan.steps.in[0] + plan.steps.last_written()) / accelerator.dram_bits_per_cycle;

    const double psum_bits = accelerator.accumulator_bits(work);
    const double spilled = groups * plan.spilled_psums;
    const double outputs = elements(work, Operand::Output);
    for (const Operand which : {Operand::Weight, Operand::Input}) {
        const auto index = static_cast<std::size_t>(which);
        const double stored = accelerator.stored_bits(work.operand(which));
        const double words = groups * plan.fetched[index];
        counts.at(Level::Dram, which).read(words, dram_bits(work, accelerator, which));
        counts.at(Level::Buffer, which).write(words, stored);
        counts.at(Level::Buffer, which).read(groups * plan.reads[index], stored);
    }
    const double output_bits = accelerator.stored_bits(work.operand(Operand::Output));
    Traffic& pins = counts.at(Level::Dram, Operand::Output);
    pins.write(outputs, dram_bits(work, accelerator, Operand::Output));
    pins.write(spilled, psum_bits);
    pins.read(spilled, psum_bits);
    // The last visit of an output leaves the finished value; the earlier ones partial sums, which
    // the array reads back when it comes to that output again.
    const double partial = groups * plan.psum_writes - outputs;
    Traffic& buffer = counts.at(Level::Buffer, Operand::Output);
    buffer.write(partial, psum_bits);
    buffer.write(outputs, output_bits);
    buffer.read(partial, psum_bits);
    buffer.read(outputs, output_bits);
    buffer.read(spilled, psum_bits);
    buffer.write(spilled, psum_bits);
    return counts;
}

} // namespace espalier::hw::dataflows::detail
