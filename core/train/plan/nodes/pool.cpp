// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/train_pool.h"
#include "core/ops/detail/window.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>

namespace espalier {

namespace {

TrainPoolShape shape_of(const PlanContext& context, const Node& node) {
    const Shape& x = context.value(node.inputs[0]).type.shape;
    const auto window = ops::detail::window_of(node, x, ops::detail::kernel_attribute(node, x),
                                               ops::detail::Rounding::AsAttribute);
    TrainPoolShape result;
    result.samples = x[0];
    result.channels = x[1];
    if (node.op == "AveragePool") {
        result.kind = node.attributes.integer("count_include_pad", 0) != 0
                          ? TrainPoolShape::Kind::AverageWithPadding
                          : TrainPoolShape::Kind::AverageInside;
    }
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const ops::detail::WindowAxis& from = window.axes[axis + 1];
        result.in[axis] = from.in;
        result.out[axis] = from.out;
        result.kernel[axis] = from.kernel;
        result.stride[axis] = from.stride;
        result.pad_begin[axis] = from.pad_begin;
        result.pad_end[axis] = from.pad_end;
    }
    return result;
}

class PoolNode final : public PlanNode {
public:
    explicit PoolNode(const Node& node)
        : in_(node.inputs[0])
        , out_(node.outputs[0])
        , node_(node) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const int block = context.value(in_).layout.block;
        const Shape& y = context.value(out_).type.shape;
        context.define(out_, {Shape(std::vector<std::int64_t>(y.begin() + 1, y.end())), block});
        pool_ = std::make_unique<TrainPool>(shape_of(context, node_), block, context.shards());
        pool_->plan_forward(context.value(in_).data, context.value(out_).data);
        context.request_scratch(
            pool_->scratch_bytes(),
            [this](std::size_t shard, std::byte* scratch) { pool_->bind(shard, scratch); });
        phases.push_back({0, [this](std::size_t shard) { pool_->forward(shard); }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const GradTarget dx = context.grad_target(in_);
        if (dx.data == nullptr) {
            return;
        }
        pool_->plan_backward(context.value(out_).grad, dx.data, dx.add);
        context.request_scratch(pool_->scratch_bytes(), [](std::size_t, std::byte*) {});
        phases.push_back({0, [this](std::size_t shard) { pool_->backward(shard); }});
    }

private:
    ValueId in_;
    ValueId out_;
    const Node& node_;
    std::unique_ptr<TrainPool> pool_;
};

} // namespace

std::unique_ptr<PlanNode> pool_node(const PlanContext& context, const Node& node) {
    if ((node.op != "MaxPool" && node.op != "AveragePool") || node.outputs.size() != 1 ||
        !context.is_activation(node.inputs.at(0)) ||
        context.value(node.inputs[0]).layout.sample.rank() != 3) {
        return nullptr;
    }
    const auto dilations = node.attributes.integers("dilations", {1, 1});
    // Where windows hang over the padding, oneDNN and ONNX divide averages by different counts.
    const bool rounds_up = node.attributes.integer("ceil_mode", 0) != 0;
    const bool plain = std::ranges::all_of(dilations, [](std::int64_t d) { return d == 1; });
    return plain && !rounds_up ? std::make_unique<PoolNode>(node) : nullptr;
}

} // namespace espalier
