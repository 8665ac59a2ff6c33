// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::tensor_train {

namespace {

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const double row_folds = std::ceil(detail::extent(work, Dim::K) / machine.rows);
    const double column_folds = std::ceil(detail::windows_of(work) / machine.columns);
    const double taps = detail::taps_of(work);
    const double groups = detail::extent(work, Dim::G);
    detail::EngineRun result = detail::dense_run(work, machine);
    result.cycles = groups * row_folds * column_folds * taps;
    result.ideal_cycles = macs(work) / machine.elements();
    result.weight_reads = groups * detail::extent(work, Dim::K) * taps * column_folds;
    result.input_reads = groups * detail::windows_of(work) * taps * row_folds;
    result.sum_writes = macs(work);
    result.sum_reads = macs(work);
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"tie",
         "Tensor-train stages",
         "Each core of a tensor train is a matrix product; transposes between "
         "them are made while reading.",
         "G * ceil(K / elements) * ceil(NPQ / lanes) * CRS for each stage",
         "C. Deng et al., TIE, ISCA 2019",
         {}},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::tensor_train
