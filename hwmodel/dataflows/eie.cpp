// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/sparse_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::eie {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    // Channels work on vectors of their own, each with its share of the elements.
    const double channels = machine.figure("channels");
    const engines::EieFigures figures{machine.elements() / channels, machine.figure("queue"),
                                      machine.figure("index_bits")};
    const double weight = work.operand(Operand::Weight).density;
    const double input = work.operand(Operand::Input).density;
    const double vectors = detail::extent(work, Dim::G) * detail::windows_of(work);
    const double outputs = detail::extent(work, Dim::K);
    const double taps = detail::taps_of(work);
    detail::EngineRun result = detail::dense_run(work, machine);
    double even = 0; // cycles of a vector, were all elements equally full
    double cycles = 0;
    if (const Mask* mask = mask_of_weights(work)) {
        const auto rows = std::min(static_cast<std::size_t>(work.dim(Dim::K)), mask->rows());
        for (std::size_t first = 0; first < mask->rows(); first += rows) {
            const engines::EieTrace trace = engines::eie(*mask, first, rows, figures);
            even += trace.entries / figures.elements;
            cycles += trace.cycles;
        }
        const double share = input * mask_repeats(work) / detail::extent(work, Dim::G);
        even *= share;
        cycles *= share;
    } else {
        even = engines::eie_balanced(outputs, taps, weight, input, figures);
        // Pruned so that all elements have equally many weights (ESE), or all blocks: nobody waits.
        const bool balanced = machine.figure("balanced") > 0 ||
                              work.operand(Operand::Weight).kind == DensityKind::Structured;
        cycles = balanced ? std::max(even, input * taps)
                          : engines::eie(outputs, taps, weight, input, figures);
    }
    result.cycles = std::ceil(vectors / channels) * cycles;
    result.ideal_cycles = vectors / channels * even;
    result.executed_macs = effectual_macs(work);
    result.weight_reads = vectors * even * figures.elements;
    const double entries = even * figures.elements / std::max(input * taps * outputs, 1e-9);
    result.weight_bits = entries * (result.weight_bits + figures.relative_bits);
    result.input_reads = vectors * taps * input;
    result.sum_writes = result.executed_macs;
    result.sum_reads = result.executed_macs;
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"eie",
         "Sparse matrix times sparse vector",
         "Inputs that are not zero are sent to all elements, which work through "
         "their rows of that column.",
         "ceil(NPQ / channels) * inputs that are not zero * E[largest share of a column, smoothed "
         "by the queues; at least 1]",
         "S. Han et al., EIE, ISCA 2016",
         {"queue", "index_bits", "balanced", "channels"},
         "ceil(NPQ / channels) * inputs that are not zero / inputs * cycles of all columns, run "
         "entry by entry with "
         "queues on the mask of this layer's weights"},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::eie
