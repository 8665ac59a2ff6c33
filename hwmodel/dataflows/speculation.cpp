// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/sparse_engines.h"

namespace espalier::hw::dataflows::speculation {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const double share = engines::speculation_share(
        work.operand(Operand::Output).density, machine.figure("predictor_share"),
        machine.figure("missed"), machine.figure("false_alarms"));
    return detail::shortened_run(work, machine, share);
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
