// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/plan/builder.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/graph/evaluate.h"
#include "core/graph/op.h"
#include "core/train/plan/hook_nodes.h"
#include "core/train/plan/nodes/nodes.h"
#include "core/train/plan/rewrite.h"
#include "core/train/quantise/code_quantiser.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace espalier {

namespace {

std::size_t at(ValueId id) {
    return static_cast<std::size_t>(id);
}

/// Pieces of the pairwise sums are small enough to be shared out and large enough to be worth it.
constexpr std::size_t kReduceGrain = 32768;

/// Random numbers of what learns of quantisers come after those of values.
constexpr std::uint64_t kNumberStream = std::uint64_t{1} << 32U;

/// Where codes learn in general, those of activations do so by their steps.
ActivationMethod learning_activations(const TrainPlanOptions& options) {
    return options.learn_codes && options.activations == ActivationMethod::None
               ? ActivationMethod::Step
               : options.activations;
}

class Builder final : public PlanContext {
public:
    Builder(BuiltPlan& plan, const TrainPlanOptions& options)
        : plan_(plan)
        , options_(options)
        , uses_(plan.graph) {}

    void build() {
        check_batch_axes();
        make_parameters();
        mark_gradients();
        define(plan_.input, plain_layout(plan_.input));
        plan_forward();
        expect(std::ranges::any_of(plan_.outputs, [&](ValueId id) { return looked_at(id); }),
               "training: the output does not depend on anything that can be trained");
        plan_backward();
        for (std::size_t shard = 0; shard < plan_.shard_count; ++shard) {
            auto* block = reinterpret_cast<std::byte*>(
                allocate((scratch_bytes_ + sizeof(float) - 1) / sizeof(float) + 16));
            for (const auto& use : scratch_users_) {
                use(shard, block);
            }
        }
    }

    const Graph& graph() const override { return plan_.graph; }

    std::size_t shards() const override { return plan_.shard_count; }

    std::int64_t shard_size() const override { return plan_.shard_samples; }

    const PlanValue& value(ValueId id) const override { return plan_.values.at(at(id)); }

    bool is_activation(ValueId id) const override {
        return id != kNoValue && !plan_.constants.at(at(id)).defined();
    }

    TrainParameter* trainable(ValueId id) override {
        const auto found = trainables_.find(at(id));
        return found == trainables_.end() ? nullptr : found->second;
    }

    std::size_t readers(ValueId id) const override { return uses_.consumers(id).size(); }

    const Tensor* constant(ValueId id) const override {
        if (id == kNoValue) {
            return nullptr;
        }
        const auto found = trainables_.find(at(id));
        if (found == trainables_.end()) {
            return &plan_.constants.at(at(id));
        }
        return found->second->coded.defined() ? &found->second->coded : &found->second->latent;
    }

    Tensor& statistic(ValueId id) override {
        for (const auto& known : plan_.statistics) {
            if (known->id == id) {
                return known->value;
            }
        }
        const Parameter* parameter = plan_.graph.parameter(id);
        expect(parameter != nullptr, "value {}: running statistic is no parameter",
               plan_.graph.value(id).name);
        auto made = std::make_unique<TrainStatistic>();
        made->id = id;
        made->name = plan_.graph.value(id).name;
        made->value = parameter->effective();
        plan_.statistics.push_back(std::move(made));
        return plan_.statistics.back()->value;
    }

    const std::uint64_t& step_seed() const override { return plan_.step_seed; }

    float* define(ValueId id, Layout layout) override {
        PlanValue& made = plan_.values.at(at(id));
        made.data = allocate(floats(layout));
        made.layout = std::move(layout);
        return made.data;
    }

    void define_shared(ValueId id, Layout layout, ValueId other) override {
        PlanValue& made = plan_.values.at(at(id));
        made.data = value(other).data;
        made.layout = std::move(layout);
    }

    float* allocate(std::size_t count) override {
        plan_.memory.emplace_back(DType::Float32, Shape{static_cast<std::int64_t>(count)});
        return plan_.memory.back().writable<float>().data();
    }

