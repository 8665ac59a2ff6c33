// SPDX-License-Identifier: GPL-3.0-or-later
// The rules behind Optimiser::update, which has checked the sizes and applies the mask afterwards.
#pragma once

#include "core/train/optimiser.h"

namespace espalier {

void sgd_update(const Optimiser& settings, const OptimiserTarget& target, double rate,
                std::size_t step);
void adam_update(const Optimiser& settings, const OptimiserTarget& target, double rate,
                 std::size_t step);
void rmsprop_update(const Optimiser& settings, const OptimiserTarget& target, double rate,
                    std::size_t step);

} // namespace espalier
