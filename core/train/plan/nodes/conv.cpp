// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/train_conv.h"
#include "core/train/plan/conv_shape.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>

namespace espalier {

namespace {

class ConvNode final : public PlanNode {
public:
    explicit ConvNode(const Node& node)
        : node_(node) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const ValueId in = node_.inputs[0];
        const ValueId out = node_.outputs[0];
        weight_ = context.constant(node_.inputs[1]);
        const Tensor* bias = context.constant(node_.input(2));
        const Shape& y = context.value(out).type.shape;
        conv_ = std::make_unique<TrainConv>(
            conv_shape(node_, context.value(in).type.shape, y, weight_->shape()),
            context.value(in).layout.block, bias != nullptr, context.shards());
        context.define(
            out, {Shape(std::vector<std::int64_t>(y.begin() + 1, y.end())), conv_->out_block()});
        const float* bias_data = nullptr;
        if (bias != nullptr) {
            // Bound once: a copy that is refreshed whenever the parameter moves.
            float* copy = context.allocate(static_cast<std::size_t>(bias->elements()));
            context.on_prepare([copy, bias] {
                const auto values = bias->data<float>();
                std::copy(values.begin(), values.end(), copy);
            });
            bias_data = copy;
        }
        conv_->plan_forward(context.value(in).data, bias_data, context.value(out).data);
        context.on_prepare([this] { conv_->pack(weight_->data<float>().data()); });
        context.request_scratch(conv_->scratch_bytes(), [](std::size_t, std::byte*) {});
        // Planned backward or not, the primitives are bound when all is known.
        context.request_scratch(
            0, [this](std::size_t shard, std::byte* scratch) { conv_->bind(shard, scratch); });
        phases.push_back({0, [this](std::size_t shard) { conv_->forward(shard); }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const ValueId in = node_.inputs[0];
        const GradTarget dx = context.grad_target(in);
        TrainParameter* weight = context.trainable(node_.inputs[1]);
        TrainParameter* bias = context.trainable(node_.input(2));
        const bool wants_weights = weight != nullptr || bias != nullptr;
        conv_->plan_backward(context.value(in).data, context.value(node_.outputs[0]).grad, dx.data,
                             dx.add, wants_weights);
        context.request_scratch(conv_->scratch_bytes(), [](std::size_t, std::byte*) {});
        if (wants_weights) {
            phases.push_back({0, [this](std::size_t shard) { conv_->backward_weights(shard); }});
        }
        if (dx.data != nullptr) {
            phases.push_back({0, [this](std::size_t shard) { conv_->backward_input(shard); }});
        }
        if (weight != nullptr) {
            context.on_reduce(conv_->weight_parts(), conv_->weight_part_size());
            context.on_collect(*weight, [this](std::span<float> gradient) {
                conv_->add_weight_gradient(gradient);
            });
        }
        if (bias != nullptr) {
            const std::vector<float*> parts = conv_->bias_parts();
            context.on_reduce(parts, static_cast<std::size_t>(bias->latent.elements()));
            context.on_collect(*bias, [first = parts.front()](std::span<float> gradient) {
                for (std::size_t i = 0; i < gradient.size(); ++i) {
                    gradient[i] += first[i];
                }
            });
        }
    }

    std::vector<std::string> kernels() const override { return conv_->kernels(); }

private:
    const Node& node_;
    const Tensor* weight_ = nullptr;
    std::unique_ptr<TrainConv> conv_;
};

} // namespace

std::unique_ptr<PlanNode> conv_node(const PlanContext& context, const Node& node) {
    const bool fits = node.op == "Conv" && context.is_activation(node.inputs.at(0)) &&
                      context.value(node.inputs[0]).layout.sample.rank() == 3 &&
                      !context.is_activation(node.inputs.at(1)) &&
                      !context.is_activation(node.input(2));
    return fits ? std::make_unique<ConvNode>(node) : nullptr;
}

} // namespace espalier
