// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan learns, as a list of tensors in a fixed order, and back.
#pragma once

#include "core/train/train_plan.h"

#include <vector>

namespace espalier {

/// Latents and running statistics: what the network consists of. Shared with the plan until it
/// moves on.
[[nodiscard]] std::vector<Tensor> network_tensors(const TrainPlan& plan);
void put_back_network(TrainPlan& plan, const std::vector<Tensor>& tensors);

/// The same and what the optimiser remembers.
[[nodiscard]] std::vector<Tensor> training_tensors(const TrainPlan& plan);
void put_back_training(TrainPlan& plan, const std::vector<Tensor>& tensors);

} // namespace espalier
