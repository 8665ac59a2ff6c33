// SPDX-License-Identifier: GPL-3.0-or-later
// The source tree as the architecture tests see it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace espalier::arch {

struct Source {
    std::string path; ///< relative to the top, '/' separated
    std::vector<std::string> lines;
};

/// Every .h and .cpp below core, hwmodel, app and tests.
[[nodiscard]] const std::vector<Source>& sources();

/// Targets of `#include "..."` and `#include <...>` lines, in order.
[[nodiscard]] std::vector<std::string> includes(const Source& source);

} // namespace espalier::arch
