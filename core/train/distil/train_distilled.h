// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/distil/hints.h"
#include "core/train/trainer.h"

#include <string>
#include <vector>

namespace espalier {

/// Trains `student` on labelled pictures under a teacher. `hints` are the layers hint_pairs()
/// takes; settings.pairs are made from them. The result has the student's own layers only.
[[nodiscard]] TrainResult train_distilled(const Graph& student, const Graph& teacher,
                                          const Dataset& set, const Preprocess& preprocess,
                                          DistilSettings settings,
                                          const std::vector<std::string>& hints,
                                          const TrainOptions& options, const Job& job = {});

} // namespace espalier
