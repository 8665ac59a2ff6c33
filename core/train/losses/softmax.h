// SPDX-License-Identifier: GPL-3.0-or-later
// Softmax cross-entropy of one row of scores, with its gradient.
#pragma once

#include <cstddef>
#include <span>

namespace espalier {

/// The distribution a row is held against:
///     (1 - smoothing) * (share * onehot(label) + (1 - share) * onehot(other)) + smoothing /
///     classes
struct SoftLabel {
    int label = 0;
    int other = 0; ///< matters while share is below 1 (mixup)
    double share = 1;
    double smoothing = 0; ///< label smoothing (Szegedy et al. 2016, section 7)
};

/// -sum target * log softmax(scores) in nats, with the row's maximum taken off first, so that no
/// score overflows. Where `gradient` is not empty (as large as `scores`), (softmax - target) *
/// factor is added to it. BadInput for a label out of range.
double softmax_cross_entropy(std::span<const float> scores, const SoftLabel& target, double factor,
                             std::span<float> gradient);

/// Sum over rows of the above; `scores` is [rows, classes] row-major, `labels` one per row in
/// [0, classes). BadInput for sizes that do not fit.
double softmax_cross_entropy(std::span<const float> scores, std::span<const int> labels,
                             std::size_t classes, double factor, std::span<float> gradient);

} // namespace espalier
