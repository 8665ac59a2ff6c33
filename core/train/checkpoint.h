// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a training in a file:
//     "ESPTRAIN", header length (8 bytes, little endian), JSON header, float32 tensors
#pragma once

#include "core/tensor/tensor.h"
#include "core/train/trainer.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace espalier {

struct TrainState {
    std::size_t step = 0; ///< done
    double loss_sum = 0;  ///< over the steps of the epoch so far
    std::size_t correct = 0;
    std::size_t seen = 0; ///< pictures of the epoch so far
    std::vector<EpochRecord> epochs;
    std::size_t epochs_without_gain = 0;
    double best = -1; ///< validation accuracy
    /// Latents, velocities and running statistics, in the plan's order.
    std::vector<Tensor> tensors;
    /// Latents and running statistics of the best epoch; empty where there is none.
    std::vector<Tensor> best_tensors;
};

/// `identity` stands for everything that must be the same when training goes on.
void write_checkpoint(const std::filesystem::path& path, const std::string& identity,
                      const TrainState& state);
/// Tensors get the shapes of those in `like`. BadInput where the file is malformed, was written for
/// another identity, or its tensors do not fit.
[[nodiscard]] TrainState read_checkpoint(const std::filesystem::path& path,
                                         const std::string& identity, const TrainState& like);

} // namespace espalier
