// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/benchmark.h"

namespace espalier {

/// Times training steps of a classifier on one fixed random batch: softmax cross-entropy, backward
/// pass, stochastic gradient descent with momentum 0.9. Warm-up steps are not counted.
[[nodiscard]] BenchResult train_bench(const Graph& graph, const BenchOptions& options,
                                      const Job& job = {});

} // namespace espalier
