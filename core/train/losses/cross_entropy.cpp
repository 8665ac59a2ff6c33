// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/losses/cross_entropy.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/train/losses/softmax.h"

#include <algorithm>
#include <cmath>

namespace espalier {

double perplexity(double loss) {
    return std::exp(loss);
}

ScoreAxes score_axes(const Shape& output) {
    if (output.rank() >= 2 && output.elements(2, output.rank()) == 1) {
        return {1, static_cast<std::size_t>(output[1])};
    }
    if (output.rank() == 3) {
        return {static_cast<std::size_t>(output[1]), static_cast<std::size_t>(output[2])};
    }
    fail(ErrorCode::Usage,
         "training: the first output is {}, expected one score per class ([N, K]), or that for "
         "every position ([N, T, K])",
         output.str());
}

BatchLoss CrossEntropy::compute(const LossBatch& batch) const {
    const LossValue& scores = batch.values.front();
    const ScoreAxes axes = score_axes(scores.shape);
    const LossTargets& targets = batch.targets;
    const std::size_t rows = batch.samples * axes.positions;
    expect(targets.labels.size() == rows &&
               (targets.others.empty() || targets.others.size() == rows),
           "loss: {} labels, expected {}", targets.labels.size(), rows);
    BatchLoss result;
    result.counted = static_cast<std::size_t>(
        std::ranges::count_if(targets.labels, [](int label) { return label >= 0; }));
    if (result.counted == 0) {
        return result;
    }
    const double factor = 1.0 / static_cast<double>(result.counted);
    std::vector<BatchLoss> parts(batch.shards);
    const std::size_t each = rows / batch.shards;
    parallel_for(batch.shards, [&](std::size_t shard) {
        for (std::size_t row = shard * each; row < (shard + 1) * each; ++row) {
            const int label = targets.labels[row];
            if (label < 0) {
                continue;
            }
            const auto own = scores.data.subspan(row * axes.classes, axes.classes);
            const bool mixed = !targets.others.empty() && targets.others[row] >= 0;
            const SoftLabel target{.label = label,
                                   .other = mixed ? targets.others[row] : label,
                                   .share = mixed ? targets.share : 1.0,
                                   .smoothing = smoothing_};
            parts[shard].loss += softmax_cross_entropy(
                own, target, factor,
                scores.gradient.empty()
                    ? scores.gradient
                    : scores.gradient.subspan(row * axes.classes, axes.classes));
            parts[shard].correct +=
                std::max_element(own.begin(), own.end()) - own.begin() == label ? 1U : 0U;
        }
    });
    for (const BatchLoss& part : parts) {
        result.loss += part.loss;
        result.correct += part.correct;
    }
    result.loss *= factor;
    return result;
}

std::string CrossEntropy::identity() const {
    return fmt::format("cross-entropy, smoothing {}", smoothing_);
}

} // namespace espalier
