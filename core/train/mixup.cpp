// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/mixup.h"

#include <cmath>
#include <numeric>
#include <vector>

namespace espalier {

namespace {

/// A draw from Gamma(shape, 1), shape >= 1.
double gamma(Rng& rng, double shape) {
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double x = rng.normal();
        const double v = std::pow(1 + c * x, 3);
        if (v > 0 && std::log(1 - rng.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) {
            return d * v;
        }
    }
}

} // namespace

double symmetric_beta(Rng& rng, double alpha) {
    if (alpha > 1) {
        const double a = gamma(rng, alpha);
        const double b = gamma(rng, alpha);
        return a / (a + b);
    }
    for (;;) {
        // Powers of small numbers vanish for small alpha: their logarithms do not.
        const double a = std::log(1 - rng.uniform()) / alpha;
        const double b = std::log(1 - rng.uniform()) / alpha;
        const double peak = std::max(a, b);
        const double sum = peak + std::log(std::exp(a - peak) + std::exp(b - peak));
        if (sum <= 0) {
            return std::exp(a - sum);
        }
    }
}

double mix_up(Rng& rng, double alpha, std::size_t samples, std::span<float> x,
              std::span<const int> labels, std::span<int> others) {
    const double share = symmetric_beta(rng, alpha);
    std::vector<std::size_t> partner(samples);
    std::iota(partner.begin(), partner.end(), std::size_t{0});
    rng.shuffle(partner);
    const std::vector<float> before(x.begin(), x.end());
    const std::size_t size = x.size() / samples;
    const std::size_t places = labels.size() / samples;
    const auto own = static_cast<float>(share);
    for (std::size_t n = 0; n < samples; ++n) {
        const float* other = before.data() + partner[n] * size;
        for (std::size_t i = 0; i < size; ++i) {
            x[n * size + i] = own * before[n * size + i] + (1 - own) * other[i];
        }
        for (std::size_t i = 0; i < places; ++i) {
            others[n * places + i] = labels[partner[n] * places + i];
        }
    }
    return share;
}

} // namespace espalier
