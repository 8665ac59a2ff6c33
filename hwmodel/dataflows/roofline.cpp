// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::roofline {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    detail::EngineRun result = detail::dense_run(work, machine);
    result.ideal_cycles = macs(work) / machine.elements();
    result.cycles = result.ideal_cycles / machine.figure("efficiency");
    result.weight_reads = macs(work) / detail::windows_of(work);
    result.input_reads = macs(work) / detail::extent(work, Dim::K);
    result.sum_writes = macs(work);
    result.sum_reads = macs(work);
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"roofline",
         "Roofline",
         "As fast as the arithmetic units or the memory allow, times what such "
         "kernels reach of it.",
         "macs / (elements * efficiency)",
         "S. Williams et al., Roofline, CACM 2009",
         {"efficiency"}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::roofline
