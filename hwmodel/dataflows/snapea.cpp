// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/sparse_engines.h"

namespace espalier::hw::dataflows::snapea {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const double share =
        engines::snapea_share(detail::taps_of(work), 1 - work.operand(Operand::Output).density);
    return detail::shortened_run(work, machine, share);
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
