// SPDX-License-Identifier: GPL-3.0-or-later
// From the gradients of a plan to its new weights.
#pragma once

#include "core/train/optimiser.h"
#include "core/train/train_plan.h"

#include <cstddef>

namespace espalier {

/// Gives every parameter the states the optimiser needs, all zero.
void reset_states(TrainPlan& plan, const Optimiser& optimiser);

/// Euclidean norm of all gradients together, pruned weights left out. The same bits for any number
/// of threads; not finite where a gradient is not.
[[nodiscard]] double gradient_norm(const TrainPlan& plan);

/// Multiplies every gradient by most / norm where norm > most (Pascanu et al. 2013, alg. 1).
void clip_gradients(TrainPlan& plan, double norm, double most);

/// Restricts the gradients of the layers that `numerics` covers; `seed` is that of the step.
void restrict_gradients(TrainPlan& plan, const NumericHook& hook, std::uint64_t seed);

/// One update of every parameter; `step` counts from 1. `hook` restricts what is added to weights
/// of the layers that numerics cover.
void update_parameters(TrainPlan& plan, const Optimiser& optimiser, double rate, std::size_t step,
                       const NumericHook& hook = {}, std::uint64_t seed = 0);

} // namespace espalier
