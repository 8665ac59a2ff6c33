// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/counter_rng.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace espalier {

namespace {

/// What turns a mean absolute deviation into a standard deviation where values are normal.
const double kNormal = std::sqrt(std::numbers::pi / 2);

/// Sums over a batch by channel, shard by shard, added up in the order of the shards.
class ChannelSums {
public:
    void resize(std::size_t shards, std::size_t channels) {
        channels_ = channels;
        parts_.assign(shards * channels, 0.0);
    }

    [[nodiscard]] double* shard(std::size_t shard) { return parts_.data() + shard * channels_; }

    [[nodiscard]] double total(std::size_t channel) const {
        double sum = 0;
        for (std::size_t at = channel; at < parts_.size(); at += channels_) {
            sum += parts_[at];
        }
        return sum;
    }

private:
    std::size_t channels_ = 0;
    std::vector<double> parts_;
};

/// y = scale * (x - mean) / d + shift,   d = sqrt(pi / 2) * E|x - mean| + epsilon
class L1BatchNormNode final : public PlanNode {
public:
    L1BatchNormNode(const Node& node, const BatchNormMode& mode)
        : node_(node)
        , in_(node.inputs.at(0))
        , out_(node.outputs.at(0))
        , statistics_(mode.statistics)
        , epsilon_(static_cast<double>(node.attributes.real("epsilon", 1e-5F)))
        , keep_(
              static_cast<double>(mode.momentum.value_or(node.attributes.real("momentum", 0.9F)))) {
    }

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        layout_ = context.value(in_).layout;
        context.define(out_, layout_);
        samples_ = static_cast<std::size_t>(context.shard_size());
        count_ = static_cast<double>(context.shards() * samples_) *
                 static_cast<double>(layout_.positions());
        x_ = context.value(in_).data;
        y_ = context.value(out_).data;
        scale_ = context.constant(node_.inputs.at(1));
        shift_ = context.constant(node_.inputs.at(2));
        running_mean_ = &context.statistic(node_.inputs.at(3));
        running_variance_ = &context.statistic(node_.inputs.at(4));
        seed_ = &context.step_seed();
        const auto channels = static_cast<std::size_t>(layout_.padded_channels());
        for (auto* sums : {&first_, &second_, &signs_}) {
            sums->resize(context.shards(), channels);
        }
        for (auto* list : {&mean_, &width_, &mean_dy_, &along_, &mean_sign_}) {
            list->assign(channels, 0.0F);
        }
        phases.push_back({0, [this](std::size_t shard) {
                              sum(shard, first_, [this](std::size_t, std::size_t at) {
                                  return static_cast<double>(x_[at]);
                              });
                          }});
        phases.push_back({1, [this](std::size_t) { finish_mean(); }});
        phases.push_back({0, [this](std::size_t shard) {
                              sum(shard, second_, [this](std::size_t channel, std::size_t at) {
                                  return std::abs(static_cast<double>(x_[at] - mean_[channel]));
                              });
                          }});
        phases.push_back({1, [this](std::size_t) { finish_width(); }});
        phases.push_back({0, [this](std::size_t shard) { apply(shard); }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const float* dy = context.value(out_).grad;
        phases.push_back({0, [this, dy](std::size_t shard) {
                              sum(shard, first_, [dy](std::size_t, std::size_t at) {
                                  return static_cast<double>(dy[at]);
                              });
                              sum(shard, second_, [this, dy](std::size_t channel, std::size_t at) {
                                  return static_cast<double>(dy[at] * normalised(channel, at));
                              });
                              sum(shard, signs_, [this](std::size_t channel, std::size_t at) {
                                  return static_cast<double>(sign(channel, at));
                              });
                          }});
        collect(context, node_.inputs.at(1), second_);
        collect(context, node_.inputs.at(2), first_);
        phases.push_back({1, [this](std::size_t) { finish_gradient(); }});
        const GradTarget dx = context.grad_target(in_);
        if (dx.data != nullptr) {
            phases.push_back({0, [this, dy, dx](std::size_t shard) { pass(shard, dy, dx); }});
        }
    }

private:
    /// Calls body(channel, place) for every element of the shard, padding left out.
    template <typename Body>
    void each(std::size_t shard, const Body& body) const {
        const auto block = static_cast<std::size_t>(layout_.block);
        const auto positions = static_cast<std::size_t>(layout_.positions());
        const auto channels = static_cast<std::size_t>(layout_.channels());
        for (std::size_t n = 0; n < samples_; ++n) {
            const std::size_t begin = (shard * samples_ + n) * layout_.elements();
            for (std::size_t channel = 0; channel < channels; ++channel) {
                std::size_t at = begin + channel / block * positions * block + channel % block;
                for (std::size_t p = 0; p < positions; ++p, at += block) {
                    body(channel, at);
                }
            }
        }
    }

    template <typename Term>
    void sum(std::size_t shard, ChannelSums& sums, const Term& term) {
        double* own = sums.shard(shard);
        std::fill_n(own, mean_.size(), 0.0);
        each(shard,
             [&](std::size_t channel, std::size_t at) { own[channel] += term(channel, at); });
    }

    [[nodiscard]] float normalised(std::size_t channel, std::size_t at) const {
        return (x_[at] - mean_[channel]) / width_[channel];
    }

    [[nodiscard]] float sign(std::size_t channel, std::size_t at) const {
        const float gap = x_[at] - mean_[channel];
        return gap > 0 ? 1.0F : gap < 0 ? -1.0F : 0.0F;
    }

    [[nodiscard]] std::size_t channels() const {
        return static_cast<std::size_t>(layout_.channels());
    }

    void finish_mean() {
        for (std::size_t c = 0; c < channels(); ++c) {
            mean_[c] = static_cast<float>(first_.total(c) / count_);
        }
        apply_hook(statistics_, key(0), {mean_.data(), channels()});
    }

    void finish_width() {
        for (std::size_t c = 0; c < channels(); ++c) {
            width_[c] = static_cast<float>(kNormal * second_.total(c) / count_);
        }
        apply_hook(statistics_, key(1), {width_.data(), channels()});
        const auto mean = running_mean_->writable<float>();
        const auto variance = running_variance_->writable<float>();
        for (std::size_t c = 0; c < channels(); ++c) {
            const double square = static_cast<double>(width_[c]) * static_cast<double>(width_[c]);
            mean[c] = static_cast<float>(keep_ * static_cast<double>(mean[c]) +
                                         (1 - keep_) * static_cast<double>(mean_[c]));
            variance[c] =
                static_cast<float>(keep_ * static_cast<double>(variance[c]) + (1 - keep_) * square);
            width_[c] += static_cast<float>(epsilon_);
        }
    }

    void apply(std::size_t shard) {
        const auto scale = scale_->data<float>();
        const auto shift = shift_->data<float>();
        each(shard, [&](std::size_t channel, std::size_t at) {
            y_[at] = scale[channel] * normalised(channel, at) + shift[channel];
        });
    }

    void finish_gradient() {
        for (std::size_t c = 0; c < channels(); ++c) {
            mean_dy_[c] = static_cast<float>(first_.total(c) / count_);
            along_[c] = static_cast<float>(kNormal * second_.total(c) / count_);
            mean_sign_[c] = static_cast<float>(signs_.total(c) / count_);
        }
    }

    /// dx = scale / d * (dy - E[dy] - sqrt(pi / 2) * (sign - E[sign]) * E[dy * normalised])
    void pass(std::size_t shard, const float* dy, const GradTarget& dx) const {
        const auto scale = scale_->data<float>();
        if (!dx.add && layout_.padded_channels() != layout_.channels()) {
            std::fill_n(dx.data + shard * samples_ * layout_.elements(),
                        samples_ * layout_.elements(), 0.0F);
        }
        each(shard, [&](std::size_t c, std::size_t at) {
            const float g = scale[c] / width_[c] *
                            (dy[at] - mean_dy_[c] - (sign(c, at) - mean_sign_[c]) * along_[c]);
            dx.data[at] = dx.add ? dx.data[at] + g : g;
        });
    }

    void collect(PlanContext& context, ValueId id, const ChannelSums& sums) const {
        if (TrainParameter* parameter = context.trainable(id)) {
            context.on_collect(*parameter, [&sums](std::span<float> gradient) {
                for (std::size_t c = 0; c < gradient.size(); ++c) {
                    gradient[c] += static_cast<float>(sums.total(c));
                }
            });
        }
    }

    [[nodiscard]] std::uint64_t key(std::uint64_t which) const {
        return counter_key(*seed_, static_cast<std::uint64_t>(out_), which);
    }

    const Node& node_;
    ValueId in_;
    ValueId out_;
    NumericHook statistics_;
    double epsilon_;
    double keep_;
    Layout layout_;
    std::size_t samples_ = 0;
    double count_ = 0;
    const float* x_ = nullptr;
    float* y_ = nullptr;
    const Tensor* scale_ = nullptr;
    const Tensor* shift_ = nullptr;
    Tensor* running_mean_ = nullptr;
    Tensor* running_variance_ = nullptr;
    const std::uint64_t* seed_ = nullptr;
    ChannelSums first_;
    ChannelSums second_;
    ChannelSums signs_;
    std::vector<float> mean_;
    std::vector<float> width_;   ///< d, epsilon included
    std::vector<float> mean_dy_; ///< of the backward pass, by channel
    std::vector<float> along_;   ///< sqrt(pi / 2) * E[dy * normalised]
    std::vector<float> mean_sign_;
};

} // namespace

std::unique_ptr<PlanNode> l1_batch_norm_node(const Node& node, const BatchNormMode& mode) {
    return std::make_unique<L1BatchNormNode>(node, mode);
}

} // namespace espalier
