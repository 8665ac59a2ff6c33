// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/train/plan/nodes/bounds.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>
#include <limits>

namespace espalier {

Bounds clamp_bounds(const PlanContext& context, const Node& node) {
    Bounds bounds{-std::numeric_limits<float>::infinity(), std::numeric_limits<float>::infinity()};
    if (node.op == "Relu") {
        bounds.low = 0;
    }
    if (node.op == "Clip") {
        const Tensor* low = context.constant(node.input(1));
        const Tensor* high = context.constant(node.input(2));
        bounds.low = low != nullptr ? static_cast<float>(low->at(0)) : bounds.low;
        bounds.high = high != nullptr ? static_cast<float>(high->at(0)) : bounds.high;
    }
    return bounds;
}

namespace {

class ClampNode final : public PlanNode {
public:
    ClampNode(const PlanContext& context, const Node& node)
        : in_(node.inputs.at(0))
        , out_(node.outputs.at(0))
        , bounds_(clamp_bounds(context, node)) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        context.define(out_, context.value(in_).layout);
        count_ = shard_floats(context, out_);
        const float* from = context.value(in_).data;
        output_ = context.value(out_).data;
        phases.push_back({0, [this, from](std::size_t shard) {
                              const float* x = from + shard * count_;
                              float* y = output_ + shard * count_;
                              for (std::size_t i = 0; i < count_; ++i) {
                                  const float floor = x[i] > bounds_.low ? x[i] : bounds_.low;
                                  y[i] = floor < bounds_.high ? floor : bounds_.high;
                              }
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
                              const float* y = output_ + shard * count_;
                              const float* dy = from + shard * count_;
                              float* dx = target.data + shard * count_;
                              const float keep = target.add ? 1.0F : 0.0F;
                              for (std::size_t i = 0; i < count_; ++i) {
                                  const bool open = y[i] > bounds_.low && y[i] < bounds_.high;
                                  const float g = open ? dy[i] : 0.0F;
                                  dx[i] = keep != 0 ? dx[i] + g : g;
                              }
                          }});
    }

private:
    ValueId in_;
    ValueId out_;
    Bounds bounds_;
    std::size_t count_ = 0;
    float* output_ = nullptr;
};

class AddNode final : public PlanNode {
public:
    explicit AddNode(const Node& node)
        : a_(node.inputs.at(0))
        , b_(node.inputs.at(1))
        , out_(node.outputs.at(0)) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        context.define(out_, context.value(a_).layout);
        count_ = shard_floats(context, out_);
        const float* a = context.value(a_).data;
        const float* b = context.value(b_).data;
        float* out = context.value(out_).data;
        phases.push_back({0, [this, a, b, out](std::size_t shard) {
                              for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
                                  out[i] = a[i] + b[i];
                              }
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const float* from = context.value(out_).grad;
        if (a_ == b_) {
            pass(context.grad_target(a_), from, 2.0F, phases);
            return;
        }
        const bool taken = context.take_over_grad(a_, out_);
        if (!taken) {
            pass(context.grad_target(a_), from, 1.0F, phases);
        }
        // Where the first input's gradient is this very buffer, later shares of it come only after
        // this copy: shards go through the phases in order.
        pass(context.grad_target(b_), from, 1.0F, phases);
    }

private:
    void pass(GradTarget target, const float* from, float factor, std::vector<Phase>& phases) {
        if (target.data == nullptr) {
            return;
        }
        phases.push_back({0, [this, target, from, factor](std::size_t shard) {
                              for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
                                  const float g = factor * from[i];
                                  target.data[i] = target.add ? target.data[i] + g : g;
                              }
                          }});
    }

    ValueId a_;
    ValueId b_;
    ValueId out_;
    std::size_t count_ = 0;
};

class GlobalAverageNode final : public PlanNode {
public:
    explicit GlobalAverageNode(const Node& node)
        : in_(node.inputs.at(0))
        , out_(node.outputs.at(0)) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const Layout layout = context.value(in_).layout;
        const Shape& shape = context.value(out_).type.shape;
        context.define(out_, {Shape(std::vector<std::int64_t>(shape.begin() + 1, shape.end())), 1});
        samples_ = static_cast<std::size_t>(context.shard_size());
        block_ = static_cast<std::size_t>(layout.block);
        groups_ = static_cast<std::size_t>(layout.padded_channels()) / block_;
        channels_ = static_cast<std::size_t>(layout.channels());
        positions_ = static_cast<std::size_t>(layout.positions());
        const float* from = context.value(in_).data;
        float* to = context.value(out_).data;
        phases.push_back({0, [this, from, to](std::size_t shard) {
                              for_channels(shard, [&](std::size_t first, std::size_t c) {
                                  float sum = 0;
                                  for (std::size_t p = 0; p < positions_; ++p) {
                                      sum += from[first + p * block_];
                                  }
                                  to[c] = sum / static_cast<float>(positions_);
                              });
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const GradTarget target = context.grad_target(in_);
        if (target.data == nullptr) {
            return;
        }
        const float* from = context.value(out_).grad;
        const std::size_t stride = context.value(in_).layout.elements();
        phases.push_back({0, [this, from, target, stride](std::size_t shard) {
                              if (!target.add && channels_ % block_ != 0) {
                                  std::fill_n(target.data + shard * samples_ * stride,
                                              samples_ * stride, 0.0F);
                              }
                              for_channels(shard, [&](std::size_t first, std::size_t c) {
                                  const float g = from[c] / static_cast<float>(positions_);
                                  for (std::size_t p = 0; p < positions_; ++p) {
                                      float& dx = target.data[first + p * block_];
                                      dx = target.add ? dx + g : g;
                                  }
                              });
                          }});
    }

private:
    /// body(where the channel's first position lies in the input, index of its average).
    template <typename Body>
    void for_channels(std::size_t shard, Body&& body) const {
        for (std::size_t n = shard * samples_; n < (shard + 1) * samples_; ++n) {
            for (std::size_t c = 0; c < channels_; ++c) {
                body(((n * groups_ + c / block_) * positions_) * block_ + c % block_,
                     n * channels_ + c);
            }
        }
    }

    ValueId in_;
    ValueId out_;
    std::size_t samples_ = 0;
    std::size_t block_ = 1;
    std::size_t groups_ = 1;
    std::size_t channels_ = 1;
    std::size_t positions_ = 1;
};

bool fixed_bounds(const PlanContext& context, const Node& node) {
    return std::all_of(node.inputs.begin() + 1, node.inputs.end(),
                       [&](ValueId id) { return id == kNoValue || !context.is_activation(id); });
}

} // namespace

std::unique_ptr<PlanNode> clamp_node(const PlanContext& context, const Node& node) {
    return (node.op == "Relu" || node.op == "Clip") && fixed_bounds(context, node)
               ? std::make_unique<ClampNode>(context, node)
               : nullptr;
}

std::unique_ptr<PlanNode> add_node(const PlanContext& context, const Node& node) {
    return node.op == "Add" && context.is_activation(node.inputs.at(0)) &&
                   context.is_activation(node.inputs.at(1)) &&
                   context.value(node.inputs[0]).layout == context.value(node.inputs[1]).layout
               ? std::make_unique<AddNode>(node)
               : nullptr;
}

std::unique_ptr<PlanNode> global_average_node(const PlanContext& context, const Node& node) {
    return node.op == "GlobalAveragePool" && context.is_activation(node.inputs.at(0))
               ? std::make_unique<GlobalAverageNode>(node)
               : nullptr;
}

} // namespace espalier
