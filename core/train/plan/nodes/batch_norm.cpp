// SPDX-License-Identifier: GPL-3.0-or-later
// Batch normalisation in training (Ioffe and Szegedy 2015, algorithm 1):
//     y = scale * (x - mean) / sqrt(variance + epsilon) + shift
// over the whole batch, with the addition and the clamp that follow it in the same passes.
// Backward, with M elements a channel, g the gradient of y and xh the normalised x:
//     dx = scale / sqrt(variance + epsilon) * (g - sum(g) / M - xh * sum(g * xh) / M)
#include "core/base/counter_rng.h"
#include "core/base/error.h"
#include "core/kernels/norm.h"
#include "core/train/plan/nodes/bounds.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier {

namespace {

class BatchNormNode final : public PlanNode {
public:
    BatchNormNode(const PlanContext& context, const std::vector<const Node*>& chain,
                  BatchNormMode mode)
        : node_(*chain.front())
        , in_(node_.inputs.at(0))
        , out_(chain.back()->outputs.at(0))
        , frozen_(mode.frozen)
        , late_(mode.late)
        , epsilon_(node_.attributes.real("epsilon", 1e-5F))
        , statistics_(mode.statistics)
        , momentum_(mode.momentum.value_or(node_.attributes.real("momentum", 0.9F)))
        , bounds_(clamp_bounds(context, *chain.back())) {
        expect(node_.inputs.size() >= 5, "{} inputs, expected 5", node_.inputs.size());
        for (const Node* node : chain) {
            if (node->op == "Add") {
                const ValueId normalised = node_.outputs.at(0);
                other_ = node->inputs[node->inputs[0] == normalised ? 1 : 0];
            }
            clamps_ = clamps_ || node->op == "Relu" || node->op == "Clip";
        }
    }

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const Layout layout = context.value(in_).layout;
        context.define(out_, layout);
        shards_ = context.shards();
        const auto lanes = static_cast<std::size_t>(layout.block);
        view_ = {static_cast<std::size_t>(context.shard_size()),
                 static_cast<std::size_t>(layout.padded_channels()) / lanes,
                 static_cast<std::size_t>(layout.positions()), lanes};
        channels_ = static_cast<std::size_t>(layout.channels());
        x_ = context.value(in_).data;
        y_ = context.value(out_).data;
        other_data_ = other_ != kNoValue ? context.value(other_).data : nullptr;
        scale_ = context.constant(node_.inputs[1]);
        shift_ = context.constant(node_.inputs[2]);
        seed_ = &context.step_seed();
        running_mean_ = &context.statistic(node_.inputs[3]);
        running_variance_ = &context.statistic(node_.inputs[4]);
        for (auto* list : {&mean_, &factor_, &offset_, &grad_b_, &grad_c_}) {
            list->assign(view_.channels(), 0.0F);
        }
        deviation_.assign(view_.channels(), 0.0);
        for (auto* list : {&first_, &second_}) {
            list->assign(shards_ * view_.channels(), 0.0);
        }
        if (!frozen_) {
            pivots_.assign(shards_ * view_.channels(), 0.0F);
            phases.push_back({0, [this](std::size_t shard) {
                                  if (!frozen()) {
                                      sum_shard(shard);
                                  }
                              }});
        }
        phases.push_back({1, [this](std::size_t) { finish_statistics(); }});
        phases.push_back({0, [this](std::size_t shard) {
                              const std::size_t begin = shard * view_.elements();
                              norm::apply(view_, x_ + begin, factor_.data(), offset_.data(),
                                          other_data_ ? other_data_ + begin : nullptr, bounds_.low,
                                          bounds_.high, y_ + begin);
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        float* dy = context.value(out_).grad;
        phases.push_back({0, [this, dy](std::size_t shard) {
                              const std::size_t begin = shard * view_.elements();
                              norm::gradient_sums(view_, x_ + begin, mean_.data(),
                                                  clamps_ ? y_ + begin : nullptr, bounds_.low,
                                                  bounds_.high, dy + begin,
                                                  first_.data() + shard * view_.channels(),
                                                  second_.data() + shard * view_.channels());
                          }});
        if (other_ != kNoValue) {
            pass_to_other(context, dy, phases);
        }
        phases.push_back({1, [this](std::size_t) { finish_gradient(); }});
        collect(context, node_.inputs[1], scale_gradient_);
        collect(context, node_.inputs[2], shift_gradient_);
        const bool in_place = context.take_over_grad(in_, out_);
        const GradTarget dx =
            in_place ? GradTarget{context.value(in_).grad, false} : context.grad_target(in_);
        if (dx.data == nullptr) {
            return;
        }
        phases.push_back({0, [this, dy, dx](std::size_t shard) {
                              const std::size_t begin = shard * view_.elements();
                              norm::gradient(view_, x_ + begin, mean_.data(), dy + begin,
                                             factor_.data(), grad_b_.data(), grad_c_.data(), dx.add,
                                             dx.data + begin);
                          }});
    }

private:
    /// Running statistics are those of this step.
    [[nodiscard]] bool frozen() const { return frozen_ || (late_ != nullptr && *late_); }

    [[nodiscard]] double count() const {
        return static_cast<double>(shards_ * view_.samples * view_.positions);
    }

    /// Sums around the shard's first element of each channel, so that nothing cancels out.
    void sum_shard(std::size_t shard) {
        const std::size_t channels = view_.channels();
        const float* x = x_ + shard * view_.elements();
        float* pivot = pivots_.data() + shard * channels;
        for (std::size_t c = 0; c < channels; ++c) {
            pivot[c] = x[(c / view_.lanes) * view_.positions * view_.lanes + c % view_.lanes];
        }
        norm::sums(view_, x, pivot, first_.data() + shard * channels,
                   second_.data() + shard * channels);
    }

    /// Mean and variance of the batch from those of the shards, one after the other (Chan, Golub
    /// and LeVeque 1979, eq. 2.1).
    void batch_statistics(std::size_t channel, double& mean, double& variance) const {
        const auto each = static_cast<double>(view_.samples * view_.positions);
        double squares = 0;
        mean = 0;
        for (std::size_t shard = 0; shard < shards_; ++shard) {
            const std::size_t at = shard * view_.channels() + channel;
            const double own_mean = static_cast<double>(pivots_[at]) + first_[at] / each;
            const double own_squares = second_[at] - first_[at] * first_[at] / each;
            const double before = each * static_cast<double>(shard);
            const double gap = own_mean - mean;
            mean += gap * each / (before + each);
            squares += own_squares + gap * gap * before * each / (before + each);
        }
        variance = std::max(squares / count(), 0.0);
    }

    void finish_statistics() {
        const auto scale = scale_->data<float>();
        const auto shift = shift_->data<float>();
        const auto running_mean = running_mean_->writable<float>();
        const auto running_variance = running_variance_->writable<float>();
        const auto keep = static_cast<double>(momentum_);
        std::vector<float> means;
        std::vector<float> variances;
        if (statistics_.any() && !frozen()) {
            restricted_statistics(means, variances);
        }
        for (std::size_t c = 0; c < channels_; ++c) {
            double mean = static_cast<double>(running_mean[c]);
            double variance = static_cast<double>(running_variance[c]);
            if (!frozen()) {
                batch_statistics(c, mean, variance);
                if (statistics_.any()) {
                    mean = static_cast<double>(means[c]);
                    variance = static_cast<double>(variances[c]);
                }
                running_mean[c] = static_cast<float>(keep * static_cast<double>(running_mean[c]) +
                                                     (1 - keep) * mean);
                running_variance[c] = static_cast<float>(
                    keep * static_cast<double>(running_variance[c]) + (1 - keep) * variance);
            }
            deviation_[c] = std::sqrt(variance + static_cast<double>(epsilon_));
            const double factor = static_cast<double>(scale[c]) / deviation_[c];
            mean_[c] = static_cast<float>(mean);
            factor_[c] = static_cast<float>(factor);
            offset_[c] = static_cast<float>(static_cast<double>(shift[c]) - factor * mean);
        }
    }

    /// Mean and variance of the batch as few numbers tell them.
    void restricted_statistics(std::vector<float>& means, std::vector<float>& variances) const {
        for (std::size_t c = 0; c < channels_; ++c) {
            double mean = 0;
            double variance = 0;
            batch_statistics(c, mean, variance);
            means.push_back(static_cast<float>(mean));
            variances.push_back(static_cast<float>(variance));
        }
        const auto stream = static_cast<std::uint64_t>(out_);
        apply_hook(statistics_, counter_key(*seed_, stream, 0), means);
        apply_hook(statistics_, counter_key(*seed_, stream, 1), variances);
    }

    void finish_gradient() {
        for (std::size_t c = 0; c < channels_; ++c) {
            double sum = 0;
            double product = 0;
            for (std::size_t shard = 0; shard < shards_; ++shard) {
                sum += first_[shard * view_.channels() + c];
                product += second_[shard * view_.channels() + c];
            }
            const double by_normalised = product / deviation_[c];
            if (!scale_gradient_.empty()) {
                scale_gradient_[c] = static_cast<float>(by_normalised);
            }
            if (!shift_gradient_.empty()) {
                shift_gradient_[c] = static_cast<float>(sum);
            }
            // Statistics that stay do not follow the values.
            const double factor = frozen() ? 0 : static_cast<double>(factor_[c]);
            grad_b_[c] = static_cast<float>(-factor * by_normalised / count() / deviation_[c]);
            grad_c_[c] = static_cast<float>(-factor * sum / count());
        }
    }

    void pass_to_other(PlanContext& context, float* dy, std::vector<Phase>& phases) {
        if (context.take_over_grad(other_, out_)) {
            return;
        }
        const GradTarget target = context.grad_target(other_);
        if (target.data == nullptr) {
            return;
        }
        phases.push_back({0, [this, dy, target](std::size_t shard) {
                              const std::size_t begin = shard * view_.elements();
                              norm::accumulate(view_.elements(), dy + begin, target.add,
                                               target.data + begin);
                          }});
    }

    void collect(PlanContext& context, ValueId id, std::vector<float>& own) const {
        if (TrainParameter* parameter = context.trainable(id)) {
            own.assign(channels_, 0.0F);
            context.on_collect(*parameter, [&own](std::span<float> gradient) {
                for (std::size_t c = 0; c < gradient.size(); ++c) {
                    gradient[c] += own[c];
                }
            });
        }
    }

    const Node& node_;
    ValueId in_;
    ValueId out_;
    ValueId other_ = kNoValue;
    bool frozen_;
    const bool* late_; ///< may be nullptr
    bool clamps_ = false;
    float epsilon_;
    NumericHook statistics_;
    const std::uint64_t* seed_ = nullptr;
    float momentum_;
    Bounds bounds_;
    norm::View view_;
    std::size_t shards_ = 0;
    std::size_t channels_ = 0;
    const float* x_ = nullptr;
    float* y_ = nullptr;
    const float* other_data_ = nullptr;
    const Tensor* scale_ = nullptr;
    const Tensor* shift_ = nullptr;
    Tensor* running_mean_ = nullptr;
    Tensor* running_variance_ = nullptr;
    std::vector<float> pivots_; ///< by shard and channel
    std::vector<double> first_; ///< sums by shard and channel
    std::vector<double> second_;
    std::vector<float> mean_;
    std::vector<double> deviation_; ///< sqrt(variance + epsilon)
    std::vector<float> factor_;
    std::vector<float> offset_;
    std::vector<float> grad_b_;
    std::vector<float> grad_c_;
    std::vector<float> scale_gradient_;
    std::vector<float> shift_gradient_;
};

} // namespace

std::unique_ptr<PlanNode> batch_norm_node(const PlanContext& context,
                                          const std::vector<const Node*>& chain,
                                          BatchNormMode mode) {
    return std::make_unique<BatchNormNode>(context, chain, mode);
}

} // namespace espalier
