// SPDX-License-Identifier: GPL-3.0-or-later
// Finding where numbers stopped being finite.
#pragma once

#include "core/train/plan/builder.h"

#include <span>
#include <string>

namespace espalier {

/// False where one of `values` is infinite or not a number.
[[nodiscard]] bool all_finite(std::span<const float> values);

/// The first place on the way through the network, forward and then backward, that holds a number
/// that is not finite: "the input", "node conv1: conv1.weight", "node conv1: its output", "node
/// conv1: gradient of conv1.weight"; empty where there is none.
[[nodiscard]] std::string first_not_finite(const BuiltPlan& plan);

} // namespace espalier
