// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/engines/bit_fusion.h"

#include "core/base/error.h"
#include "hwmodel/dataflows/detail/engine.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::bit_fusion {

namespace {

engines::BitFusionFigures figures_of(const Accelerator& machine) {
    engines::BitFusionFigures figures;
    figures.rows = machine.rows;
    figures.columns = machine.columns;
    figures.weight_bytes = static_cast<double>(machine.buffer_bytes[0]);
    figures.input_bytes = static_cast<double>(machine.buffer_bytes[1]);
    figures.output_bytes = static_cast<double>(machine.buffer_bytes[2]);
    figures.dram_bits_per_cycle = machine.dram_bits_per_cycle;
    return figures;
}

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const engines::BitFusionFigures figures = figures_of(machine);
    // Widths beyond eight bits take several passes of the eight-bit array.
    const auto width = [&](Operand which) { return static_cast<double>(work.operand(which).bits); };
    const double passes = std::ceil(width(Operand::Input) / figures.most_bits) *
                          std::ceil(width(Operand::Weight) / figures.most_bits);
    engines::BitFusionLayer layer;
    layer.batch = work.dim(Dim::N);
    layer.height = work.dim(Dim::P);
    layer.width = work.dim(Dim::Q);
    layer.inputs = work.dim(Dim::C);
    layer.outputs = work.dim(Dim::K);
    layer.filter_h = work.dim(Dim::R);
    layer.filter_w = work.dim(Dim::S);
    layer.stride = work.stride_h;
    layer.input_bits = std::min(width(Operand::Input), figures.most_bits);
    layer.weight_bits = std::min(width(Operand::Weight), figures.most_bits);
    // Few channels leave rows idle: the host lays the windows out.
    layer.unrolled = work.dim(Dim::C) < machine.rows;
    const engines::BitFusionCost cost = engines::bit_fusion(layer, figures);
    if (std::isinf(cost.cycles)) {
        fail(ErrorCode::Unsupported, "accelerator {}: no tile of the layer fits half its buffers",
             machine.id);
    }
    detail::EngineRun result = detail::dense_run(work, machine);
    const double factor = engines::fusion_factor(layer.input_bits, layer.weight_bits, figures);
    const double groups = detail::extent(work, Dim::G);
    result.cycles = groups * passes * cost.compute_cycles;
    result.fill_cycles = groups * passes * cost.fill_cycles;
    result.total_cycles = groups * passes * cost.cycles;
    result.ideal_cycles = passes * macs(work) / (machine.elements() * factor);
    result.weight_reads = macs(work) / detail::windows_of(work);
    result.input_reads = macs(work) / machine.columns;
    result.sum_writes = macs(work) / (machine.rows * factor);
    result.sum_reads = result.sum_writes;
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"bit-fusion",
         "Bit fusion",
         "Multipliers split into 2-bit bricks: narrow operands multiply the "
         "rate. The tiling with the fewest cycles is taken.",
         "tiles * N * ceil(K / columns) * P * Q * R * S * ceil(C / (rows * "
         "floor(8 / bits) * floor(8 / bits)))",
         "H. Sharma et al., Bit Fusion, ISCA 2018; equal to its simulator",
         {}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::bit_fusion
