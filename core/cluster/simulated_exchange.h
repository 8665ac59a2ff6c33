// SPDX-License-Identifier: GPL-3.0-or-later
// Workers that live in this process: each learns from samples of its own, writes its gradients as
// messages, and all read all messages.
#pragma once

#include "core/cluster/compressor.h"
#include "core/train/gradient_exchange.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace espalier {

class SimulatedExchange final : public GradientExchange {
public:
    SimulatedExchange(std::size_t workers, std::unique_ptr<Compressor> compressor);

    [[nodiscard]] std::size_t workers() const override { return workers_; }

    void send(std::size_t worker, const TrainPlan& plan, std::uint64_t step) override;
    void receive(TrainPlan& plan) override;
    [[nodiscard]] std::vector<Tensor> memory() const override;
    void restore(const std::vector<Tensor>& memory) override;
    [[nodiscard]] std::string identity() const override;

    /// Of all messages so far, each counted once, by the worker that wrote it.
    [[nodiscard]] std::uint64_t bytes_sent() const { return bytes_sent_; }

    /// What they would have been in float32.
    [[nodiscard]] std::uint64_t bytes_plain() const { return bytes_plain_; }

private:
    std::size_t workers_;
    std::unique_ptr<Compressor> compressor_;
    std::vector<std::vector<std::vector<float>>> states_; ///< by worker and parameter
    std::vector<std::vector<float>> sums_;                ///< by parameter
    std::uint64_t bytes_sent_ = 0;
    std::uint64_t bytes_plain_ = 0;
};

} // namespace espalier
