// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/train_plan.h"

#include "core/base/counter_rng.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/plan/builder.h"
#include "core/train/plan/finite.h"
#include "core/train/plan/loss_exchange.h"

#include <algorithm>
#include <optional>

namespace espalier {

namespace {

/// Phases between two barriers: run shard by shard, or tile by tile.
void run(const std::vector<Phase>& phases, std::size_t shards) {
    for (std::size_t begin = 0; begin < phases.size();) {
        if (phases[begin].tiles > 0) {
            parallel_for(phases[begin].tiles, phases[begin].body);
            ++begin;
            continue;
        }
        std::size_t end = begin;
        while (end < phases.size() && phases[end].tiles == 0) {
            ++end;
        }
        parallel_for(shards, [&](std::size_t shard) {
            for (std::size_t i = begin; i < end; ++i) {
                phases[i].body(shard);
            }
        });
        begin = end;
    }
}

} // namespace

class TrainPlan::Impl {
public:
    Impl(const Graph& graph, std::int64_t batch, TrainPlanOptions options)
        : original_(graph)
        , plan_(build_plan(graph, batch, options))
        , numerics_(options.numerics)
        , helpers_(!options.loss_values.empty())
        , exchange_(*plan_)
        , seed_(options.seed) {}

    BatchLoss forward(const Loss& loss, const LossTargets& targets, std::uint64_t step) {
        plan_->step_seed = seed_ * 0x9e3779b97f4a7c15ULL + step;
        prepare();
        run(plan_->forward, plan_->shard_count);
        return exchange_.run(loss, targets);
    }

    void backward() {
        run(plan_->backward, plan_->shard_count);
        parallel_for(plan_->reductions.size(), [&](std::size_t i) { plan_->reductions[i](); });
        parallel_for(plan_->parameters.size(), [&](std::size_t i) {
            const auto gradient = plan_->parameters[i]->gradient.writable<float>();
            std::fill(gradient.begin(), gradient.end(), 0.0F);
            for (const auto& add : plan_->collectors[i]) {
                add(gradient);
            }
        });
        parallel_for(plan_->parameters.size(), [&](std::size_t i) {
            TrainParameter& weight = *plan_->parameters[i];
            if (weight.quantiser) {
                weight.quantiser->backward(
                    {.latent = weight.latent,
                     .numbers = weight.learnt_numbers(),
                     .kept =
                         weight.mask.defined() ? weight.mask.data<bool>() : std::span<const bool>(),
                     .gradient = weight.gradient.writable<float>(),
                     .by_numbers = weight.numbers == nullptr
                                       ? std::span<float>()
                                       : weight.numbers->gradient.writable<float>()});
            }
        });
    }

    void prepare() {
        if (!changed_) {
            return;
        }
        parallel_for(plan_->parameters.size(), [&](std::size_t i) {
            TrainParameter& parameter = *plan_->parameters[i];
            if (parameter.coded.defined()) {
                parameter.coded = seen_weights(parameter, true);
            }
        });
        parallel_for(plan_->prepares.size(), [&](std::size_t i) { plan_->prepares[i](); });
        changed_ = false;
    }

    [[nodiscard]] std::size_t batch() const {
        return plan_->shard_count * static_cast<std::size_t>(plan_->shard_samples);
    }

    [[nodiscard]] Graph result() const {
        Graph graph = original_;
        for (const auto& parameter : plan_->parameters) {
            if (static_cast<std::size_t>(parameter->id) >= graph.value_count()) {
                continue; // numbers of a code
            }
            const CodePtr code =
                parameter->quantiser
                    ? parameter->quantiser->code(parameter->latent, parameter->learnt_numbers())
                    : parameter->code;
            graph.set_parameter(parameter->id, graph.parameter(parameter->id)
                                                   ->with_code(code)
                                                   .with_latent(seen_weights(*parameter, false)));
        }
        for (const auto& [grid, number] : plan_->grids) {
            const auto& code = dynamic_cast<const AffineCode&>(*graph.value(grid.value).code);
            const float learnt = number->latent.data<float>()[0];
            const float step = grid.bound ? learnt / static_cast<float>(code.high()) : learnt;
            graph.value(grid.value).code =
                std::make_shared<AffineCode>(code.bits(), code.is_signed(), code.narrow(), -1,
                                             std::vector<float>{step}, code.zero_points());
        }
        for (const auto& statistic : plan_->statistics) {
            graph.set_parameter(statistic->id,
                                graph.parameter(statistic->id)->with_latent(statistic->value));
        }
        if (helpers_) {
            graph.tidy();
        }
        return graph;
    }

