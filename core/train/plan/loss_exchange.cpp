// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/plan/loss_exchange.h"

#include "core/base/error.h"
#include "core/base/parallel.h"

#include <algorithm>

namespace espalier {

LossExchange::LossExchange(const BuiltPlan& plan)
    : plan_(plan)
    , samples_(static_cast<std::size_t>(plan.shard_samples)) {
    for (const ValueId id : plan.outputs) {
        Port port;
        port.value = &plan.values[static_cast<std::size_t>(id)];
        if (port.value->data == nullptr) {
            fail(ErrorCode::Usage, "training: {} does not depend on the input",
                 plan.graph.value(id).name);
        }
        port.shape = port.value->type.shape;
        port.shape[0] = static_cast<std::int64_t>(samples_ * plan.shard_count);
        port.offsets = port.value->layout.offsets();
        port.data.resize(port.offsets.size() * samples_ * plan.shard_count);
        port.gradient.resize(port.value->grad != nullptr ? port.data.size() : 0);
        ports_.push_back(std::move(port));
    }
}

BatchLoss LossExchange::run(const Loss& loss, const LossTargets& targets) {
    parallel_for(plan_.shard_count, [&](std::size_t shard) {
        for (Port& port : ports_) {
            read(port, shard);
        }
    });
    LossBatch batch;
    batch.samples = samples_ * plan_.shard_count;
    batch.shards = plan_.shard_count;
    const PlanValue& input = plan_.values[static_cast<std::size_t>(plan_.input)];
    Shape shape = input.type.shape;
    shape[0] = static_cast<std::int64_t>(batch.samples);
    batch.input = {plan_.graph.value(plan_.input).name,
                   shape,
                   {input.data, batch.samples * input.layout.elements()},
                   {}};
    for (const std::size_t place : plan_.looked_at) {
        Port& port = ports_[place];
        batch.values.push_back(
            {plan_.graph.value(plan_.outputs[place]).name, port.shape, port.data, port.gradient});
    }
    batch.targets = targets;
    const BatchLoss result = loss.compute(batch);
    parallel_for(plan_.shard_count, [&](std::size_t shard) {
        for (const Port& port : ports_) {
            if (!port.gradient.empty()) {
                write(port, shard);
            }
        }
    });
    return result;
}

void LossExchange::read(Port& port, std::size_t shard) const {
    const std::size_t stride = port.value->layout.elements();
    const std::size_t count = port.offsets.size();
    for (std::size_t n = shard * samples_; n < (shard + 1) * samples_; ++n) {
        const float* from = port.value->data + n * stride;
        for (std::size_t i = 0; i < count; ++i) {
            port.data[n * count + i] = from[port.offsets[i]];
        }
    }
    if (!port.gradient.empty()) {
        std::fill_n(port.gradient.begin() + static_cast<std::ptrdiff_t>(shard * samples_ * count),
                    samples_ * count, 0.0F);
    }
}

void LossExchange::write(const Port& port, std::size_t shard) const {
    const std::size_t stride = port.value->layout.elements();
    const std::size_t count = port.offsets.size();
    for (std::size_t n = shard * samples_; n < (shard + 1) * samples_; ++n) {
        float* to = port.value->grad + n * stride;
        if (stride != count) {
            std::fill_n(to, stride, 0.0F);
        }
        for (std::size_t i = 0; i < count; ++i) {
            to[port.offsets[i]] = port.gradient[n * count + i];
        }
    }
}

} // namespace espalier
