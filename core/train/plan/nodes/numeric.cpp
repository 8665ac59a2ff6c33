// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/counter_rng.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>

namespace espalier {

namespace {

/// A buffer of the plan, sample by sample.
struct Samples {
    std::size_t samples = 0; ///< of one shard
    std::size_t stride = 0;
    std::size_t real = 0; ///< of the stride; the rest is filling

    [[nodiscard]] std::size_t begin(std::size_t shard) const { return shard * samples * stride; }

    [[nodiscard]] std::size_t size() const { return samples * stride; }
};

/// Applies a hook to a whole batch: small values fall sample by sample, the grid is that of the
/// batch.
class BatchHook {
public:
    BatchHook(const NumericHook& hook, std::uint64_t stream)
        : hook_(hook)
        , stream_(stream) {}

    /// Phases that make `to` of `from`: added where `add`, else written.
    void plan(PlanContext& context, Samples layout, const float* from, float* to, bool add,
              std::vector<Phase>& phases) {
        layout_ = layout;
        sizes_.resize(context.shards());
        kept_ = context.allocate(context.shards() * layout.size());
        const std::uint64_t* seed = &context.step_seed();
        phases.push_back({0, [this, from](std::size_t shard) { thin_out(shard, from); }});
        phases.push_back({1, [this](std::size_t) { combine(); }});
        phases.push_back({0, [this, to, add, seed](std::size_t shard) {
                              finish(shard, to, add, counter_key(*seed, stream_));
                          }});
    }

private:
    void thin_out(std::size_t shard, const float* from) {
        float* own = kept_ + layout_.begin(shard);
        std::copy_n(from + layout_.begin(shard), layout_.size(), own);
        for (std::size_t n = 0; n < layout_.samples; ++n) {
            sparsify(hook_, {own + n * layout_.stride, layout_.stride}, layout_.real);
        }
        sizes_[shard] = grid_width(hook_, {own, layout_.size()});
    }

    /// The batch's grid from those of its shards, which are equally large.
    void combine() {
        largest_ = *std::ranges::max_element(sizes_);
        if (hook_.bits == 1 && hook_.scale == GridScale::Largest) {
            double sum = 0;
            for (const float size : sizes_) {
                sum += static_cast<double>(size);
            }
            // The filling counted as zeros.
            largest_ = static_cast<float>(sum * static_cast<double>(layout_.stride) /
                                          static_cast<double>(layout_.real * sizes_.size()));
        }
    }

    void finish(std::size_t shard, float* to, bool add, std::uint64_t key) const {
        const std::size_t begin = layout_.begin(shard);
        const std::span<float> own(kept_ + begin, layout_.size());
        quantise(hook_, largest_, key, begin, own);
        for (std::size_t i = 0; i < own.size(); ++i) {
            to[begin + i] = add ? to[begin + i] + own[i] : own[i];
        }
    }

    const NumericHook& hook_;
    std::uint64_t stream_;
    Samples layout_;
    float* kept_ = nullptr;
    std::vector<float> sizes_; ///< by shard
    float largest_ = 0;
};

/// Restricts values on the way forward, or their gradients on the way back.
class NumericNode final : public PlanNode {
public:
    NumericNode(const Node& node, const NumericHook& hook)
        : in_(node.inputs.at(0))
        , out_(node.outputs.at(0))
        , forward_(node.op == kActivationHook)
        , hook_(hook, static_cast<std::uint64_t>(out_)) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const Layout layout = context.value(in_).layout;
        samples_ = {static_cast<std::size_t>(context.shard_size()), layout.elements(),
                    static_cast<std::size_t>(layout.channels() * layout.positions())};
        if (!forward_) {
            context.define_shared(out_, layout, in_);
            return;
        }
        float* to = context.define(out_, layout);
        hook_.plan(context, samples_, context.value(in_).data, to, false, phases);
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        if (forward_) {
            pass_straight(context, phases);
            return;
        }
        const float* from = context.value(out_).grad;
        const GradTarget target = context.grad_target(in_);
        if (target.data != nullptr) {
            hook_.plan(context, samples_, from, target.data, target.add, phases);
        }
    }

private:
    void pass_straight(PlanContext& context, std::vector<Phase>& phases) {
        if (context.take_over_grad(in_, out_)) {
            return;
        }
        const float* from = context.value(out_).grad;
        const GradTarget target = context.grad_target(in_);
        if (target.data == nullptr) {
            return;
        }
        phases.push_back({0, [samples = samples_, from, target](std::size_t shard) {
                              const std::size_t begin = samples.begin(shard);
                              for (std::size_t i = begin; i < begin + samples.size(); ++i) {
                                  target.data[i] = target.add ? target.data[i] + from[i] : from[i];
                              }
                          }});
    }

    ValueId in_;
    ValueId out_;
    bool forward_;
    Samples samples_;
    BatchHook hook_;
};

} // namespace

std::unique_ptr<PlanNode> numeric_node(const Numerics& numerics, const Node& node) {
    if (node.op != kActivationHook && node.op != kErrorHook) {
        return nullptr;
    }
    return std::make_unique<NumericNode>(
        node,
        numerics[node.op == kActivationHook ? NumericObject::Activation : NumericObject::Error]);
}

} // namespace espalier
