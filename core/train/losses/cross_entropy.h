// SPDX-License-Identifier: GPL-3.0-or-later
// Softmax cross-entropy, the loss of classifiers (one label per sample) and of language models (one
// per position).
#pragma once

#include "core/train/loss.h"

namespace espalier {

/// Which axis of an output holds the scores.
struct ScoreAxes {
    std::size_t positions = 1; ///< labels per sample
    std::size_t classes = 0;   ///< scores per label
};

/// [N, K] and [N, K, 1, 1] have one label per sample, [N, T, K] has T of them. Usage for others.
[[nodiscard]] ScoreAxes score_axes(const Shape& output);

class CrossEntropy final : public Loss {
public:
    /// `smoothing` in [0, 1): how much of each label is spread over all classes.
    explicit CrossEntropy(double smoothing = 0)
        : smoothing_(smoothing) {}

    void check(const Shape& output) const override { static_cast<void>(score_axes(output)); }

    BatchLoss compute(const LossBatch& batch) const override;
    [[nodiscard]] std::string identity() const override;

private:
    double smoothing_;
};

} // namespace espalier
