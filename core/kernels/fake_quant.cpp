// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/fake_quant.h"

#include <algorithm>
#include <cmath>

namespace espalier {

void fake_quantise(std::span<const float> from, std::span<float> to, const FakeQuant& quant) {
    const auto low = static_cast<float>(quant.low - quant.zero_point);
    const auto high = static_cast<float>(quant.high - quant.zero_point);
    // Adding and taking away 1.5 * 2^23 rounds to the nearest even integer for |x| < 2^22, which
    // the clamp before it ensures; unlike nearbyint it is one vector instruction everywhere.
    constexpr float kRound = 12582912.0F;
    for (std::size_t i = 0; i < from.size(); ++i) {
        float value = from[i] / quant.scale;
        value = value == value ? value : 0.0F; // NaN
        value = value > low ? value : low;
        value = value < high ? value : high;
        to[i] = ((value + kRound) - kRound) * quant.scale;
    }
}

} // namespace espalier
