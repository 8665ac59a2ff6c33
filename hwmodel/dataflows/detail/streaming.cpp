// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/streaming.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::detail {

namespace {

constexpr double kPairBits = 64.0 / 3;
constexpr double kLongestRun = 31;

} // namespace

double dram_bits(const Workload& work, const Accelerator& accelerator, Operand which) {
    const OperandInfo& info = work.operand(which);
    const double raw = accelerator.stored_bits(info);
    if (!accelerator.run_length_coded[static_cast<std::size_t>(which)]) {
        return raw;
    }
    const double zeros = 1 - info.density;
    const double pairs = info.density > 0 ? info.density / (1 - std::pow(zeros, kLongestRun + 1))
                                          : 1 / (kLongestRun + 1);
    return std::min(raw, pairs * kPairBits);
}

Counts stream(const Workload& work, const Accelerator& accelerator) {
    Counts counts;
    const double inputs = elements(work, Operand::Input);
    const double outputs = elements(work, Operand::Output);
    const double input_bits = accelerator.stored_bits(work.operand(Operand::Input));
    const double output_bits = accelerator.stored_bits(work.operand(Operand::Output));
    const double window =
        static_cast<double>(work.dim(Dim::R)) * static_cast<double>(work.dim(Dim::S));
    counts.adds = outputs * (work.kind == OpKind::Pool ? window : work.input_tensors);
    counts.compute_cycles = std::ceil(counts.adds / accelerator.elements());
    counts.active_elements = std::min(counts.adds, accelerator.elements());

    counts.at(Level::Dram, Operand::Input)
        .read(inputs, dram_bits(work, accelerator, Operand::Input));
    counts.at(Level::Buffer, Operand::Input).write(inputs, input_bits);
    counts.at(Level::Buffer, Operand::Input).read(inputs, input_bits);
    counts.at(Level::Array, Operand::Input).write(inputs, input_bits);
    counts.at(Level::Array, Operand::Output).write(outputs, output_bits);
    counts.at(Level::Buffer, Operand::Output).write(outputs, output_bits);
    counts.at(Level::Buffer, Operand::Output).read(outputs, output_bits);
    counts.at(Level::Dram, Operand::Output)
        .write(outputs, dram_bits(work, accelerator, Operand::Output));
    counts.cycles = std::max(counts.compute_cycles,
                             std::ceil(counts.bits(Level::Dram) / accelerator.dram_bits_per_cycle));
    return counts;
}

} // namespace espalier::hw::dataflows::detail
