// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/dense_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::xnor {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const double units = machine.figure("units");
    const double word = machine.figure("word");
    detail::EngineRun result = detail::dense_run(work, machine);
    result.cycles = engines::xnor(work, units, word);
    const double planes =
        static_cast<double>(work.operand(Operand::Input).bits) * work.operand(Operand::Weight).bits;
    result.ideal_cycles = macs(work) * planes / (units * word);
    result.executed_macs = macs(work) * planes;
    const double outputs = elements(work, Operand::Output);
    result.input_reads = detail::extent(work, Dim::G) * detail::windows_of(work) *
                         detail::taps_of(work) * std::ceil(detail::extent(work, Dim::K) / units);
    result.weight_reads = macs(work);
    result.sum_writes = outputs * std::ceil(detail::taps_of(work) / word) * planes;
    result.sum_reads = result.sum_writes;
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"xnor",
         "XNOR and popcount",
         "Words of one-bit products, counted by popcount; an operand of b bits "
         "is b planes.",
         "ceil(N G P Q K / units) * ceil(CRS / word) * input bits * weight bits",
         "F. Conti et al., XNOR Neural Engine, TCAD 37(11), 2018",
         {"units", "word"}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::xnor
