// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/dense_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::bit_serial {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const engines::SerialFigures figures{
        machine.figure("windows"),           machine.figure("lanes"),
        machine.figure("filters"),           machine.figure("input_serial") > 0,
        machine.figure("weight_serial") > 0, machine.figure("one_bit_lanes")};
    detail::EngineRun result = detail::dense_run(work, machine);
    result.cycles = engines::bit_serial(work, figures);
    const double planes = (figures.input_serial ? work.operand(Operand::Input).bits : 1.0) *
                          (figures.weight_serial ? work.operand(Operand::Weight).bits : 1.0);
    const double lanes = figures.windows * figures.lanes_for(work) * figures.filters;
    result.ideal_cycles = macs(work) * planes / lanes;
    const double windows = detail::windows_of(work);
    const double taps = detail::taps_of(work);
    const double filters = detail::extent(work, Dim::K);
    const double groups = detail::extent(work, Dim::G);
    result.input_reads = groups * windows * taps * std::ceil(filters / figures.filters);
    result.weight_reads = groups * filters * taps * std::ceil(windows / figures.windows);
    result.sum_writes = groups * windows * filters * std::ceil(taps / figures.lanes_for(work));
    result.sum_reads = result.sum_writes;
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"bit-serial",
         "Bit-serial",
         "Operands enter bit by bit: a cycle for each bit, so that time follows "
         "the width a layer needs.",
         "G * ceil(NPQ / windows) * ceil(CRS / lanes) * ceil(K / filters) * bits "
         "of the serial operands",
         "P. Judd et al., Stripes, MICRO 2016; J. Lee et al., UNPU, JSSC 54(1), "
         "2019",
         {"windows", "lanes", "filters", "input_serial", "weight_serial", "one_bit_lanes"}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::bit_serial
