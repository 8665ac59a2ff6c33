// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>

namespace espalier {

namespace {

/// Far outside every code's range, so that projecting it gives the range's ends.
constexpr float kFar = 1e30F;

class FakeQuantiseNode final : public PlanNode {
public:
    FakeQuantiseNode(const PlanContext& context, const Node& node)
        : in_(node.inputs.at(0))
        , out_(node.outputs.at(0))
        , code_(context.graph().value(out_).code) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const Layout layout = context.value(in_).layout;
        context.define(out_, layout);
        source_ = context.value(in_).data;
        target_ = context.value(out_).data;
        samples_ = static_cast<std::size_t>(context.shard_size());
        stride_ = layout.elements();
        offsets_ = layout.offsets();
        const Shape& shape = context.value(out_).type.shape;
        for (std::size_t shard = 0; shard < context.shards(); ++shard) {
            tensors_.emplace_back(DType::Float32, shape);
        }
        Tensor extreme(DType::Float32, shape);
        std::ranges::fill(extreme.writable<float>(), -kFar);
        low_ = code_->project(extreme);
        std::ranges::fill(extreme.writable<float>(), kFar);
        high_ = code_->project(extreme);
        phases.push_back({0, [this](std::size_t shard) { forward(shard); }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        gradient_ = context.grad_target(in_);
        if (gradient_.data != nullptr) {
            from_ = context.value(out_).grad;
            phases.push_back({0, [this](std::size_t shard) { backward(shard); }});
        }
    }

private:
    void forward(std::size_t shard) {
        const auto values = tensors_[shard].writable<float>();
        for (std::size_t n = 0; n < samples_; ++n) {
            const float* sample = source_ + (shard * samples_ + n) * stride_;
            for (std::size_t i = 0; i < offsets_.size(); ++i) {
                values[n * offsets_.size() + i] = sample[offsets_[i]];
            }
        }
        const Tensor coded = code_->project(tensors_[shard]);
        const auto result = coded.data<float>();
        for (std::size_t n = 0; n < samples_; ++n) {
            float* sample = target_ + (shard * samples_ + n) * stride_;
            for (std::size_t i = 0; i < offsets_.size(); ++i) {
                sample[offsets_[i]] = result[n * offsets_.size() + i];
            }
        }
    }

    void backward(std::size_t shard) {
        const auto low = low_.data<float>();
        const auto high = high_.data<float>();
        for (std::size_t n = 0; n < samples_; ++n) {
            const std::size_t begin = (shard * samples_ + n) * stride_;
            float* to = gradient_.data + begin;
            if (!gradient_.add && stride_ != offsets_.size()) {
                std::fill_n(to, stride_, 0.0F);
            }
            for (std::size_t i = 0; i < offsets_.size(); ++i) {
                const std::size_t k = offsets_[i];
                const std::size_t element = n * offsets_.size() + i;
                const float x = source_[begin + k];
                const float g = x >= low[element] && x <= high[element] ? from_[begin + k] : 0.0F;
                to[k] = gradient_.add ? to[k] + g : g;
            }
        }
    }

    ValueId in_;
    ValueId out_;
    CodePtr code_;
    const float* source_ = nullptr;
    float* target_ = nullptr;
    const float* from_ = nullptr;
    GradTarget gradient_;
    std::size_t samples_ = 0;
    std::size_t stride_ = 0;
    std::vector<std::uint32_t> offsets_;
    std::vector<Tensor> tensors_;
    Tensor low_;
    Tensor high_;
};

} // namespace

std::unique_ptr<PlanNode> fake_quantise_node(const PlanContext& context, const Node& node) {
    return node.op == kFakeQuantise ? std::make_unique<FakeQuantiseNode>(context, node) : nullptr;
}

} // namespace espalier
