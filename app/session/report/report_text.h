// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of a report as rows of text, for the writers to dress.
#pragma once

#include "app/session/report/report.h"

#include <string>
#include <vector>

namespace espalier::report {

struct TextTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows; ///< the first cell is the row's name
};

/// Networks as rows; each cell after the first row carries its change against the original.
[[nodiscard]] TextTable headline_table(const Report& report);
[[nodiscard]] TextTable layer_table(const Report& report);

} // namespace espalier::report
