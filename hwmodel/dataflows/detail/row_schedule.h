// SPDX-License-Identifier: GPL-3.0-or-later
// The passes of a row-stationary machine under one layout.
#pragma once

#include "hwmodel/dataflows/detail/row_mapping.h"
#include "hwmodel/schedule.h"

#include <memory>

namespace espalier::hw::dataflows::detail {

/// Sets lie where the layout puts them: side by side, then in the next band of rows; a set that is
/// wider than the array goes on in the bands below. In a pass an element goes over images, output
/// columns, its filters, its channels and the filter's columns, innermost last.
[[nodiscard]] std::unique_ptr<Schedule>
row_schedule(const Workload& work, const Accelerator& accelerator, const RowMapping& mapping);

} // namespace espalier::hw::dataflows::detail
