// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/sparse_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::snapea {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const double lanes = machine.figure("lanes");
    const double taps = detail::taps_of(work);
    const double share = engines::snapea_share(taps, 1 - work.operand(Operand::Output).density);
    detail::EngineRun result = detail::dense_run(work, machine);
    const double dense =
        std::ceil(elements(work, Operand::Output) / machine.elements()) * std::ceil(taps / lanes);
    result.cycles = dense * share;
    result.executed_macs = macs(work) * share;
    result.ideal_cycles = result.executed_macs / (machine.elements() * lanes);
    result.weight_reads = result.executed_macs / machine.elements();
    result.input_reads = result.executed_macs / lanes;
    result.sum_writes = result.executed_macs / lanes;
    result.sum_reads = result.sum_writes;
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"snapea",
         "Sums that end early",
         "Positive weights first: a sum that falls below zero ends there, since "
         "ReLU will make it zero.",
         "NPQ * ceil(K / elements) * ceil(CRS / lanes) * share of MACs done",
         "V. Akhlaghi et al., SnaPEA, ISCA 2018, exact mode",
         {"lanes"}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::snapea
