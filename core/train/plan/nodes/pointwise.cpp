// SPDX-License-Identifier: GPL-3.0-or-later
// Sigmoid and Tanh, and a bias added along the last axis.
#include "core/kernels/recurrent_gates.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>

namespace espalier {

namespace {

class SquashNode final : public PlanNode {
public:
    explicit SquashNode(const Node& node)
        : in_(node.inputs.at(0))
        , out_(node.outputs.at(0))
        , function_(node.op == "Tanh" ? recurrent::Squash::Tanh : recurrent::Squash::Sigmoid) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        context.define(out_, context.value(in_).layout);
        count_ = shard_floats(context, out_);
        const float* from = context.value(in_).data;
        output_ = context.value(out_).data;
        phases.push_back({0, [this, from](std::size_t shard) {
                              float* y = output_ + shard * count_;
                              std::copy_n(from + shard * count_, count_, y);
                              recurrent::squash(function_, count_, y);
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const float* from = context.value(out_).grad;
        const bool in_place = context.take_over_grad(in_, out_);
        const GradTarget target =
            in_place ? GradTarget{context.value(in_).grad, false} : context.grad_target(in_);
        if (target.data == nullptr) {
            return;
        }
        phases.push_back({0, [this, from, target](std::size_t shard) {
                              const std::size_t begin = shard * count_;
                              recurrent::squash_back(function_, count_, output_ + begin,
                                                     from + begin, target.add, target.data + begin);
                          }});
    }

private:
    ValueId in_;
    ValueId out_;
    recurrent::Squash function_;
    std::size_t count_ = 0;
    float* output_ = nullptr;
};

/// y = x + b with b [K] and x [.., K].
class BiasNode final : public PlanNode {
public:
    BiasNode(ValueId in, ValueId bias, ValueId out)
        : in_(in)
        , bias_(bias)
        , out_(out) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        context.define(out_, context.value(in_).layout);
        count_ = shard_floats(context, out_);
        values_ = context.constant(bias_);
        width_ = static_cast<std::size_t>(values_->elements());
        const float* from = context.value(in_).data;
        float* to = context.value(out_).data;
        phases.push_back({0, [this, from, to](std::size_t shard) {
                              const float* bias = values_->data<float>().data();
                              const std::size_t end = (shard + 1) * count_;
                              for (std::size_t i = shard * count_; i < end; i += width_) {
                                  for (std::size_t k = 0; k < width_; ++k) {
                                      to[i + k] = from[i + k] + bias[k];
                                  }
                              }
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const float* from = context.value(out_).grad;
        if (TrainParameter* parameter = context.trainable(bias_)) {
            std::vector<float*> parts;
            for (std::size_t shard = 0; shard < context.shards(); ++shard) {
                parts.push_back(context.allocate(width_));
            }
            context.on_reduce(parts, width_);
            context.on_collect(*parameter, [first = parts.front()](std::span<float> gradient) {
                for (std::size_t k = 0; k < gradient.size(); ++k) {
                    gradient[k] += first[k];
                }
            });
            phases.push_back(
                {0, [this, from, parts](std::size_t shard) { sum(from, shard, parts[shard]); }});
        }
        if (context.take_over_grad(in_, out_)) {
            return;
        }
        const GradTarget target = context.grad_target(in_);
        if (target.data == nullptr) {
            return;
        }
        phases.push_back({0, [this, from, target](std::size_t shard) {
                              for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
                                  target.data[i] = target.add ? target.data[i] + from[i] : from[i];
                              }
                          }});
    }

private:
    void sum(const float* from, std::size_t shard, float* to) const {
        std::fill_n(to, width_, 0.0F);
        for (std::size_t i = shard * count_; i < (shard + 1) * count_; i += width_) {
            for (std::size_t k = 0; k < width_; ++k) {
                to[k] += from[i + k];
            }
        }
    }

    ValueId in_;
    ValueId bias_;
    ValueId out_;
    std::size_t count_ = 0;
    std::size_t width_ = 0;
    const Tensor* values_ = nullptr;
};

} // namespace

std::unique_ptr<PlanNode> squash_node(const PlanContext& context, const Node& node) {
    const bool known = node.op == "Sigmoid" || node.op == "Tanh";
    return known && context.is_activation(node.input(0)) ? std::make_unique<SquashNode>(node)
                                                         : nullptr;
}

std::unique_ptr<PlanNode> bias_node(const PlanContext& context, const Node& node) {
    if (node.op != "Add" || node.inputs.size() != 2) {
        return nullptr;
    }
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        const ValueId in = node.inputs[i];
        const ValueId bias = node.inputs[1 - i];
        if (!context.is_activation(in) || context.is_activation(bias)) {
            continue;
        }
        const Layout& layout = context.value(in).layout;
        const Tensor* values = context.constant(bias);
        if (values->dtype() == DType::Float32 && layout.block == 1 && layout.sample.rank() > 0 &&
            values->shape() == Shape{layout.sample[-1]} && values->elements() > 0) {
            return std::make_unique<BiasNode>(in, bias, node.outputs.at(0));
        }
    }
    return nullptr;
}

} // namespace espalier
