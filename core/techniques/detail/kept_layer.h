// SPDX-License-Identifier: GPL-3.0-or-later
// The preview of steps that change values and leave all counts as they are.
#pragma once

#include "core/analysis/accounting.h"
#include "core/compress/technique.h"

#include <string>

namespace espalier::techniques {

/// What a step says of a layer that keeps its size; `what` happens to it.
[[nodiscard]] LayerChange kept_layer(const LayerAccount& layer, std::string what);

} // namespace espalier::techniques
