// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/dense_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::output_plane {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const engines::PortWords words = engines::output_plane(work, machine.rows, machine.columns);
    detail::EngineRun result = detail::dense_run(work, machine);
    result.cycles = words.cycles;
    result.ideal_cycles = macs(work) / machine.elements();
    result.weight_reads = words.weight_reads;
    result.input_reads = words.input_reads;
    result.sum_reads = macs(work);
    result.sum_writes = macs(work);
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"os-plane",
         "Plane of outputs",
         "A tile of the output plane stays, one weight a cycle goes to all, and "
         "inputs move between neighbours.",
         "N * G * K * C * R * S * ceil(P / rows) * ceil(Q / columns)",
         "Z. Du et al., ShiDianNao, ISCA 2015",
         {}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::output_plane
