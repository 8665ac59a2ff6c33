// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/sparse_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::eie {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const engines::EieFigures figures{machine.elements(), machine.figure("queue"),
                                      machine.figure("index_bits")};
    const double weight = work.operand(Operand::Weight).density;
    const double input = work.operand(Operand::Input).density;
    const double vectors = detail::extent(work, Dim::G) * detail::windows_of(work);
    const double outputs = detail::extent(work, Dim::K);
    const double taps = detail::taps_of(work);
    const double even = engines::eie_balanced(outputs, taps, weight, input, figures);
    detail::EngineRun result = detail::dense_run(work, machine);
    // Pruned so that all elements have equally many weights (ESE), nobody waits.
    result.cycles = vectors * (machine.figure("balanced") > 0
                                   ? even
                                   : engines::eie(outputs, taps, weight, input, figures));
    result.ideal_cycles = vectors * even;
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
         "NPQ * inputs that are not zero * E[largest share of a column, smoothed "
         "by the queues]",
         "S. Han et al., EIE, ISCA 2016",
         {"queue", "index_bits", "balanced"}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::eie
