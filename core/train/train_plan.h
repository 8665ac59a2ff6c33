// SPDX-License-Identifier: GPL-3.0-or-later
// A network bound to a batch for training: forward pass, loss, backward pass.
//
//     TrainPlan plan(graph, 128, {});
//     fill(plan.input());
//     const BatchLoss loss = plan.forward(CrossEntropy(), {labels});
//     plan.backward();                       // plan.parameters()[i]->gradient
//     ... move the latents ...
//     plan.parameters_changed();
#pragma once

#include "core/graph/graph.h"
#include "core/train/hooks/numerics.h"
#include "core/train/loss.h"
#include "core/train/plan/plan_node.h"
#include "core/train/quantise/method.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace espalier {

struct TrainPlanOptions {
    /// Batch normalisation with its running statistics, which stay as they are.
    bool freeze_batch_norm = false;
    /// False: every operator by its own reference() and gradient(), for tests.
    bool fast = true;
    std::uint64_t seed = 1; ///< of Dropout
    /// Which nodes are trained; empty: all of them.
    std::function<bool(const Node&)> trains = {};
    /// Names of values the loss looks at beside the first output (Loss::values()).
    std::vector<std::string> loss_values = {};
    /// How much of the running statistics a batch leaves, for all batch normalisations.
    std::optional<float> batch_norm_momentum = {};
    /// Normalise by the mean absolute deviation.
    bool l1_batch_norm = false;
    /// Numbers that are restricted in the forward and backward pass; gradients and updates are the
    /// optimiser's business.
    Numerics numerics = {};
    /// How weights are quantised while they learn, in the place of codes they have.
    std::map<ValueId, WeightQuantiserPtr> quantisers = {};
    /// All other codes learn too: those of weights as code_quantiser() says, uniform ones of
    /// activations by their steps.
    bool learn_codes = false;
    /// What of the uniform codes of activations learns: Step or Clip; else they stay.
    ActivationMethod activations = ActivationMethod::None;
};

class TrainPlan {
public:
    /// The graph takes one input [N, ...]; a Softmax or LogSoftmax at its end is left out, the
    /// loss contains it. Throws Unsupported where a node mixes the samples of a batch or has no
    /// gradient, Usage where nothing in it can be trained.
    TrainPlan(const Graph& graph, std::int64_t batch, TrainPlanOptions options);
    ~TrainPlan();
    TrainPlan(const TrainPlan&) = delete;
    TrainPlan& operator=(const TrainPlan&) = delete;

    [[nodiscard]] std::int64_t batch() const;
    /// Scores for each label; Usage where the output is none of score_axes().
    [[nodiscard]] std::size_t classes() const;
    /// Into how many parts a batch of this size is cut; a divisor of it.
    [[nodiscard]] static std::size_t shards_of(std::int64_t batch);

    /// [N, ...], the batch included.
    [[nodiscard]] Shape input_shape() const;
    /// Row-major, to be filled before forward().
    [[nodiscard]] std::span<float> input();
    /// [N, ...], of the first output.
    [[nodiscard]] Shape output_shape() const;
    /// `step` seeds Dropout. The loss's values() are those of the plan's options.
    BatchLoss forward(const Loss& loss, const LossTargets& targets, std::uint64_t step = 0);
    /// Gradients of the mean loss of the last forward().
    void backward();
    /// Where the last forward() or backward() first met a number that is not finite ("node conv1:
    /// its output"); empty where all are finite. The forward pass comes first, in its own order.
    [[nodiscard]] std::string where_not_finite() const;

    /// Trained parameters, and behind each one that is quantised what learns of its levels.
    [[nodiscard]] const std::vector<std::unique_ptr<TrainParameter>>& parameters() const;
    /// To be called after latents were written to.
    void parameters_changed();
    /// From now on batch normalisations use their running statistics, which stay (those by the
    /// mean deviation go on as they are).
    void keep_norm_statistics();
    /// Running statistics of batch normalisations, moved by forward().
    [[nodiscard]] const std::vector<std::unique_ptr<TrainStatistic>>& statistics() const;

    /// Names of the library kernels the plan uses.
    [[nodiscard]] std::vector<std::string> kernels() const;

    /// The graph with the current latents (coded ones projected), codes and running statistics.
    [[nodiscard]] Graph result() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace espalier
