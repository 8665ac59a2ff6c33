// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace espalier::test {

/// Draws from the standard normal distribution.
inline std::vector<float> normal_values(std::size_t count, std::uint64_t seed) {
    Rng rng(seed);
    std::vector<float> values(count);
    for (float& value : values) {
        value = static_cast<float>(rng.normal());
    }
    return values;
}

} // namespace espalier::test
