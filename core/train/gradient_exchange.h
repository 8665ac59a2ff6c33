// SPDX-License-Identifier: GPL-3.0-or-later
// Stands between the gradients of several workers and the one update they make together. How they
// are told to each other is no business of the trainer's.
#pragma once

#include "core/train/train_plan.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace espalier {

class GradientExchange {
public:
    virtual ~GradientExchange() = default;

    [[nodiscard]] virtual std::size_t workers() const = 0;

    /// After the backward pass of `worker`, whose gradients lie in the plan. `step` counts from 0.
    virtual void send(std::size_t worker, const TrainPlan& plan, std::uint64_t step) = 0;
    /// After all have sent: puts the mean of what arrived in the plan's gradients.
    virtual void receive(TrainPlan& plan) = 0;

    /// What the workers keep for later steps (gradients that were not sent, momenta), one float32
    /// vector for each worker and parameter; no vectors before the first step.
    [[nodiscard]] virtual std::vector<Tensor> memory() const = 0;
    /// As memory() gave it. BadInput where the number of vectors does not fit.
    virtual void restore(const std::vector<Tensor>& memory) = 0;

    /// What changes what is learnt, for checkpoints.
    [[nodiscard]] virtual std::string identity() const = 0;
};

} // namespace espalier