    void request_scratch(std::size_t bytes,
                         std::function<void(std::size_t, std::byte*)> use) override {
        scratch_bytes_ = std::max(scratch_bytes_, bytes);
        scratch_users_.push_back(std::move(use));
    }

    void on_prepare(std::function<void()> work) override {
        plan_.prepares.push_back(std::move(work));
    }

    void on_collect(TrainParameter& parameter, std::function<void(std::span<float>)> add) override {
        for (std::size_t i = 0; i < plan_.parameters.size(); ++i) {
            if (plan_.parameters[i].get() == &parameter) {
                plan_.collectors[i].push_back(std::move(add));
                return;
            }
        }
    }

    void on_reduce(std::vector<float*> buffers, std::size_t count) override {
        for (std::size_t begin = 0; begin < count; begin += kReduceGrain) {
            const std::size_t size = std::min(kReduceGrain, count - begin);
            plan_.reductions.push_back([buffers, begin, size] {
                for (std::size_t gap = 1; gap < buffers.size(); gap *= 2) {
                    for (std::size_t i = 0; i + gap < buffers.size(); i += 2 * gap) {
                        float* to = buffers[i] + begin;
                        const float* from = buffers[i + gap] + begin;
                        for (std::size_t k = 0; k < size; ++k) {
                            to[k] += from[k];
                        }
                    }
                }
            });
        }
    }

    GradTarget grad_target(ValueId input) override {
        if (!is_activation(input) || !value(input).wants_grad) {
            return {};
        }
        PlanValue& target = plan_.values.at(at(input));
        if (target.grad == nullptr) {
            target.grad = take_grad(floats(target.layout));
        }
        return {target.grad, std::exchange(target.grad_written, true)};
    }

    bool take_over_grad(ValueId input, ValueId output) override {
        if (!is_activation(input) || !value(input).wants_grad || value(input).grad != nullptr ||
            value(input).layout.elements() != value(output).layout.elements() ||
            taken_over_.contains(at(output))) {
            return false;
        }
        PlanValue& target = plan_.values.at(at(input));
        target.grad = value(output).grad;
        target.grad_written = true;
        taken_over_.emplace(at(output), at(input));
        return true;
    }

private:
    /// True for a value of the loss whose gradient goes somewhere.
    [[nodiscard]] bool looked_at(ValueId id) const {
        return value(id).data != nullptr && value(id).wants_grad;
    }

    [[nodiscard]] Layout plain_layout(ValueId id) const {
        const auto& dims = value(id).type.shape.dims();
        return {Shape(std::vector<std::int64_t>(dims.begin() + 1, dims.end())), 1};
    }

    [[nodiscard]] std::size_t floats(const Layout& layout) const {
        return layout.elements() * plan_.shard_count *
               static_cast<std::size_t>(plan_.shard_samples);
    }

    /// A buffer that another gradient of this very size is done with, or a new one. Only equal
    /// sizes: then shards lie alike, and a fast shard can not run into a slow one's data.
    float* take_grad(std::size_t count) {
        auto& free = free_grads_[count];
        if (free.empty()) {
            return allocate(count);
        }
        float* buffer = free.back();
        free.pop_back();
        return buffer;
    }

    void release_grads(const Node& node) {
        for (const ValueId output : node.outputs) {
            if (output == kNoValue || value(output).grad == nullptr ||
                output == plan_.outputs.front() || taken_over_.contains(at(output))) {
                continue;
            }
            free_grads_[floats(value(output).layout)].push_back(value(output).grad);
        }
    }

    /// Every activation must have the batch as its first axis and nothing else made of it.
    void check_batch_axes() {
        for (const Node& node : plan_.graph.nodes) {
            for (const ValueId output : node.outputs) {
                if (!is_activation(output)) {
                    continue;
                }
                const Shape& shape = value(output).type.shape;
                if (shape.rank() < 1 || shape[0] != plan_.shard_samples ||
                    value(output).type.dtype != DType::Float32) {
                    fail(ErrorCode::Unsupported,
                         "node {} ({}): output {} {} mixes the samples of a batch or is not "
                         "float32, which training does not do",
                         node.name, node.op, dtype_name(value(output).type.dtype), shape.str());
                }
            }
        }
    }

