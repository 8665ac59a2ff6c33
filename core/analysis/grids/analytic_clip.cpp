// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/grids/analytic_clip.h"

#include "core/base/error.h"

#include <cmath>

namespace espalier {

double analytic_error(Shape1D shape, int bits, double clip) {
    expect(bits >= 1 && bits <= 24, "levels of {} bits, expected 1 to 24", bits);
    const double rounding = clip * clip / (3 * std::ldexp(1.0, 2 * bits));
    if (shape == Shape1D::Laplace) {
        return 2 * std::exp(-clip) + rounding;
    }
    const double pi = std::acos(-1.0);
    return (clip * clip + 1) * std::erfc(clip / std::sqrt(2.0)) -
           clip * std::sqrt(2 / pi) * std::exp(-clip * clip / 2) + rounding;
}

double analytic_clip(Shape1D shape, int bits) {
    // One valley: clipping costs less and less, rounding more and more.
    double low = 0;
    double high = 40;
    for (int step = 0; step < 200; ++step) {
        const double a = low + (high - low) / 3;
        const double b = high - (high - low) / 3;
        if (analytic_error(shape, bits, a) < analytic_error(shape, bits, b)) {
            high = b;
        } else {
            low = a;
        }
    }
    return (low + high) / 2;
}

} // namespace espalier
