// SPDX-License-Identifier: GPL-3.0-or-later
// What the steps of a training plan are made of. A plan cuts the batch into shards whose number
// does not depend on the threads; a node contributes phases, each a function called once for every
// shard (or for every tile of its own choosing), and everything that crosses shards is summed over
// a fixed tree: same seed, same bits, whatever the threads.
#pragma once

#include "core/graph/graph.h"
#include "core/graph/infer.h"
#include "core/train/plan/layout.h"
#include "core/train/quantise/weight_quantiser.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace espalier {

/// A parameter in training, or numbers that learn of how another one or a value is quantised (its
/// id is then no value of the network). `latent` moves; the forward pass sees code(latent), and the
/// latent is masked after every update.
struct TrainParameter {
    ValueId id{};
    std::string name;
    Tensor latent;
    std::vector<Tensor> states; ///< of the optimiser, shaped like the latent
    Tensor gradient;
    Tensor mask;                       ///< Bool; undefined where nothing is pruned
    CodePtr code;                      ///< nullptr where the forward pass sees the latent itself
    WeightQuantiserPtr quantiser;      ///< in the place of a code; nullptr where there is none
    TrainParameter* numbers = nullptr; ///< of the quantiser; nullptr where none learn
    Tensor coded; ///< what a code, quantiser or hook makes of the latent; undefined without any
    bool decays = false; ///< weight decay applies: a weight, no bias
    /// Whether the numeric hooks of weights, gradients and updates cover it.
    bool restricted = false;
    std::uint64_t stream = 0; ///< of its random numbers
    float unit = 1;           ///< what a hook's grid from -1 to 1 means to it
    float limit = 0;          ///< the largest a latent may become; 0: as large as it likes
    bool positive = false;    ///< stays above zero: a step at most halves it

    /// What learns of the quantiser.
    [[nodiscard]] std::span<const float> learnt_numbers() const {
        return numbers == nullptr ? std::span<const float>() : numbers->latent.data<float>();
    }

    /// What the forward pass sees.
    [[nodiscard]] const Tensor& effective() const { return coded.defined() ? coded : latent; }
};

/// Running statistics of a batch normalisation.
struct TrainStatistic {
    ValueId id{};
    std::string name;
    Tensor value;
};

struct PlanValue {
    TensorType type; ///< of one shard
    Layout layout;
    float* data = nullptr; ///< shards x samples x layout.elements(); nullptr for constants
    float* grad = nullptr; ///< the same, while the plan's backward pass has use for it
    bool wants_grad = false;
    bool grad_written = false; ///< while planning: some consumer has written its share
};

/// Work of one node: body(shard) for every shard, or body(i) for i in [0, tiles) after everything
/// before it and before everything after it.
struct Phase {
    std::size_t tiles = 0; ///< 0: one call for each shard
    std::function<void(std::size_t)> body;
};

/// Where a node puts the gradient of one of its inputs.
struct GradTarget {
    float* data = nullptr; ///< nullptr where nobody wants it
    bool add = false;      ///< others have written before
};

/// What nodes see of the plan they become part of.
class PlanContext {
public:
    virtual ~PlanContext() = default;

    [[nodiscard]] virtual const Graph& graph() const = 0;
    [[nodiscard]] virtual std::size_t shards() const = 0;
    /// Samples of one shard.
    [[nodiscard]] virtual std::int64_t shard_size() const = 0;
    [[nodiscard]] virtual const PlanValue& value(ValueId id) const = 0;
    /// True for a value that flows from the input; false for parameters and absent inputs.
    [[nodiscard]] virtual bool is_activation(ValueId id) const = 0;
    /// nullptr where `id` is no trainable parameter.
    [[nodiscard]] virtual TrainParameter* trainable(ValueId id) = 0;
    /// How many nodes read the parameter.
    [[nodiscard]] virtual std::size_t readers(ValueId id) const = 0;
    /// The constant or (trainable) effective tensor of a parameter; stays where it is.
    [[nodiscard]] virtual const Tensor* constant(ValueId id) const = 0;
    /// The running statistic behind a parameter.
    [[nodiscard]] virtual Tensor& statistic(ValueId id) = 0;
    /// Seed of everything random in the step that runs; lives as long as the plan and changes with
    /// every step. (The context itself is there during planning only.)
    [[nodiscard]] virtual const std::uint64_t& step_seed() const = 0;

    /// Gives `id` memory in `layout`; once, by the node that makes it.
    virtual float* define(ValueId id, Layout layout) = 0;
    /// Lets `id` have its data where `other` has it.
    virtual void define_shared(ValueId id, Layout layout, ValueId other) = 0;
    /// Floats that live as long as the plan, zero at first, 64-byte aligned.
    virtual float* allocate(std::size_t count) = 0;
    /// One block for each shard, shared by all nodes, of at least `bytes`: contents do not outlive
    /// a phase. The address is known when `use` is called, after all nodes were planned.
    virtual void request_scratch(std::size_t bytes,
                                 std::function<void(std::size_t shard, std::byte*)> use) = 0;

    /// Runs before a forward pass, in any order, whenever parameters changed.
    virtual void on_prepare(std::function<void()> work) = 0;
    /// A share of a parameter's gradient: called after the backward pass; is to add to `gradient`,
    /// which is row-major.
    virtual void on_collect(TrainParameter& parameter,
                            std::function<void(std::span<float> gradient)> add) = 0;
    /// Sums buffers[1..] into buffers[0] over a fixed tree, `count` floats each, after the
    /// backward pass and before any on_collect.
    virtual void on_reduce(std::vector<float*> buffers, std::size_t count) = 0;

    /// While the backward pass is planned, in the order in which it will run: the gradient of an
    /// input. The first to ask overwrites it, the others add.
    virtual GradTarget grad_target(ValueId input) = 0;
    /// Lets the gradient of `input` begin as the buffer (and so with the content) of `output`'s,
    /// where `input` wants one and nobody has written it: true. The node does not touch the
    /// buffer's content after the phase in which it last writes it.
    virtual bool take_over_grad(ValueId input, ValueId output) = 0;
};

/// Elements of one shard of a value, the filling included.
[[nodiscard]] inline std::size_t shard_floats(const PlanContext& context, ValueId id) {
    return context.value(id).layout.elements() * static_cast<std::size_t>(context.shard_size());
}

class PlanNode {
public:
    virtual ~PlanNode() = default;

    /// Appends the phases of the forward pass. Inputs are defined; defines the outputs.
    virtual void plan_forward(PlanContext& context, std::vector<Phase>& phases) = 0;
    /// Appends the phases of the backward pass; called in reverse order of the nodes.
    virtual void plan_backward(PlanContext& context, std::vector<Phase>& phases) = 0;

    /// Library kernels behind the phases, by name.
    [[nodiscard]] virtual std::vector<std::string> kernels() const { return {}; }
};

} // namespace espalier
