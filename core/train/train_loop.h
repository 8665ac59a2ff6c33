// SPDX-License-Identifier: GPL-3.0-or-later
// The steps and epochs behind train().
#pragma once

#include "core/base/json.h"
#include "core/train/checkpoint.h"
#include "core/train/train_plan.h"
#include "core/train/trainer.h"

#include <chrono>
#include <limits>
#include <string>
#include <vector>

namespace espalier {

class TrainLoop {
public:
    /// All references outlive the loop.
    TrainLoop(const Graph& graph, BatchSource& source, const Loss& loss,
              const TrainOptions& options, const Job& job);

    TrainResult run();

private:
    TrainProgress step();
    /// Fills the plan's input for one worker; the labels of the batch and how they are mixed.
    LossTargets next_batch(std::size_t worker);
    /// Forward and backward pass of every worker; the gradients lie in the plan. Loss over all.
    BatchLoss gradients();
    BatchLoss gradients_of(std::size_t worker);
    void shuffle(std::size_t epoch);
    void finish_epoch();
    /// Chooses what the network is in the end: best, averaged, or as it stands.
    [[nodiscard]] Graph final_network();
    [[nodiscard]] std::vector<Tensor> tensors_to_judge() const;
    [[nodiscard]] Graph network_of(const std::vector<Tensor>& tensors);
    [[nodiscard]] bool patience_is_over() const;
    bool observed(const TrainProgress& progress);
    TrainProgress report(double rate, double batch_loss);
    void resume();
    void save();
    [[noreturn]] void fail_not_finite(std::size_t step, double loss) const;
    [[nodiscard]] double seconds() const;
    [[nodiscard]] double images_per_s() const;

    BatchSource& source_;
    const Loss& loss_;
    const TrainOptions& options_;
    const Job& job_;
    TrainPlan plan_;
    std::size_t batch_ = 0; ///< of one worker
    std::size_t workers_ = 1;
    std::size_t epoch_steps_ = 0;
    std::size_t steps_ = 0;
    std::size_t first_step_ = 0;
    std::size_t saved_step_ = 0; ///< of the checkpoint that was last written; 0: none
    Json identity_;
    TrainState state_;
    std::vector<std::size_t> order_;
    std::size_t order_epoch_ = 0;
    std::vector<int> labels_;
    std::vector<int> others_; ///< labels of what was mixed in
    std::chrono::steady_clock::time_point start_;
    std::chrono::duration<double> watched_{}; ///< spent in the observer
    double lowest_loss_ = std::numeric_limits<double>::infinity();
    std::vector<Tensor> lowest_tensors_; ///< of the finished epoch with that loss
    bool interrupted_ = false;
};

} // namespace espalier
