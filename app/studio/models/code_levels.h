// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/code.h"

#include <cstddef>
#include <vector>

namespace espalier::studio {

/// The values that a code can stand for, ascending. Of a code with one grid for each channel, those
/// of the coarsest. Empty for nullptr, and where there are more than `most`.
[[nodiscard]] std::vector<double> code_levels(const Code* code, std::size_t most);

} // namespace espalier::studio
