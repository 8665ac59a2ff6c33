// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiments/sensitivity.h"

#include "core/analysis/accounting.h"
#include "core/analysis/storage.h"
#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace espalier {

namespace {

/// Half the width of Wilson's interval, in points.
double wilson_margin(double top1, std::size_t images) {
    constexpr double kZ = 1.96; // 95 %
    const double n = static_cast<double>(images);
    const double p = top1 / 100;
    return 100 * kZ / (1 + kZ * kZ / n) * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
}

/// Bits say how strong a technique is, else a share, else a count; 0 for what is no number.
int strength_rank(const ParamSpec& spec) {
    if (spec.type == ParamType::Integer) {
        return spec.unit == "bits" ? 3 : 1;
    }
    return spec.type == ParamType::Real ? 2 : 0;
}

/// Five values over the range of a parameter, as far as they differ.
std::vector<std::string> steps_over(const ParamSpec& spec) {
    std::vector<std::string> values;
    if (spec.unit == "bits") {
        for (const int bits : {8, 6, 4, 3, 2}) {
            if (bits >= spec.min && bits <= spec.max) {
                values.push_back(std::to_string(bits));
            }
        }
        return values;
    }
    for (const double share : {0.1, 0.3, 0.5, 0.7, 0.9}) {
        double value = spec.min + share * (spec.max - spec.min);
        if (spec.step > 0) {
            value = std::round(value / spec.step) * spec.step;
        }
        std::string text = spec.type == ParamType::Real ? fmt::format("{:.4g}", value)
                                                        : std::to_string(std::llround(value));
        if (values.empty() || values.back() != text) {
            values.push_back(std::move(text));
        }
    }
    return values;
}

class Sweep {
public:
    Sweep(const Graph& graph, const SensitivityOptions& options, const Context& context,
          const std::function<Accuracy(const Graph&, const Job&)>& measure)
        : graph_(graph)
        , options_(options)
        , context_(context)
        , measure_(measure) {
        // The same notes for every cell say nothing.
        context_.note = nullptr;
    }

    Sensitivity run() {
        const std::vector<LayerChange> layers = changed_layers();
        const std::size_t kinds = options_.all_but ? 2 : 1;
        total_ = 1 + options_.values.size() * (layers.size() * kinds + 1);
        Sensitivity result;
        result.baseline = tried(graph_, "baseline");
        result.images = images_;
        result.margin = wilson_margin(result.baseline.top1, std::max<std::size_t>(images_, 1));
        for (const LayerChange& layer : layers) {
            SensitivityRow row{layer.node, layer.params_before, {}, {}};
            Scope only = options_.step.scope;
            only.include = {pattern_of(layer.node)};
            row.only = cells(only, layer.node);
            if (options_.all_but) {
                Scope others = options_.step.scope;
                others.exclude.push_back(pattern_of(layer.node));
                row.all_but = cells(others, "all but " + layer.node);
            }
            result.rows.push_back(std::move(row));
        }
        result.all = cells(options_.step.scope, "all");
        return result;
    }

private:
    /// The name as a pattern; a star in it may stand for any one letter only.
    static std::string pattern_of(std::string name) {
        std::ranges::replace(name, '*', '?');
        return name;
    }

    [[nodiscard]] Step step_at(const std::string& value, const Scope& scope) const {
        Step step = options_.step;
        step.params.set_text(options_.key, value);
        step.scope = scope;
        return step;
    }

    /// Those that any of the strengths would change.
    [[nodiscard]] std::vector<LayerChange> changed_layers() const {
        std::vector<LayerChange> layers;
        std::set<std::string> seen;
        std::optional<Error> refused;
        for (const std::string& value : options_.values) {
            const Step step = step_at(value, options_.step.scope);
            try {
                for (const LayerChange& layer :
                     step.technique->plan(graph_, step.params, step.scope).layers) {
                    if (seen.insert(layer.node).second) {
                        layers.push_back(layer);
                    }
                }
            } catch (const Error& error) {
                refused = error; // its cell will say so, if another value works
            }
        }
        const auto position = [&](const LayerChange& layer) {
            return graph_.find_node(layer.node).value_or(graph_.nodes.size());
        };
        std::ranges::stable_sort(layers, {}, position);
        if (layers.empty() && refused) {
            throw Error(*refused);
        }
        if (layers.empty()) {
            throw Error(ErrorCode::Usage,
                        fmt::format("{} changes no layer of this network",
                                    options_.step.technique->info().id),
                        "choose other layers or other values");
        }
        return layers;
    }

    /// The accuracy of one more network.
    SensitivityPoint tried(const Graph& graph, const std::string& what) {
        context_.job.report(done_++, total_, what);
        const Accuracy accuracy = measure_(graph, Job(context_.job.stop_token(), {}));
        images_ = accuracy.images;
        const Account counts = account(graph);
        return {accuracy.top1, accuracy.loss, counts.nonzeros, counts.macs, stored_bytes(graph)};
    }

    std::vector<SensitivityCell> cells(const Scope& scope, const std::string& what) {
        std::vector<SensitivityCell> row;
        for (const std::string& value : options_.values) {
            context_.job.check();
            SensitivityCell cell;
            try {
                const Step step = step_at(value, scope);
                const Graph changed =
                    step.technique->apply(graph_, step.params, step.scope, context_);
                cell.point = tried(changed, fmt::format("{}, {} {}", what, options_.key, value));
            } catch (const Error& error) {
                if (error.code() == ErrorCode::Cancelled) {
                    throw;
                }
                cell.error = error.what();
            }
            row.push_back(std::move(cell));
        }
        return row;
    }

    const Graph& graph_;
    const SensitivityOptions& options_;
    Context context_;
    const std::function<Accuracy(const Graph&, const Job&)>& measure_;
    std::size_t total_ = 1;
    std::size_t done_ = 0;
    std::size_t images_ = 0;
};

} // namespace

Strength strength_of(const Technique& technique, const std::string& key) {
    const ParamSpec* chosen = nullptr;
    std::string known;
    for (const ParamSpec& spec : technique.info().params) {
        if (const int rank = strength_rank(spec); rank > 0) {
            known += (known.empty() ? "" : ", ") + spec.key;
            const bool wanted = key.empty() || spec.key == key;
            if (wanted && (chosen == nullptr || rank > strength_rank(*chosen))) {
                chosen = &spec;
            }
        }
    }
    if (known.empty()) {
        fail(ErrorCode::Usage, "{} has no number to vary", technique.info().id);
    }
    if (chosen == nullptr) {
        fail(ErrorCode::Usage, "{} has no number called {}, expected one of {}",
             technique.info().id, key, known);
    }
    return {chosen->key, steps_over(*chosen)};
}

Sensitivity sensitivity(const Graph& graph, const SensitivityOptions& options,
                        const Context& context,
                        const std::function<Accuracy(const Graph&, const Job&)>& measure) {
    return Sweep(graph, options, context, measure).run();
}

} // namespace espalier
