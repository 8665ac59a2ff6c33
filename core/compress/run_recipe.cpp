// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/compress/recipe.h"
#include "core/graph/infer.h"

#include <chrono>
#include <exception>
#include <new>

namespace espalier {

namespace {

std::string place_of(std::size_t number, const Step& step) {
    return fmt::format("step {} ({})", number, step.technique->info().id);
}

/// Before any work: a recipe that can not finish should not start.
void check_needs(const Recipe& recipe, const Context& context) {
    for (std::size_t i = 0; i < recipe.steps.size(); ++i) {
        const Step& step = recipe.steps[i];
        const Needs needs = step.technique->needs(step.params);
        if (!step.enabled || needs == Needs::Nothing || context.train != nullptr) {
            continue;
        }
        throw Error(ErrorCode::Usage,
                    fmt::format("found no data, expected {}", needs == Needs::Labels
                                                                  ? "labelled pictures"
                                                                  : "pictures to calibrate on"),
                    "name a set with --data", place_of(i + 1, step));
    }
}

/// Everything but the steps that a result depends on.
std::string base_key(const Graph& original, const Context& context) {
    Sha256 sha;
    const auto field = [&](std::string_view text) {
        sha.update(std::uint64_t{text.size()}).update(text);
    };
    field(original.content_hash());
    field(context.train ? context.train->fingerprint() : "");
    field(context.test ? context.test->fingerprint() : "");
    field(context.preprocess.to_json().dump());
    field(context.teacher != nullptr ? context.teacher->content_hash() : "");
    field(context.oracle != nullptr ? context.oracle->id() : "");
    sha.update(std::uint64_t{context.evaluate ? 1U : 0U}).update(context.seed);
    return sha.hex_digest();
}

/// The step's, and of the kept networks that its parameters name.
std::string step_key(const std::string& before, const Step& step, const Context& context) {
    std::string key = before + step.hash();
    for (const ParamSpec& spec : step.params.specs()) {
        const bool names = spec.type == ParamType::Text && context.variants != nullptr &&
                           step.params.text(spec.key).starts_with(kVariantPrefix);
        if (names) {
            const auto found =
                context.variants->find(step.params.text(spec.key).substr(kVariantPrefix.size()));
            key += found != context.variants->end() ? found->second.content_hash() : "";
        }
    }
    return sha256(key);
}

bool same_parameter(const Parameter& a, const Parameter& b) {
    const auto same = [](const Tensor& x, const Tensor& y) {
        return x.defined() == y.defined() && (!x.defined() || x.shares_buffer_with(y)) &&
               x.shape() == y.shape();
    };
    return same(a.latent(), b.latent()) && same(a.mask(), b.mask()) && a.code() == b.code();
}

/// Parameters that the step made or changed carry its id from now on.
void record_provenance(Graph& after, const Graph& before, const Step& step) {
    const std::string& id = step.technique->info().id;
    for (std::size_t i = 0; i < after.value_count(); ++i) {
        const ValueId value{static_cast<std::uint32_t>(i)};
        const Parameter* parameter = after.parameter(value);
        if (parameter == nullptr || parameter->provenance() == id) {
            continue;
        }
        const Parameter* old = before.parameter(before.find_value(after.value(value).name));
        if (old == nullptr || !same_parameter(*old, *parameter)) {
            after.set_parameter(value, parameter->with_provenance(id));
        }
    }
    std::string& history = after.metadata[std::string(kHistoryKey)];
    if (!history.empty()) {
        history += "\n";
    }
    history += step.str();
}

/// What a library throws must not reach callers untranslated.
template <typename Body>
auto translated(const std::string& place, Body&& body) {
    try {
        return body();
    } catch (const Error& error) {
        throw error.at(place);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::Failed, "out of memory", {}, place);
    } catch (const std::exception& error) {
        throw Error(ErrorCode::Failed, error.what(), {}, place);
    }
}

StepOutcome run_step(const Graph& before, const Step& step, const Context& context) {
    const auto start = std::chrono::steady_clock::now();
    StepOutcome outcome;
    outcome.preview = step.technique->plan(before, step.params, step.scope);
    Context inner = context;
    inner.note = [&](std::string_view text) {
        outcome.notes.emplace_back(text);
        if (context.note) {
            context.note(text);
        }
    };
    if (context.observer) {
        inner.observer = [&](const TrainProgress& progress, const NetworkNow& network) {
            const bool go_on = context.observer(progress, network);
            outcome.interrupted = !go_on && progress.step < progress.steps;
            return go_on;
        };
    }
    outcome.graph = step.technique->apply(before, step.params, step.scope, inner);
    context.job.check();
    validate(outcome.graph);
    infer_types(outcome.graph);
    record_provenance(outcome.graph, before, step);
    outcome.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return outcome;
}

} // namespace

std::vector<StepOutcome> run_recipe(const Graph& original, const Recipe& recipe,
                                    const Context& context, StepCache* cache) {
    check_needs(recipe, context);
    Context shared = context;
    if (shared.teacher == nullptr) {
        shared.teacher = &original;
    }
    std::string key = cache != nullptr ? base_key(original, shared) : std::string();
    std::vector<StepOutcome> outcomes;
    for (std::size_t i = 0; i < recipe.steps.size(); ++i) {
        const Step& step = recipe.steps[i];
        if (!step.enabled) {
            continue;
        }
        context.job.check();
        const std::string place = place_of(i + 1, step);
        context.job.report(i, recipe.steps.size(), place);
        if (cache != nullptr) {
            key = step_key(key, step, shared);
            if (const auto known = cache->find(key)) {
                outcomes.push_back(*known);
                outcomes.back().from_cache = true;
                continue;
            }
        }
        shared.job = context.job.nested(place);
        const Graph& before = outcomes.empty() ? original : outcomes.back().graph;
        outcomes.push_back(translated(place, [&] { return run_step(before, step, shared); }));
        if (outcomes.back().interrupted) {
            cache = nullptr;
        }
        if (cache != nullptr) {
            cache->insert(key, outcomes.back());
        }
    }
    context.job.report(recipe.steps.size(), recipe.steps.size(), "recipe");
    return outcomes;
}

std::vector<StepStanding> follow_recipe(const Graph& original, const Recipe& recipe,
                                        const Context& context, StepCache& cache) {
    Context shared = context;
    if (shared.teacher == nullptr) {
        shared.teacher = &original;
    }
    std::string key = base_key(original, shared);
    const Graph* before = &original;
    std::vector<StepStanding> standings(recipe.steps.size());
    for (std::size_t i = 0; i < recipe.steps.size(); ++i) {
        const Step& step = recipe.steps[i];
        StepStanding& standing = standings[i];
        if (!step.enabled) {
            continue;
        }
        context.job.check();
        const std::string place = place_of(i + 1, step);
        const std::string own_key = step_key(key, step, shared);
        standing.outcome = cache.find(own_key);
        if (!standing.outcome && step.technique->needs(step.params) != Needs::Nothing) {
            standing.kind = StepStanding::Kind::Waits;
            continue;
        }
        if (!standing.outcome) {
            shared.job = context.job.nested(place);
            try {
                standing.outcome = cache.insert(
                    own_key, translated(place, [&] { return run_step(*before, step, shared); }));
            } catch (const Error& error) {
                if (error.code() == ErrorCode::Cancelled) {
                    throw;
                }
                standing.kind = StepStanding::Kind::Failed;
                standing.error = error;
                continue;
            }
        }
        standing.kind = StepStanding::Kind::Done;
        before = &standing.outcome->graph;
        key = own_key;
    }
    return standings;
}

} // namespace espalier
