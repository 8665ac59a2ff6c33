// SPDX-License-Identifier: GPL-3.0-or-later
// Between a plan and its loss: values go out of the plan's layouts row-major, gradients come back.
#pragma once

#include "core/train/loss.h"
#include "core/train/plan/builder.h"

#include <cstdint>
#include <vector>

namespace espalier {

class LossExchange {
public:
    /// `plan` outlives the exchange.
    explicit LossExchange(const BuiltPlan& plan);

    /// After the forward pass: computes the loss and puts its gradients where the backward pass
    /// begins.
    BatchLoss run(const Loss& loss, const LossTargets& targets);

private:
    struct Port {
        const PlanValue* value = nullptr;
        Shape shape; ///< the batch included
        std::vector<std::uint32_t> offsets;
        std::vector<float> data;
        std::vector<float> gradient; ///< empty where it goes nowhere
    };

    void read(Port& port, std::size_t shard) const;
    void write(const Port& port, std::size_t shard) const;

    const BuiltPlan& plan_;
    std::size_t samples_; ///< of one shard
    std::vector<Port> ports_;
};

} // namespace espalier
