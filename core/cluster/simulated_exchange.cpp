// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/simulated_exchange.h"

#include "core/base/counter_rng.h"
#include "core/base/error.h"
#include "core/base/parallel.h"

#include <algorithm>

namespace espalier {

SimulatedExchange::SimulatedExchange(std::size_t workers, std::unique_ptr<Compressor> compressor)
    : workers_(workers)
    , compressor_(std::move(compressor))
    , states_(workers) {
    expect(workers > 0, "{} workers, expected at least 1", workers);
}

void SimulatedExchange::send(std::size_t worker, const TrainPlan& plan, std::uint64_t step) {
    const auto& parameters = plan.parameters();
    states_.at(worker).resize(parameters.size());
    sums_.resize(parameters.size());
    std::vector<std::uint64_t> bytes(parameters.size());
    parallel_for(parameters.size(), [&](std::size_t i) {
        const auto gradient = parameters[i]->gradient.data<float>();
        if (worker == 0) {
            sums_[i].assign(gradient.size(), 0.0F);
        }
        const std::vector<std::byte> message = compressor_->encode(
            gradient, states_[worker][i], counter_key(step, worker, parameters[i]->stream));
        bytes[i] = message.size();
        compressor_->decode(message, sums_[i]);
    });
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes_sent_ += bytes[i];
        bytes_plain_ += sums_[i].size() * sizeof(float);
    }
}

void SimulatedExchange::receive(TrainPlan& plan) {
    const auto& parameters = plan.parameters();
    const auto share = static_cast<float>(1.0 / static_cast<double>(workers_));
    parallel_for(parameters.size(), [&](std::size_t i) {
        const auto gradient = parameters[i]->gradient.writable<float>();
        std::ranges::transform(sums_[i], gradient.begin(),
                               [share](float sum) { return sum * share; });
    });
}

std::vector<Tensor> SimulatedExchange::memory() const {
    std::vector<Tensor> result;
    for (const auto& worker : states_) {
        for (const std::vector<float>& state : worker) {
            result.push_back(
                Tensor::of<float>(Shape{static_cast<std::int64_t>(state.size())}, state));
        }
    }
    return result;
}

void SimulatedExchange::restore(const std::vector<Tensor>& memory) {
    expect(memory.size() % workers_ == 0,
           "memories of {} tensors, expected as many of each of {} "
           "workers",
           memory.size(), workers_);
    const std::size_t parameters = memory.size() / workers_;
    for (std::size_t worker = 0; worker < workers_; ++worker) {
        states_[worker].clear();
        for (std::size_t i = 0; i < parameters; ++i) {
            const auto values = memory[worker * parameters + i].data<float>();
            states_[worker].emplace_back(values.begin(), values.end());
        }
    }
}

std::string SimulatedExchange::identity() const {
    return fmt::format("{} workers, {}", workers_, compressor_->identity());
}

} // namespace espalier
