// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/train_plan.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/train/loss.h"
#include "core/train/plan/builder.h"

#include <algorithm>

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
        , seed_(options.seed) {
        losses_.resize(plan_->shard_count);
        corrects_.resize(plan_->shard_count);
        scores_.resize(static_cast<std::size_t>(batch) * plan_->classes);
        gradients_.resize(scores_.size());
        offsets_ = plan_->values[static_cast<std::size_t>(plan_->scores)].layout.offsets();
    }

    BatchLoss forward(std::span<const int> labels, std::uint64_t step) {
        expect(labels.size() == batch(), "training: {} labels, expected {}", labels.size(),
               batch());
        plan_->step_seed = seed_ * 0x9e3779b97f4a7c15ULL + step;
        prepare();
        run(plan_->forward, plan_->shard_count);
        parallel_for(plan_->shard_count, [&](std::size_t shard) { score(shard, labels); });
        BatchLoss result;
        for (std::size_t shard = 0; shard < plan_->shard_count; ++shard) {
            result.loss += losses_[shard];
            result.correct += corrects_[shard];
        }
        result.loss /= static_cast<double>(batch());
        return result;
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
    }

    void prepare() {
        if (!changed_) {
            return;
        }
        parallel_for(plan_->parameters.size(), [&](std::size_t i) {
            TrainParameter& parameter = *plan_->parameters[i];
            if (parameter.code) {
                parameter.coded = parameter.code->project(parameter.latent);
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
            graph.set_parameter(parameter->id,
                                graph.parameter(parameter->id)
                                    ->with_latent(parameter->code
                                                      ? parameter->code->project(parameter->latent)
                                                      : parameter->latent));
        }
        for (const auto& statistic : plan_->statistics) {
            graph.set_parameter(statistic->id,
                                graph.parameter(statistic->id)->with_latent(statistic->value));
        }
        return graph;
    }

    Graph original_;
    std::unique_ptr<BuiltPlan> plan_;
    bool changed_ = true;

private:
    /// Scores of one shard, its loss, and the gradient with which the backward pass begins.
    void score(std::size_t shard, std::span<const int> labels) {
        const PlanValue& value = plan_->values[static_cast<std::size_t>(plan_->scores)];
        const auto samples = static_cast<std::size_t>(plan_->shard_samples);
        const std::size_t classes = plan_->classes;
        const std::size_t stride = value.layout.elements();
        const std::span<float> scores(scores_.data() + shard * samples * classes,
                                      samples * classes);
        const std::span<float> gradients(gradients_.data() + shard * samples * classes,
                                         samples * classes);
        for (std::size_t n = 0; n < samples; ++n) {
            const float* from = value.data + (shard * samples + n) * stride;
            for (std::size_t k = 0; k < classes; ++k) {
                scores[n * classes + k] = from[offsets_[k]];
            }
        }
        const auto own = labels.subspan(shard * samples, samples);
        losses_[shard] = softmax_cross_entropy(scores, own, classes,
                                               1.0 / static_cast<double>(batch()), gradients);
        corrects_[shard] = 0;
        for (std::size_t n = 0; n < samples; ++n) {
            const auto row = scores.begin() + static_cast<std::ptrdiff_t>(n * classes);
            const auto best = std::max_element(row, row + static_cast<std::ptrdiff_t>(classes));
            corrects_[shard] += best - row == own[n] ? 1U : 0U;
            float* to = value.grad + (shard * samples + n) * stride;
            for (std::size_t k = 0; k < classes; ++k) {
                to[offsets_[k]] = gradients[n * classes + k];
            }
        }
    }

    std::uint64_t seed_;
    std::vector<double> losses_;
    std::vector<std::size_t> corrects_;
    std::vector<float> scores_;
    std::vector<float> gradients_;
    std::vector<std::uint32_t> offsets_;
};

TrainPlan::TrainPlan(const Graph& graph, std::int64_t batch, TrainPlanOptions options)
    : impl_(std::make_unique<Impl>(graph, batch, std::move(options))) {}

TrainPlan::~TrainPlan() = default;

std::int64_t TrainPlan::batch() const {
    return static_cast<std::int64_t>(impl_->batch());
}

std::size_t TrainPlan::classes() const {
    return impl_->plan_->classes;
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

BatchLoss TrainPlan::forward(std::span<const int> labels, std::uint64_t step) {
    return impl_->forward(labels, step);
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
