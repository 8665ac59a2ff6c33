// SPDX-License-Identifier: GPL-3.0-or-later
// Running statistics of batch normalisations measured anew, for weights that have changed since.
#pragma once

#include "core/base/job.h"
#include "core/graph/graph.h"
#include "core/train/batch_source.h"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace espalier {

struct BatchNormEstimate {
    std::size_t samples = 1024; ///< random ones, at most all of the source
    std::size_t batch = 64;
    std::uint64_t seed = 1; ///< which samples
    /// Which normalisations get new statistics; empty: all.
    std::function<bool(const Node&)> chosen = {};
};

/// Mean and variance of every normalisation's input over all samples, while each batch is
/// normalised by its own statistics, as in training (Wu and Johnson, Rethinking "Batch" in
/// BatchNorm, 2021, section 3: PreciseBN):
///     mean = E[batch mean],   variance = E[batch variance] + Var[batch mean]
/// The graph as it is where it has no batch normalisation. Weights, masks and codes stay.
[[nodiscard]] Graph reestimate_batch_norm(const Graph& graph, BatchSource& source,
                                          const BatchNormEstimate& settings, const Job& job = {});

} // namespace espalier
