// SPDX-License-Identifier: GPL-3.0-or-later
// Mixup (Zhang et al., ICLR 2018): every picture is blended with another of its batch,
//     x = share * x_i + (1 - share) * x_j,   share ~ Beta(alpha, alpha),
// and so are the labels.
#pragma once

#include "core/base/rng.h"

#include <cstddef>
#include <span>

namespace espalier {

/// A draw from Beta(alpha, alpha), alpha > 0 (Jöhnk 1964 up to 1, Marsaglia and Tsang 2000 above).
[[nodiscard]] double symmetric_beta(Rng& rng, double alpha);

/// Blends the samples in `x` in place, each with the one a random permutation puts it with, and
/// writes that one's labels to `others`. Returns the share of the sample's own.
double mix_up(Rng& rng, double alpha, std::size_t samples, std::span<float> x,
              std::span<const int> labels, std::span<int> others);

} // namespace espalier
