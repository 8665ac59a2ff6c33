// SPDX-License-Identifier: GPL-3.0-or-later
// The uniform code of a value in training:
//     y = s q,   q = clamp(round(x / s), low, high),   indices counted from the zero point
// dx = dy where low <= x / s <= high, else 0. What learns is the step s, by
//     ds = sum dy (q - x / s) inside the range, dy q outside, over sqrt(n high)
// with n the elements of a sample (Esser et al. 2020, eq. 3 and section 2.2), or the bound a = s
// high of a rectified value, by da = sum dy over x >= a (Choi et al. 2018, eq. 3).
#include "core/kernels/fake_quant.h"
#include "core/train/plan/nodes/nodes.h"

#include <cmath>

namespace espalier {

namespace {

class UniformGridNode final : public PlanNode {
public:
    explicit UniformGridNode(const PlanContext& context, const Node& node)
        : in_(node.inputs.at(0))
        , number_(node.inputs.at(1))
        , out_(node.outputs.at(0))
        , bound_(node.attributes.integer(kBoundLearns, 0) != 0) {
        const auto& code = dynamic_cast<const AffineCode&>(*context.graph().value(out_).code);
        quant_ = {code.scales()[0], code.zero_points()[0], code.low(), code.high()};
        high_ = static_cast<float>(quant_.high - quant_.zero_point);
        low_ = static_cast<float>(quant_.low - quant_.zero_point);
    }

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const Layout layout = context.value(in_).layout;
        context.define(out_, layout);
        count_ = shard_floats(context, out_);
        features_ = static_cast<double>(layout.sample.elements());
        value_ = context.constant(number_);
        const float* from = context.value(in_).data;
        float* to = context.value(out_).data;
        source_ = from;
        phases.push_back({0, [this, from, to](std::size_t shard) {
                              FakeQuant quant = quant_;
                              quant.scale = step();
                              const std::size_t begin = shard * count_;
                              fake_quantise({from + begin, count_}, {to + begin, count_}, quant);
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const float* from = context.value(out_).grad;
        if (TrainParameter* learns = context.trainable(number_)) {
            sums_.assign(context.shards(), 0.0);
            phases.push_back({0, [this, from](std::size_t shard) {
                                  sums_[shard] =
                                      bound_ ? of_bound(shard, from) : of_step(shard, from);
                              }});
            context.on_collect(*learns, [this](std::span<float> gradient) {
                double sum = 0;
                for (const double part : sums_) {
                    sum += part;
                }
                const double share =
                    bound_ ? 1 : std::sqrt(features_ * static_cast<double>(quant_.high));
                gradient[0] += static_cast<float>(sum / share);
            });
        }
        const GradTarget to = context.grad_target(in_);
        if (to.data != nullptr) {
            phases.push_back({0, [this, from, to](std::size_t shard) { pass(shard, from, to); }});
        }
    }

private:
    [[nodiscard]] float step() const {
        const float number = value_->data<float>()[0];
        return bound_ ? number / static_cast<float>(quant_.high) : number;
    }

    [[nodiscard]] double of_step(std::size_t shard, const float* from) const {
        constexpr float kRound = 12582912.0F; // as in fake_quantise()
        const float width = step();
        double sum = 0;
        const float* x = source_ + shard * count_;
        const float* dy = from + shard * count_;
        for (std::size_t begin = 0; begin < count_; begin += kRun) {
            const std::size_t end = std::min(begin + kRun, count_);
            float part = 0;
            for (std::size_t i = begin; i < end; ++i) {
                const float at = x[i] / width;
                const float inside = ((at + kRound) - kRound) - at;
                const float slope = at <= low_ ? low_ : at >= high_ ? high_ : inside;
                part += dy[i] * slope;
            }
            sum += static_cast<double>(part);
        }
        return sum;
    }

    [[nodiscard]] double of_bound(std::size_t shard, const float* from) const {
        const float bound = value_->data<float>()[0];
        double sum = 0;
        for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
            sum += source_[i] >= bound ? static_cast<double>(from[i]) : 0.0;
        }
        return sum;
    }

    void pass(std::size_t shard, const float* from, GradTarget to) const {
        const float low = low_ * step();
        const float high = high_ * step();
        for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
            const float g = source_[i] >= low && source_[i] <= high ? from[i] : 0.0F;
            to.data[i] = to.add ? to.data[i] + g : g;
        }
    }

    /// Floats are summed in runs, doubles over them: fast and exact enough.
    static constexpr std::size_t kRun = 1024;

    ValueId in_;
    ValueId number_;
    ValueId out_;
    bool bound_;
    FakeQuant quant_;
    float low_ = 0;
    float high_ = 0;
    std::size_t count_ = 0;
    double features_ = 1;
    const Tensor* value_ = nullptr;
    const float* source_ = nullptr;
    std::vector<double> sums_; ///< by shard
};

} // namespace

std::unique_ptr<PlanNode> uniform_grid_node(const PlanContext& context, const Node& node) {
    return node.op == kUniformGrid ? std::make_unique<UniformGridNode>(context, node) : nullptr;
}

} // namespace espalier
