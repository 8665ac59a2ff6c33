// SPDX-License-Identifier: GPL-3.0-or-later
// Accuracy of a network on a labelled set.
#pragma once

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/preprocess.h"
#include "core/graph/graph.h"

#include <cstddef>
#include <vector>

namespace espalier {

struct Accuracy {
    double top1 = 0; ///< per cent
    double top5 = 0; ///< per cent; of min(5, classes) guesses
    /// Mean cross-entropy in nats: of softmax(scores), or of the scores themselves where the
    /// network ends in Softmax or LogSoftmax.
    double loss = 0;
    std::size_t images = 0;
    std::size_t hits = 0; ///< pictures whose first guess is right
    double images_per_s = 0;
    std::vector<int> predictions; ///< first guesses, -1: the background class; empty for a text

    /// The same as hits.
    [[nodiscard]] std::size_t correct() const;
};

/// Runs the whole set. The network takes one picture input [N, C, H, W] or [N, D] and its first
/// output has one score per class ([N, K], or [N, K, 1, 1]; one class more than the set is taken as
/// a leading background class). Throws Usage where shapes do not fit the set.
[[nodiscard]] Accuracy evaluate(const Graph& graph, const Dataset& set,
                                const Preprocess& preprocess, const Job& job = {},
                                std::size_t batch = 64);

} // namespace espalier
