// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/follower.h"

#include "app/session/workload.h"
#include "core/analysis/storage.h"

#include <algorithm>
#include <optional>

namespace espalier::studio {

namespace {

/// The network that the recipe makes, as far as it goes at once.
SnapshotPtr network_of(const Follower::Request& request, const Job& job) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->name = "Working";
    snapshot->recipe = request.recipe;
    snapshot->seed = request.seed;
    snapshot->steps = request.workspace.follow(request.recipe, request.seed, job);
    snapshot->graph = request.workspace.network().graph;
    for (const StepStanding& step : snapshot->steps) {
        if (step.kind == StepStanding::Kind::Done) {
            snapshot->graph = step.outcome->graph;
        }
    }
    snapshot->metrics.account = account(snapshot->graph);
    snapshot->metrics.stored_bytes = -1;
    return snapshot;
}

/// Nothing, and why, where the machine cannot run the network: unknown stays unknown.
struct Model {
    std::optional<hw::NetworkCost> cost;
    std::optional<Error> problem;
};

Model model_of(const Graph& graph, const AcceleratorChoice& choice, const Job& job) {
    try {
        return {estimate(graph, choice, job), std::nullopt};
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Cancelled) {
            throw;
        }
        return {std::nullopt, error};
    }
}

struct Figures {
    SnapshotPtr working;
    Model original;
};

/// The same network with the figures that take longer.
Figures figures_of(const Snapshot& network, const Follower::Request& request, const Job& job) {
    Figures figures;
    auto snapshot = std::make_shared<Snapshot>(network);
    snapshot->metrics.stored_bytes = stored_bytes(snapshot->graph);
    job.check();
    if (const auto& choice = request.workspace.accelerator()) {
        snapshot->metrics.model = model_of(snapshot->graph, *choice, job).cost;
        if (request.model_original) {
            figures.original = model_of(request.workspace.network().graph, *choice, job);
        }
    }
    figures.working = snapshot;
    return figures;
}

} // namespace

bool Snapshot::complete() const {
    return std::none_of(steps.begin(), steps.end(), [](const StepStanding& step) {
        return step.kind == StepStanding::Kind::Waits || step.kind == StepStanding::Kind::Failed;
    });
}

void Follower::request(Request request) {
    const auto shared = std::make_shared<const Request>(std::move(request));
    worker_.post<SnapshotPtr>(
        [shared](const Job& job) { return network_of(*shared, job); },
        [this, shared](const SnapshotPtr& network) {
            // First the order, then the news: whoever hears it may already ask for something else.
            worker_.post<Figures>(
                [network, shared](const Job& job) { return figures_of(*network, *shared, job); },
                [this](const Figures& figures) {
                    if (figures.original.cost) {
                        Q_EMIT modelled(*figures.original.cost);
                    } else if (figures.original.problem) {
                        Q_EMIT not_modelled(*figures.original.problem);
                    }
                    Q_EMIT followed(figures.working);
                });
            Q_EMIT followed(network);
        });
}

} // namespace espalier::studio
