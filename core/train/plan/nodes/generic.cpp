// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/graph/op.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>
#include <optional>

namespace espalier {

namespace {

/// The tensors of one shard, row-major, as the operator wants them.
struct ShardTensors {
    std::vector<std::optional<Tensor>> inputs; ///< activations only
    std::vector<Tensor> outputs;
    std::vector<std::optional<Tensor>> input_grads;
    std::vector<Tensor> output_grads;
};

/// Where the elements of a value lie, and where its shards begin.
struct Port {
    const PlanValue* value = nullptr;
    std::vector<std::uint32_t> offsets;

    explicit Port(const PlanValue& of)
        : value(&of)
        , offsets(of.layout.offsets()) {}

    void read(const float* from, std::size_t first, std::span<float> to) const {
        const std::size_t stride = value->layout.elements();
        for (std::size_t n = 0; n * offsets.size() < to.size(); ++n) {
            const float* sample = from + (first + n) * stride;
            for (std::size_t i = 0; i < offsets.size(); ++i) {
                to[n * offsets.size() + i] = sample[offsets[i]];
            }
        }
    }

    void write(float* to, std::size_t first, std::span<const float> from, bool add) const {
        const std::size_t stride = value->layout.elements();
        for (std::size_t n = 0; n * offsets.size() < from.size(); ++n) {
            float* sample = to + (first + n) * stride;
            if (!add && stride != offsets.size()) {
                std::fill_n(sample, stride, 0.0F);
            }
            for (std::size_t i = 0; i < offsets.size(); ++i) {
                const float x = from[n * offsets.size() + i];
                sample[offsets[i]] = add ? sample[offsets[i]] + x : x;
            }
        }
    }
};

class GenericNode final : public PlanNode {
public:
    explicit GenericNode(const Node& node)
        : node_(node)
        , op_(op_for(node)) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        samples_ = static_cast<std::size_t>(context.shard_size());
        shards_.resize(context.shards());
        for (const ValueId id : node_.inputs) {
            const bool flows = context.is_activation(id);
            inputs_.push_back(flows ? std::optional<Port>(context.value(id)) : std::nullopt);
            constants_.push_back(flows ? nullptr : context.constant(id));
            for (ShardTensors& shard : shards_) {
                shard.inputs.push_back(flows ? std::optional<Tensor>(Tensor(
                                                   DType::Float32, context.value(id).type.shape))
                                             : std::nullopt);
            }
        }
        for (const ValueId id : node_.outputs) {
            if (id == kNoValue) {
                outputs_.emplace_back();
                for (ShardTensors& shard : shards_) {
                    shard.outputs.emplace_back();
                }
                continue;
            }
            expect(context.is_activation(id), "output {} is not computed from the input",
                   context.graph().value(id).name);
            const Shape& shape = context.value(id).type.shape;
            const auto& dims = shape.dims();
            context.define(id, {Shape(std::vector<std::int64_t>(dims.begin() + 1, dims.end())), 1});
            outputs_.emplace_back(context.value(id));
            for (ShardTensors& shard : shards_) {
                shard.outputs.emplace_back(DType::Float32, shape);
            }
        }
        phases.push_back({0, [this](std::size_t shard) { forward(shard); }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        for (ShardTensors& shard : shards_) {
            shard.input_grads.resize(node_.inputs.size());
            for (const Tensor& output : shard.outputs) {
                shard.output_grads.push_back(
                    output.defined() ? Tensor(DType::Float32, output.shape()) : Tensor());
            }
        }
        for (std::size_t i = 0; i < node_.inputs.size(); ++i) {
            const ValueId id = node_.inputs[i];
            targets_.push_back(context.grad_target(id));
            TrainParameter* parameter = context.trainable(id);
            if (targets_.back().data == nullptr && parameter == nullptr) {
                continue;
            }
            const Shape& shape =
                parameter != nullptr ? parameter->latent.shape() : context.value(id).type.shape;
            for (ShardTensors& shard : shards_) {
                shard.input_grads[i] = Tensor(DType::Float32, shape);
            }
            if (parameter != nullptr) {
                sum_up(context, *parameter, i);
            }
        }
        for (std::size_t i = 0; i < node_.outputs.size(); ++i) {
            const ValueId id = node_.outputs[i];
            has_grad_.push_back(id != kNoValue && context.value(id).grad_written);
        }
        phases.push_back({0, [this](std::size_t shard) { backward(shard); }});
    }

private:
    void sum_up(PlanContext& context, TrainParameter& parameter, std::size_t input) {
        std::vector<float*> parts;
        for (ShardTensors& shard : shards_) {
            parts.push_back(shard.input_grads[input]->writable<float>().data());
        }
        context.on_reduce(parts, static_cast<std::size_t>(parameter.latent.elements()));
        context.on_collect(parameter, [first = parts.front()](std::span<float> gradient) {
            for (std::size_t i = 0; i < gradient.size(); ++i) {
                gradient[i] += first[i];
            }
        });
    }

    std::vector<const Tensor*> input_tensors(std::size_t shard) const {
        std::vector<const Tensor*> result;
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            const auto& own = shards_[shard].inputs[i];
            result.push_back(own ? &*own : constants_[i]);
        }
        return result;
    }

    void forward(std::size_t shard) {
        ShardTensors& own = shards_[shard];
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            if (inputs_[i]) {
                inputs_[i]->read(inputs_[i]->value->data, shard * samples_,
                                 own.inputs[i]->writable<float>());
            }
        }
        const auto inputs = input_tensors(shard);
        op_.reference({node_, inputs, own.outputs});
        for (std::size_t i = 0; i < outputs_.size(); ++i) {
            if (outputs_[i]) {
                outputs_[i]->write(outputs_[i]->value->data, shard * samples_,
                                   own.outputs[i].data<float>(), false);
            }
        }
    }

    void backward(std::size_t shard) {
        ShardTensors& own = shards_[shard];
        std::vector<const Tensor*> outputs;
        std::vector<const Tensor*> output_grads;
        std::vector<Tensor*> input_grads;
        for (std::size_t i = 0; i < outputs_.size(); ++i) {
            if (has_grad_[i]) {
                outputs_[i]->read(outputs_[i]->value->grad, shard * samples_,
                                  own.output_grads[i].writable<float>());
            }
            outputs.push_back(&own.outputs[i]);
            output_grads.push_back(has_grad_[i] ? &own.output_grads[i] : nullptr);
        }
        for (auto& gradient : own.input_grads) {
            if (gradient) {
                const auto values = gradient->writable<float>();
                std::fill(values.begin(), values.end(), 0.0F);
            }
            input_grads.push_back(gradient ? &*gradient : nullptr);
        }
        const auto inputs = input_tensors(shard);
        op_.gradient({node_, inputs, outputs, output_grads, input_grads});
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            if (targets_[i].data != nullptr) {
                inputs_[i]->write(targets_[i].data, shard * samples_,
                                  own.input_grads[i]->data<float>(), targets_[i].add);
            }
        }
    }

    const Node& node_;
    const Op& op_;
    std::size_t samples_ = 0;
    std::vector<std::optional<Port>> inputs_;
    std::vector<const Tensor*> constants_;
    std::vector<std::optional<Port>> outputs_; ///< none where nobody wants it
    std::vector<GradTarget> targets_;
    std::vector<bool> has_grad_;
    std::vector<ShardTensors> shards_;
};

} // namespace

std::unique_ptr<PlanNode> generic_node(const PlanContext& /*context*/, const Node& node) {
    return std::make_unique<GenericNode>(node);
}

} // namespace espalier
