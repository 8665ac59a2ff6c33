// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/sparse_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::cambricon_x {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const double lanes = machine.figure("lanes");
    const double windows = detail::windows_of(work);
    const double groups = detail::extent(work, Dim::G);
    const double density = work.operand(Operand::Weight).density;
    const OperandInfo& weights = work.operand(Operand::Weight);
    const double filters = groups * detail::extent(work, Dim::K);
    detail::EngineRun result = detail::dense_run(work, machine);
    if (const Mask* mask = mask_of_weights(work)) {
        result.cycles = mask_repeats(work) *
                        engines::cambricon_x(windows, mask->per_row(),
                                             static_cast<std::size_t>(machine.rows), lanes);
    } else if (weights.kind == DensityKind::Structured) {
        // Every filter has as many: nobody waits.
        result.cycles = windows * std::ceil(filters / machine.rows) *
                        std::ceil(detail::taps_of(work) * density / lanes);
    } else {
        result.cycles = engines::cambricon_x(windows, filters, detail::taps_of(work), density,
                                             machine.rows, lanes);
    }
    result.executed_macs = macs(work) * density;
    result.ideal_cycles = result.executed_macs / (machine.rows * lanes);
    result.weight_reads = result.executed_macs;
    result.weight_bits = std::min(result.weight_bits + 1,
                                  density * (result.weight_bits + machine.figure("index_bits")));
    result.input_reads = groups * windows * detail::taps_of(work) *
                         std::ceil(detail::extent(work, Dim::K) / machine.rows);
    result.sum_writes = result.executed_macs / lanes;
    result.sum_reads = result.sum_writes;
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"cambricon-x",
         "Sparse weights, one filter an element",
         "Elements skip the zero weights of a filter each; a group of filters "
         "waits for the fullest.",
         "NPQ * sum over groups of filters of max over filters of ceil(weights "
         "that are not zero / lanes)",
         "S. Zhang et al., Cambricon-X, MICRO 2016",
         {"lanes", "index_bits"},
         "NPQ * sum over groups of filters of max over filters of ceil(weights that are not zero / "
         "lanes), counted in the mask of this layer's weights"},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::cambricon_x
