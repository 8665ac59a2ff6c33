// SPDX-License-Identifier: GPL-3.0-or-later
// Softmax cross-entropy, the loss of a classifier.
#pragma once

#include <cstddef>
#include <span>

namespace espalier {

/// Sum over rows of -log softmax(scores)[label] in nats, with the row's maximum taken off first, so
/// that no score overflows. `scores` is [rows, classes] row-major, `labels` one per row in
/// [0, classes). Where `gradient` is not empty (as large as `scores`) it receives
/// (softmax - onehot) * factor, the gradient of factor times the sum. BadInput for a label out of
/// range or sizes that do not fit.
double softmax_cross_entropy(std::span<const float> scores, std::span<const int> labels,
                             std::size_t classes, double factor, std::span<float> gradient);

} // namespace espalier
