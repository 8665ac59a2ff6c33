// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/dense_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::no_local_reuse {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const engines::PortWords words =
        engines::no_local_reuse(work, machine.figure("lanes"), machine.figure("filters"));
    detail::EngineRun result = detail::dense_run(work, machine);
    result.cycles = words.cycles;
    result.ideal_cycles = macs(work) / (machine.figure("lanes") * machine.figure("filters"));
    result.weight_reads = words.weight_reads;
    result.input_reads = words.input_reads;
    result.sum_reads = words.sum_reads;
    result.sum_writes = words.sum_writes;
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"nlr",
         "No local reuse",
         "Adder trees fed straight from the buffers: nothing stays at the "
         "multipliers, so that the buffers serve every product.",
         "G * N * P * Q * ceil(K / filters) * ceil(C / lanes) * R * S",
         "T. Chen et al., DianNao, ASPLOS 2014",
         {"lanes", "filters"}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::no_local_reuse
