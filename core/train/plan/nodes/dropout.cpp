// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/train/plan/nodes/nodes.h"

#include <charconv>

namespace espalier {

namespace {

/// A number that tells the node's draws from those of other nodes, the same on every machine.
std::uint64_t stream_of(const Node& node) {
    const std::string digest = sha256(node.name).substr(0, 12);
    std::uint64_t number = 0;
    std::from_chars(digest.data(), digest.data() + digest.size(), number, 16);
    return number;
}

class DropoutNode final : public PlanNode {
public:
    DropoutNode(const PlanContext& context, const Node& node)
        : in_(node.inputs.at(0))
        , out_(node.outputs.at(0))
        , stream_(stream_of(node)) {
        const Tensor* ratio = context.constant(node.input(1));
        ratio_ = ratio != nullptr && ratio->defined() ? static_cast<float>(ratio->at(0))
                                                      : node.attributes.real("ratio", 0.5F);
        expect(ratio_ >= 0 && ratio_ < 1, "dropout ratio {} is outside [0, 1)", ratio_);
    }

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        context.define(out_, context.value(in_).layout);
        source_ = context.value(in_).data;
        target_ = context.value(out_).data;
        count_ = shard_floats(context, out_);
        factors_ = context.allocate(count_ * context.shards());
        phases.push_back({0, [this, seed = &context.step_seed()](std::size_t shard) {
                              draw(*seed, shard);
                              for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
                                  target_[i] = source_[i] * factors_[i];
                              }
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        gradient_ = context.grad_target(in_);
        if (gradient_.data == nullptr) {
            return;
        }
        from_ = context.value(out_).grad;
        phases.push_back({0, [this](std::size_t shard) {
                              for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
                                  const float g = from_[i] * factors_[i];
                                  gradient_.data[i] = gradient_.add ? gradient_.data[i] + g : g;
                              }
                          }});
    }

private:
    void draw(std::uint64_t seed, std::size_t shard) {
        Rng rng(seed, stream_ + shard);
        const float kept = 1.0F / (1.0F - ratio_);
        for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
            factors_[i] = rng.uniform() < static_cast<double>(ratio_) ? 0.0F : kept;
        }
    }

    ValueId in_;
    ValueId out_;
    std::uint64_t stream_;
    float ratio_ = 0;
    std::size_t count_ = 0;
    const float* source_ = nullptr;
    float* target_ = nullptr;
    float* factors_ = nullptr;
    const float* from_ = nullptr;
    GradTarget gradient_;
};

} // namespace

std::unique_ptr<PlanNode> dropout_node(const PlanContext& context, const Node& node) {
    return node.op == "Dropout" ? std::make_unique<DropoutNode>(context, node) : nullptr;
}

} // namespace espalier