    Graph original_;
    std::unique_ptr<BuiltPlan> plan_;
    bool changed_ = true;

private:
    /// What the network sees of a parameter: its code's and its hook's idea of it. `training`
    /// leaves stochastic rounding on; a finished network has the nearest levels.
    [[nodiscard]] Tensor seen_weights(const TrainParameter& parameter, bool training) const {
        const std::uint64_t key = counter_key(plan_->step_seed, parameter.stream);
        const Tensor coded =
            parameter.quantiser
                ? parameter.quantiser->forward(parameter.latent, parameter.learnt_numbers(),
                                               training ? std::optional(key) : std::nullopt)
            : parameter.code ? parameter.code->project(parameter.latent)
                             : parameter.latent;
        NumericHook hook = numerics_[NumericObject::Weight];
        if (!parameter.restricted || !hook.any()) {
            return coded;
        }
        Tensor seen = Tensor::of<float>(coded.shape(), coded.data<float>());
        hook.rounding = training ? hook.rounding : Rounding::Nearest;
        apply_hook(hook, key, seen.writable<float>(), parameter.unit);
        return seen;
    }

    Numerics numerics_;
    bool helpers_; ///< the graph may have nodes that only the loss looks at
    LossExchange exchange_;
    std::uint64_t seed_;
};

TrainPlan::TrainPlan(const Graph& graph, std::int64_t batch, TrainPlanOptions options)
    : impl_(std::make_unique<Impl>(graph, batch, std::move(options))) {}

TrainPlan::~TrainPlan() = default;

std::int64_t TrainPlan::batch() const {
    return static_cast<std::int64_t>(impl_->batch());
}

std::size_t TrainPlan::classes() const {
    return score_axes(output_shape()).classes;
}

std::size_t TrainPlan::shards_of(std::int64_t batch) {
    // Small shards stay in the cache from one layer to the next; many keep all cores busy.
    constexpr std::int64_t kMost = 16;
    for (std::int64_t shards = std::min(kMost, batch); shards > 1; --shards) {
        if (batch % shards == 0) {
            return static_cast<std::size_t>(shards);
        }
    }
    return 1;
}

Shape TrainPlan::input_shape() const {
    Shape shape = impl_->plan_->values[static_cast<std::size_t>(impl_->plan_->input)].type.shape;
    shape[0] = batch();
    return shape;
}

std::span<float> TrainPlan::input() {
    const PlanValue& value = impl_->plan_->values[static_cast<std::size_t>(impl_->plan_->input)];
    return {value.data, impl_->batch() * value.layout.elements()};
}

Shape TrainPlan::output_shape() const {
    const ValueId output = impl_->plan_->outputs.front();
    Shape shape = impl_->plan_->values[static_cast<std::size_t>(output)].type.shape;
    shape[0] = batch();
    return shape;
}

BatchLoss TrainPlan::forward(const Loss& loss, const LossTargets& targets, std::uint64_t step) {
    return impl_->forward(loss, targets, step);
}

std::string TrainPlan::where_not_finite() const {
    return first_not_finite(*impl_->plan_);
}

void TrainPlan::backward() {
    impl_->backward();
}

const std::vector<std::unique_ptr<TrainParameter>>& TrainPlan::parameters() const {
    return impl_->plan_->parameters;
}

void TrainPlan::parameters_changed() {
    impl_->changed_ = true;
}

void TrainPlan::keep_norm_statistics() {
    impl_->plan_->norm_stays = true;
}

const std::vector<std::unique_ptr<TrainStatistic>>& TrainPlan::statistics() const {
    return impl_->plan_->statistics;
}

std::vector<std::string> TrainPlan::kernels() const {
    std::vector<std::string> names;
    for (const auto& node : impl_->plan_->nodes) {
        for (std::string& name : node->kernels()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

Graph TrainPlan::result() const {
    return impl_->result();
}

} // namespace espalier