    [[nodiscard]] bool trains(const Node& node) const {
        return !options_.trains || options_.trains(node);
    }

    /// What a value is rounded to learns with the layers that read it.
    [[nodiscard]] bool learns(const Node& grid) const {
        const auto& readers = uses_.consumers(grid.outputs.at(0));
        return learning_activations(options_) != ActivationMethod::None &&
               std::ranges::any_of(readers,
                                   [&](std::size_t i) { return trains(plan_.graph.nodes[i]); });
    }

    /// Of the grid of a value: its step, or its bound, which decays as weights do (PACT).
    void make_grid(ValueId id) {
        plan_.parameters.push_back(make_parameter(id, *plan_.graph.parameter(id)));
        TrainParameter& made = *plan_.parameters.back();
        made.positive = true;
        made.stream = static_cast<std::uint64_t>(id);
        const auto found = std::ranges::find(plan_.all_grids, id, &GridOfValue::number);
        made.decays = found->bound;
        trainables_.emplace(at(id), &made);
        plan_.grids.emplace_back(*found, &made);
    }

    /// Gives a weight its quantiser, and the plan what learns of it.
    void quantise(TrainParameter& weight) {
        const auto found = options_.quantisers.find(weight.id);
        if (found != options_.quantisers.end()) {
            weight.quantiser = found->second;
        } else if (options_.learn_codes && weight.code) {
            weight.quantiser = code_quantiser(weight.code);
        }
        if (!weight.quantiser) {
            return;
        }
        weight.code = nullptr;
        weight.limit = std::max(weight.limit, weight.quantiser->limit());
        if (const std::vector<float> begin = weight.quantiser->numbers(); !begin.empty()) {
            const Shape shape{static_cast<std::int64_t>(begin.size())};
            auto made = std::make_unique<TrainParameter>();
            made->id = kNoValue;
            made->name = weight.name + ".levels";
            made->latent = Tensor::of<float>(shape, begin);
            made->gradient = Tensor(DType::Float32, shape);
            made->positive = weight.quantiser->positive();
            made->stream = static_cast<std::uint64_t>(weight.id) + kNumberStream;
            weight.numbers = made.get();
            plan_.parameters.push_back(std::move(made));
        }
        weight.coded =
            weight.quantiser->forward(weight.latent, weight.learnt_numbers(), std::nullopt);
    }

    void make_parameters() {
        for (const Node& node : plan_.graph.nodes) {
            if (node.op == kUniformGrid && learns(node)) {
                make_grid(node.inputs[1]);
            }
            if (is_inserted(node) || !trains(node)) {
                continue;
            }
            for (const ValueId id : trainable_inputs(plan_.graph, node)) {
                const Parameter* parameter = plan_.graph.parameter(id);
                if (parameter == nullptr || trainables_.contains(at(id)) ||
                    parameter->latent().dtype() != DType::Float32) {
                    continue;
                }
                plan_.parameters.push_back(make_parameter(id, *parameter));
                plan_.parameters.back()->decays = is_weight(node, id);
                restrict_numbers(*plan_.parameters.back(), node);
                trainables_.emplace(at(id), plan_.parameters.back().get());
                quantise(*plan_.parameters.back());
            }
        }
        plan_.collectors.resize(plan_.parameters.size());
        if (plan_.parameters.empty()) {
            fail(ErrorCode::Usage, "training: no layer that is to be trained has parameters");
        }
    }

    /// A matrix that inputs are multiplied with, or a table of vectors: no bias (those of LSTM and
    /// GRU are matrices too), no scale.
    [[nodiscard]] bool is_weight(const Node& node, ValueId id) const {
        const auto weights = mac_weights(plan_.graph, node);
        return plan_.graph.parameter(id)->shape().rank() > 1 &&
               (node.op == "Gather" || std::ranges::find(weights, id) != weights.end());
    }

