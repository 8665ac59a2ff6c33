// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/workspace.h"

#include "app/session/workload.h"
#include "core/analysis/storage.h"
#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace espalier {

namespace {

/// Pictures of the training split that techniques may check themselves on without seeing the test
/// split.
constexpr std::size_t kHeldOut = 1000;
constexpr int kLatencyRuns = 30;

} // namespace

Workspace::Workspace(Network network)
    : network_(std::move(network))
    , cache_(std::make_shared<StepCache>()) {}

void Workspace::set_data(std::string name, DatasetPtr train, DatasetPtr test) {
    data_name_ = std::move(name);
    train_ = std::move(train);
    test_ = std::move(test);
}

void Workspace::set_accelerator(AcceleratorChoice choice) {
    oracle_ = std::make_shared<const AcceleratorOracle>(choice);
    accelerator_ = std::move(choice);
}

void Workspace::set_variants(NamedNetworks variants) {
    variants_ = std::make_shared<const NamedNetworks>(std::move(variants));
}

Metrics Workspace::measure(const Graph& graph, bool latency, const Job& job) const {
    Metrics metrics;
    metrics.account = account(graph);
    metrics.stored_bytes = stored_bytes(graph);
    if (test_) {
        metrics.accuracy = evaluate(graph, *test_, network_.preprocess, job);
    }
    if (latency) {
        metrics.latency = bench(graph, {.batch = 1, .runs = kLatencyRuns}, job).latency;
    }
    if (accelerator_) {
        metrics.model = estimate(graph, *accelerator_, job);
    }
    return metrics;
}

Context Workspace::context(std::uint64_t seed, const Job& job) const {
    Context context;
    context.job = job;
    context.seed = seed;
    context.train = train_;
    context.test = test_;
    context.preprocess = network_.preprocess;
    context.teacher = &network_.graph;
    context.variants = variants_.get();
    context.oracle = oracle_.get();
    if (train_) {
        context.evaluate = [this, job](const Graph& graph) {
            return evaluate(graph, *limited(train_, kHeldOut), network_.preprocess, job).top1;
        };
    }
    return context;
}

std::vector<StepStanding> Workspace::follow(const Recipe& recipe, std::uint64_t seed,
                                            const Job& job) const {
    return follow_recipe(network_.graph, recipe, context(seed, job), *cache_);
}

std::vector<StepOutcome> Workspace::run(const Recipe& recipe, std::uint64_t seed, const Job& job,
                                        const TrainObserver& observer) const {
    Context context = this->context(seed, job);
    context.observer = observer;
    return run_recipe(network_.graph, recipe, context, cache_.get());
}

Shaping Workspace::shape(const Recipe& recipe, const ShapingOptions& options,
                         const Job& job) const {
    Context context = this->context(options.seed, job);
    context.note = options.note;

    Shaping shaping;
    shaping.recipe = recipe;
    const auto outcomes = run_recipe(network_.graph, recipe, context, cache_.get());
    Variant original;
    original.name = "Original";
    original.graph = network_.graph;
    original.metrics = measure(network_.graph, options.measure_latency, job.nested("original"));
    original.metrics.file_bytes = static_cast<std::int64_t>(network_.file_bytes);
    shaping.variants.push_back(std::move(original));
    std::size_t position = 0;
    for (const Step& step : recipe.steps) {
        if (!step.enabled) {
            continue;
        }
        const StepOutcome& outcome = outcomes.at(position++);
        Variant variant;
        variant.name = fmt::format("{}. {}", position, step.technique->info().title);
        variant.step = step.str();
        variant.graph = outcome.graph;
        variant.notes = outcome.preview.notes;
        for (const std::string& note : outcome.notes) {
            // What the plan foretold need not be said again.
            if (std::ranges::find(variant.notes, note) == variant.notes.end()) {
                variant.notes.push_back(note);
            }
        }
        variant.seconds = outcome.seconds;
        variant.metrics = measure(outcome.graph, options.measure_latency, job.nested(variant.name));
        shaping.variants.push_back(std::move(variant));
    }
    return shaping;
}

} // namespace espalier
