// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/sparse_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::speculation {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const double lanes = machine.figure("lanes");
    const double share = engines::speculation_share(
        work.operand(Operand::Output).density, machine.figure("predictor_share"),
        machine.figure("missed"), machine.figure("false_alarms"));
    detail::EngineRun result = detail::dense_run(work, machine);
    const double dense = std::ceil(elements(work, Operand::Output) / machine.elements()) *
                         std::ceil(detail::taps_of(work) / lanes);
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
        {"speculation",
         "Predicted outputs",
         "A cheap predictor says which outputs ReLU will make zero; only the "
         "others are computed in full.",
         "NPQ * ceil(K / elements) * ceil(CRS / lanes) * (predictor + outputs "
         "taken for not zero)",
         "Decoupled speculation: a predictor beside the main array",
         {"lanes", "predictor_share", "missed", "false_alarms"}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::speculation
