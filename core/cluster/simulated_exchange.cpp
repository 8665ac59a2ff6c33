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

std::string SimulatedExchange::identity() const {
    return fmt::format("{} workers, {}", workers_, compressor_->identity());
}

} // namespace espalier
