// SPDX-License-Identifier: GPL-3.0-or-later
// LSTM, GRU and RNN with the batch in front, by the fused kernels. Cut into pieces of the batch of
// their own: matrix products want more rows than a shard has. The gradients of the weights are
// summed over the pieces by a fixed tree.
#include "core/ops/detail/recurrent_fast.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>
#include <array>

namespace espalier {

namespace {

using namespace ops::detail;
using recurrent::Rows;

class RecurrentNode final : public PlanNode {
public:
    RecurrentNode(const Node& node, Recurrent shape, std::vector<recurrent::Layer> layers)
        : node_(node)
        , shape_(std::move(shape))
        , layers_(std::move(layers)) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        shape_.batch = static_cast<std::int64_t>(context.shards()) * context.shard_size();
        rows_ = recurrent_rows(shape_.batch);
        pieces_ = static_cast<std::size_t>((shape_.batch + rows_ - 1) / rows_);
        for (const std::size_t slot : {kW, kR, kB}) {
            weights_[slot] = context.constant(node_.input(slot));
        }
        x_ = context.value(node_.input(kX)).data;
        for (std::size_t i = 0; i < states_.size(); ++i) {
            const ValueId id = node_.input(kInitialH + i);
            states_[i] = id == kNoValue ? nullptr : context.value(id).data;
        }
        for (std::size_t i = 0; i < node_.outputs.size(); ++i) {
            const ValueId id = node_.outputs[i];
            if (id != kNoValue) {
                const auto& dims = context.value(id).type.shape.dims();
                outputs_[i] = context.define(
                    id, {Shape(std::vector<std::int64_t>(dims.begin() + 1, dims.end())), 1});
            }
        }
        const std::size_t floats = recurrent::trace_floats(layers_[0], rows_);
        for (std::size_t tile = 0; tile < layers_.size() * pieces_; ++tile) {
            traces_.push_back(context.allocate(floats));
        }
        phases.push_back({traces_.size(),
                          [this](std::size_t tile) { forward(tile / pieces_, tile % pieces_); }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        for (std::size_t i = 0; i < node_.outputs.size(); ++i) {
            const ValueId id = node_.outputs[i];
            const bool given = id != kNoValue && context.value(id).grad_written;
            output_grads_[i] = given ? context.value(id).grad : nullptr;
        }
        dx_ = context.grad_target(node_.input(kX));
        for (std::size_t i = 0; i < states_.size(); ++i) {
            state_grads_[i] = context.grad_target(node_.input(kInitialH + i));
        }
        for (const std::size_t slot : {kW, kR, kB}) {
            if (TrainParameter* parameter = context.trainable(node_.input(slot))) {
                plan_weight_gradient(context, slot, *parameter);
            }
        }
        const std::size_t floats = recurrent::scratch_floats(layers_[0], rows_);
        for (std::size_t piece = 0; piece < pieces_; ++piece) {
            scratch_.push_back(context.allocate(floats));
        }
        // One direction after the other: both add to the gradient of X.
        for (std::size_t d = 0; d < layers_.size(); ++d) {
            phases.push_back({pieces_, [this, d](std::size_t piece) { backward(d, piece); }});
        }
    }

    [[nodiscard]] std::vector<std::string> kernels() const override {
        return {"recurrent: sgemm and fused gates"};
    }

private:
    void plan_weight_gradient(PlanContext& context, std::size_t slot, TrainParameter& parameter) {
        const std::size_t count =
            static_cast<std::size_t>(parameter.latent.elements()) / layers_.size();
        for (std::size_t d = 0; d < layers_.size(); ++d) {
            auto& buffers = weight_grads_[slot][d];
            for (std::size_t piece = 0; piece < pieces_; ++piece) {
                buffers.push_back(context.allocate(count));
            }
            context.on_reduce(buffers, count);
            context.on_collect(parameter, [from = buffers[0], d, count](std::span<float> gradient) {
                for (std::size_t i = 0; i < count; ++i) {
                    gradient[d * count + i] += from[i];
                }
            });
        }
    }

    [[nodiscard]] std::int64_t first(std::size_t piece) const {
        return static_cast<std::int64_t>(piece) * rows_;
    }

    [[nodiscard]] std::int64_t rows(std::size_t piece) const {
        return std::min(rows_, shape_.batch - first(piece));
    }

    [[nodiscard]] recurrent::Weights weights(std::size_t d) const {
        const auto part = [&](std::size_t slot) -> const float* {
            const Tensor* whole = weights_[slot];
            return whole == nullptr
                       ? nullptr
                       : whole->data<float>().data() +
                             d * (static_cast<std::size_t>(whole->elements()) / layers_.size());
        };
        return {part(kW), part(kR), part(kB)};
    }

    template <typename T>
    [[nodiscard]] Rows<T> sequence(T* data, std::size_t d, std::size_t piece) const {
        if (data == nullptr) {
            return {};
        }
        return {data + shape_.y_offset(0, static_cast<std::int64_t>(d), first(piece)),
                shape_.y_offset(1, 0, 0), shape_.y_offset(0, 0, 1)};
    }

    template <typename T>
    [[nodiscard]] Rows<T> state(T* data, std::size_t d, std::size_t piece) const {
        if (data == nullptr) {
            return {};
        }
        return {data + shape_.state_offset(static_cast<std::int64_t>(d), first(piece)), 0,
                shape_.state_offset(0, 1)};
    }

    template <typename T>
    [[nodiscard]] Rows<T> inputs(T* data, std::size_t piece) const {
        if (data == nullptr) {
            return {};
        }
        return {data + shape_.x_offset(0, first(piece)), shape_.x_offset(1, 0),
                shape_.x_offset(0, 1)};
    }

    void forward(std::size_t d, std::size_t piece) const {
        recurrent::forward(layers_[d], rows(piece), weights(d), inputs<const float>(x_, piece),
                           state<const float>(states_[0], d, piece),
                           state<const float>(states_[1], d, piece), traces_[d * pieces_ + piece],
                           {sequence(outputs_[0], d, piece), state(outputs_[1], d, piece),
                            state(outputs_[2], d, piece)});
    }

    void backward(std::size_t d, std::size_t piece) const {
        const auto gradient = [&](std::size_t slot) -> float* {
            return weight_grads_[slot][d].empty() ? nullptr : weight_grads_[slot][d][piece];
        };
        recurrent::InputGradients grads;
        grads.x = inputs(dx_.data, piece);
        grads.add_x = dx_.add || d > 0;
        grads.first_h = state(state_grads_[0].data, d, piece);
        grads.add_h = state_grads_[0].add;
        grads.first_c = state(state_grads_[1].data, d, piece);
        grads.add_c = state_grads_[1].add;
        grads.w = gradient(kW);
        grads.r = gradient(kR);
        grads.bias = gradient(kB);
        recurrent::backward(layers_[d], rows(piece), weights(d),
                            {sequence<const float>(output_grads_[0], d, piece),
                             state<const float>(output_grads_[1], d, piece),
                             state<const float>(output_grads_[2], d, piece)},
                            traces_[d * pieces_ + piece], scratch_[piece], grads);
    }

    const Node& node_;
    Recurrent shape_;
    std::vector<recurrent::Layer> layers_; ///< by direction
    std::int64_t rows_ = 0;                ///< of a piece; the last may have fewer
    std::size_t pieces_ = 0;
    const float* x_ = nullptr;
    std::array<const Tensor*, 4> weights_{}; ///< by slot; X has none
    std::array<const float*, 2> states_{};   ///< initial h and c
    std::array<float*, 3> outputs_{};
    std::array<const float*, 3> output_grads_{};
    GradTarget dx_;
    std::array<GradTarget, 2> state_grads_;
    std::array<std::array<std::vector<float*>, 2>, 4> weight_grads_; ///< by slot and direction
    std::vector<float*> traces_;
    std::vector<float*> scratch_;
};

} // namespace

std::unique_ptr<PlanNode> recurrent_node(const PlanContext& context, const Node& node) {
    const auto cell = recurrent_cell(node.op);
    if (!cell || node.attributes.integer("layout", 0) != 1 ||
        !context.is_activation(node.input(kX))) {
        return nullptr;
    }
    std::vector<InputType> types;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        const ValueId id = node.inputs[i];
        const bool weight = i == kW || i == kR || i == kB;
        if (id != kNoValue &&
            (context.is_activation(id) ? weight || context.value(id).layout.block != 1 : !weight)) {
            return nullptr;
        }
        types.push_back(id == kNoValue ? InputType{}
                                       : InputType{true, context.value(id).type, nullptr});
    }
    Recurrent shape(*cell, node, types);
    std::vector<recurrent::Layer> layers;
    for (std::int64_t d = 0; d < shape.directions; ++d) {
        const auto layer = fused_layer(shape, node, d, ops::detail::Passes::Both);
        if (!layer) {
            return nullptr;
        }
        layers.push_back(*layer);
    }
    return std::make_unique<RecurrentNode>(node, std::move(shape), std::move(layers));
}

} // namespace espalier
