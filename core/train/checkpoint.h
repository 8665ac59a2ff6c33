// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a training in a file:
//     "ESPTRAIN", header length (8 bytes, little endian), JSON header, float32 tensors
#pragma once

#include "core/base/json.h"
#include "core/tensor/tensor.h"
#include "core/train/schedule.h"
#include "core/train/trainer.h"
#include "core/train/weight_average.h"

#include <cstddef>
#include <filesystem>
#include <limits>
#include <vector>

namespace espalier {

struct TrainState {
    std::size_t step = 0; ///< done
    double loss_sum = 0;  ///< over the steps of the epoch so far
    std::size_t correct = 0;
    std::size_t seen = 0; ///< labels of the epoch so far
    std::vector<EpochRecord> epochs;
    std::size_t epochs_without_gain = 0;
    double best = -std::numeric_limits<double>::infinity(); ///< of EpochRecord::merit()
    Plateau plateau;
    /// Latents, running statistics and what the optimiser remembers, in the plan's order.
    std::vector<Tensor> tensors;
    /// Latents and running statistics of the best epoch; empty where there is none.
    std::vector<Tensor> best_tensors;
    WeightAverage average; ///< of latents and running statistics
    /// What workers that exchange gradients remember (GradientExchange::memory()).
    std::vector<Tensor> exchange;
};

/// `identity` stands for everything that must be the same when training goes on.
void write_checkpoint(const std::filesystem::path& path, const Json& identity,
                      const TrainState& state);
/// Tensors get the shapes of those in `like`. BadInput where the file is malformed, was written for
/// another identity (saying in what), or its tensors do not fit.
[[nodiscard]] TrainState read_checkpoint(const std::filesystem::path& path, const Json& identity,
                                         const TrainState& like);

} // namespace espalier
