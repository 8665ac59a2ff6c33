// SPDX-License-Identifier: GPL-3.0-or-later
// The folds of a systolic array: one operand of the matrix product stays in the elements, the other
// dimension streams past, skewed by one cycle a row and a column.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/schedule.h"

#include <memory>

namespace espalier::hw::dataflows::detail {

/// `stationary` is what an element keeps. Outputs: pixels by filters, the depth streams by.
/// Weights: depth by filters, pixels stream by. Inputs: depth by pixels, filters stream by. What is
/// kept and is not an output is shifted in from above first, one row a cycle. `rows_outside`: the
/// folds of what lies along the rows are the outer loop.
[[nodiscard]] std::unique_ptr<Schedule> systolic_schedule(const Workload& work,
                                                          const Accelerator& accelerator,
                                                          Operand stationary, bool rows_outside);

} // namespace espalier::hw::dataflows::detail
