// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/sparse_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::cnvlutin {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const double lanes = machine.figure("lanes");
    const double filters = machine.figure("filters");
    const double windows = detail::windows_of(work);
    const double groups = detail::extent(work, Dim::G);
    const double density = work.operand(Operand::Input).density;
    detail::EngineRun result = detail::dense_run(work, machine);
    result.cycles = groups * engines::cnvlutin(windows, detail::taps_of(work), density,
                                               detail::extent(work, Dim::K), filters, lanes);
    result.executed_macs = macs(work) * density;
    result.ideal_cycles = result.executed_macs / (lanes * filters);
    result.weight_reads = result.executed_macs;
    result.input_bits =
        std::min(result.input_bits, density * (result.input_bits + machine.figure("index_bits")));
    result.input_reads = groups * windows * detail::taps_of(work) *
                         std::ceil(detail::extent(work, Dim::K) / filters);
    result.sum_writes = result.executed_macs / lanes;
    result.sum_reads = result.sum_writes;
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"cnvlutin",
         "Sparse inputs, a slice a lane",
         "Lanes pass the inputs of their slice of the channels that are not "
         "zero; a window ends with its fullest slice.",
         "NPQ * ceil(K / filters) * E[max over lanes of inputs that are not "
         "zero]",
         "J. Albericio et al., Cnvlutin, ISCA 2016",
         {"lanes", "filters", "index_bits"}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::cnvlutin