    [[nodiscard]] std::unique_ptr<TrainParameter> make_parameter(ValueId id,
                                                                 const Parameter& parameter) const {
        auto made = std::make_unique<TrainParameter>();
        made->id = id;
        made->name = plan_.graph.value(id).name;
        made->latent = Tensor::of<float>(parameter.shape(), parameter.latent().data<float>());
        made->gradient = Tensor(DType::Float32, parameter.shape());
        made->code = parameter.code();
        if (parameter.has_mask()) {
            made->mask = parameter.mask();
            const auto keep = made->mask.data<bool>();
            const auto latent = made->latent.writable<float>();
            for (std::size_t i = 0; i < keep.size(); ++i) {
                latent[i] = keep[i] ? latent[i] : 0.0F;
            }
        }
        if (made->code) {
            made->coded = made->code->project(made->latent);
        }
        return made;
    }

    /// Weights that are restricted are copies of the latents from the start.
    void restrict_numbers(TrainParameter& parameter, const Node& node) const {
        parameter.stream = static_cast<std::uint64_t>(parameter.id);
        parameter.restricted = parameter.decays && options_.numerics.any() &&
                               is_numeric_layer(node) && options_.numerics.covers(node);
        const NumericHook& hook = options_.numerics[NumericObject::Weight];
        if (parameter.restricted && hook.bits > 0 && hook.scale == GridScale::Unit) {
            const int update_bits = options_.numerics[NumericObject::Update].bits;
            parameter.unit = weight_unit(node, parameter.latent.shape(), hook.bits);
            parameter.limit = parameter.unit * (1 - std::ldexp(2.0F, -std::max(update_bits, 2)));
        }
        if (parameter.restricted && hook.any() && !parameter.coded.defined()) {
            parameter.coded =
                Tensor::of<float>(parameter.latent.shape(), parameter.latent.data<float>());
        }
    }

    /// Of all operators without a gradient, these are the ones whose slope is not zero.
    static void refuse_a_missing_gradient(const Node& node, bool wanted) {
        constexpr std::array<std::string_view, 3> kSloping{"Mod", "QuantizeLinear",
                                                           "DequantizeLinear"};
        if (wanted && std::ranges::find(kSloping, node.op) != kSloping.end()) {
            throw Error(ErrorCode::Unsupported,
                        fmt::format("node {}: operator {} has no gradient, and layers before it "
                                    "are to be trained",
                                    node.name, node.op),
                        "train only the layers behind it");
        }
    }

    void mark_gradients() {
        for (const Node& node : plan_.graph.nodes) {
            const bool wants = std::ranges::any_of(node.inputs, [&](ValueId id) {
                return id != kNoValue && (trainables_.contains(at(id)) || value(id).wants_grad);
            });
            const Op* op = find_op(node.op);
            if (op != nullptr && !op->differentiable()) {
                refuse_a_missing_gradient(node, wants);
                continue; // constant but for steps: the gradient is zero
            }
            for (const ValueId output : node.outputs) {
                if (output != kNoValue) {
                    plan_.values.at(at(output)).wants_grad = wants;
                }
            }
        }
    }

    void plan_forward() {
        std::vector<bool> done(plan_.graph.nodes.size(), false);
        for (std::size_t i = 0; i < plan_.graph.nodes.size(); ++i) {
            const Node& node = plan_.graph.nodes[i];
            if (done[i] ||
                std::ranges::none_of(node.outputs, [&](ValueId id) { return is_activation(id); })) {
                continue;
            }
            located("node " + node.name, [&] { plan_.nodes.push_back(make(i, done)); });
        }
    }

