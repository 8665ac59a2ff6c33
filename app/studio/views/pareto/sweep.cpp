// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/pareto/sweep.h"

#include "app/studio/document/jobs.h"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace espalier::studio {

namespace {

const ParamSpec& spec_of(const Recipe& recipe, const SweepAxis& axis) {
    if (axis.step >= recipe.steps.size()) {
        fail(ErrorCode::Usage, "the recipe has no step {}", axis.step + 1);
    }
    const auto& specs = recipe.steps[axis.step].params.specs();
    const auto found = std::find_if(specs.begin(), specs.end(),
                                    [&](const ParamSpec& spec) { return spec.key == axis.key; });
    if (found == specs.end()) {
        fail(ErrorCode::Usage, "step {} has no parameter \"{}\"", axis.step + 1, axis.key);
    }
    return *found;
}

std::string value_text(const ParamSpec& spec, double value) {
    return spec.type == ParamType::Integer ? fmt::format("{:.0f}", value)
                                           : fmt::format("{:.6g}", value);
}

} // namespace

std::vector<double> sweep_values(const ParamSpec& spec, const SweepAxis& axis) {
    std::vector<double> values;
    const int count = axis.from == axis.to ? 1 : std::max(axis.count, 1);
    for (int i = 0; i < count; ++i) {
        const double share = count == 1 ? 0 : static_cast<double>(i) / (count - 1);
        double value = axis.from + (axis.to - axis.from) * share;
        if (spec.type == ParamType::Integer) {
            value = std::round(value);
        }
        if (values.empty() || value != values.back()) {
            values.push_back(value);
        }
    }
    return values;
}

std::vector<SweepPoint> sweep_points(const Recipe& recipe, const SweepAxis& first,
                                     const std::optional<SweepAxis>& second) {
    const ParamSpec& spec = spec_of(recipe, first);
    std::vector<SweepPoint> points;
    for (const double value : sweep_values(spec, first)) {
        SweepPoint point;
        point.recipe = recipe;
        const std::string text = value_text(spec, value);
        point.recipe.steps[first.step].params.set_text(first.key, text);
        point.recipe.steps[first.step].enabled = true;
        point.name = QString::fromStdString(fmt::format("{} = {}", first.key, text));
        if (!second) {
            points.push_back(std::move(point));
            continue;
        }
        const ParamSpec& other = spec_of(recipe, *second);
        for (const double other_value : sweep_values(other, *second)) {
            SweepPoint pair = point;
            const std::string other_text = value_text(other, other_value);
            pair.recipe.steps[second->step].params.set_text(second->key, other_text);
            pair.recipe.steps[second->step].enabled = true;
            pair.name += QString::fromStdString(fmt::format(", {} = {}", second->key, other_text));
            points.push_back(std::move(pair));
        }
    }
    return points;
}

/// Handed over from the job to the window.
struct Sweep::Results {
    std::mutex mutex;
    std::vector<SnapshotPtr> done;
};

Sweep::Sweep(Document& document, Jobs& jobs, QObject* parent)
    : QObject(parent)
    , document_(document)
    , jobs_(jobs) {
    connect(&jobs_, &Jobs::changed, this, &Sweep::collect);
    connect(&jobs_, &Jobs::finished, this, [this](std::uint64_t id) {
        if (id == job_) {
            collect();
            job_ = 0;
            results_.reset();
            Q_EMIT finished();
        }
    });
    // Results of a network that is open no more belong nowhere.
    connect(&document_, &Document::closed, this, [this] { results_.reset(); });
}

void Sweep::start(std::vector<SweepPoint> points) {
    auto results = std::make_shared<Results>();
    results_ = results;
    const QString title = tr("Sweep, %1 networks").arg(points.size());
    const auto work = [points = std::move(points), results, workspace = document_.workspace(),
                       seed = document_.seed()](const Job& job) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            const SweepPoint& point = points[i];
            const std::string name = point.name.toStdString();
            // One bar for all values; what a step reports of itself goes into the text.
            const Job part(job.stop_token(), [&](std::size_t, std::size_t, std::string_view what) {
                job.report(i, points.size(), fmt::format("{}: {}", name, what));
            });
            job.report(i, points.size(), name);
            auto variant = std::make_shared<Snapshot>();
            variant->name = name;
            variant->recipe = point.recipe;
            variant->seed = seed;
            const auto outcomes = workspace.run(point.recipe, seed, part);
            variant->graph = outcomes.empty() ? workspace.network().graph : outcomes.back().graph;
            variant->steps = workspace.follow(point.recipe, seed, part);
            variant->metrics = workspace.measure(variant->graph, true, part);
            const std::scoped_lock lock(results->mutex);
            results->done.push_back(std::move(variant));
        }
        job.report(points.size(), points.size(), "");
        return points.size();
    };
    job_ = jobs_.start<std::size_t>(
        title, work, this, [](std::size_t) {},
        [this](const Error& error) {
            Q_EMIT document_.failed(tr("The sweep did not run to the end"), error);
        });
}

void Sweep::collect() {
    const std::shared_ptr<Results> results = results_;
    if (!results || !document_.is_open()) {
        return;
    }
    std::vector<SnapshotPtr> arrived;
    {
        const std::scoped_lock lock(results->mutex);
        arrived.swap(results->done);
    }
    for (SnapshotPtr& variant : arrived) {
        document_.add_variant(std::move(variant));
    }
}

} // namespace espalier::studio