    /// The step for node `i`, with whatever it takes in beside it marked as done.
    std::unique_ptr<PlanNode> make(std::size_t i, std::vector<bool>& done) {
        const Node& node = plan_.graph.nodes[i];
        std::unique_ptr<PlanNode> made;
        std::vector<const Node*> chain{&node};
        const BatchNormMode norm{.frozen = options_.freeze_batch_norm,
                                 .late = &plan_.norm_stays,
                                 .momentum = options_.batch_norm_momentum,
                                 .statistics = options_.numerics[NumericObject::Statistics]};
        if (node.op == "BatchNormalization" && options_.l1_batch_norm && !norm.frozen) {
            made = l1_batch_norm_node(node, norm);
        } else if (node.op == "BatchNormalization") {
            if (options_.fast) {
                chain = norm_chain(plan_.graph, uses_, i, [&](ValueId a, ValueId b) {
                    return value(a).layout == value(b).layout;
                });
            }
            made = batch_norm_node(*this, chain, norm);
            for (const Node* taken : chain) {
                done[static_cast<std::size_t>(taken - plan_.graph.nodes.data())] = true;
            }
        }
        using Maker = std::unique_ptr<PlanNode> (*)(const PlanContext&, const Node&);
        static constexpr Maker kAlways[] = {fake_quantise_node, uniform_grid_node, dropout_node,
                                            embedding_node};
        static constexpr Maker kFast[] = {
            conv_node,           pool_node,   linear_node,    clamp_node,  add_node,
            global_average_node, gather_node, recurrent_node, squash_node, bias_node,
            binary_node,         unary_node,  sample_sum_node};
        made = made ? std::move(made) : numeric_node(plan_.numerics, node);
        for (const Maker maker : kAlways) {
            made = made ? std::move(made) : maker(*this, node);
        }
        if (options_.fast) {
            for (const Maker maker : kFast) {
                made = made ? std::move(made) : maker(*this, node);
            }
        }
        made = made ? std::move(made) : generic_node(*this, node);
        made->plan_forward(*this, plan_.forward);
        outputs_.push_back(chain.back());
        return made;
    }

    void plan_backward() {
        for (const ValueId id : plan_.outputs) {
            if (looked_at(id)) {
                PlanValue& output = plan_.values[at(id)];
                output.grad = take_grad(floats(output.layout));
                output.grad_written = true;
            }
        }
        for (std::size_t i = plan_.nodes.size(); i-- > 0;) {
            const Node& last = *outputs_[i];
            const bool reached = std::ranges::any_of(
                last.outputs, [&](ValueId id) { return id != kNoValue && value(id).grad_written; });
            if (reached) {
                located("node " + last.name,
                        [&] { plan_.nodes[i]->plan_backward(*this, plan_.backward); });
                release_grads(last);
            }
        }
    }

    BuiltPlan& plan_;
    const TrainPlanOptions& options_;
    Uses uses_;
    std::unordered_map<std::size_t, TrainParameter*> trainables_;
    std::vector<const Node*> outputs_; ///< last node of each step
    std::map<std::size_t, std::vector<float*>> free_grads_;
    std::unordered_map<std::size_t, std::size_t> taken_over_;
    std::size_t scratch_bytes_ = 0;
    std::vector<std::function<void(std::size_t, std::byte*)>> scratch_users_;
};

} // namespace

std::unique_ptr<BuiltPlan> build_plan(const Graph& graph, std::int64_t batch,
                                      const TrainPlanOptions& options) {
    expect(batch > 0, "training: batch of {}, expected at least 1", batch);
    auto plan = std::make_unique<BuiltPlan>();
    plan->shard_count = TrainPlan::shards_of(batch);
    plan->shard_samples = batch / static_cast<std::int64_t>(plan->shard_count);
    TrainGraph rewritten = rewrite_for_training(graph, plan->shard_samples, options.loss_values,
                                                options.numerics, learning_activations(options));
    plan->graph = std::move(rewritten.graph);
    plan->input = plan->graph.inputs.front();
    plan->outputs = plan->graph.outputs;
    plan->looked_at = std::move(rewritten.looked_at);
    plan->all_grids = std::move(rewritten.grids);
    plan->values.resize(plan->graph.value_count());
    for (std::size_t i = 0; i < plan->values.size(); ++i) {
        plan->values[i].type = rewritten.types[i];
    }
    plan->constants = std::move(rewritten.constants);
    plan->numerics = options.numerics;
    Builder(*plan, options).build();
    return plan;
}

} // namespace espalier
