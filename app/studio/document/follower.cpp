// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/follower.h"

#include "app/session/workload.h"
#include "core/analysis/storage.h"

#include <algorithm>

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

/// The same with the figures that take longer.
SnapshotPtr with_figures(const Snapshot& network, const std::optional<AcceleratorChoice>& choice,
                         const Job& job) {
    auto snapshot = std::make_shared<Snapshot>(network);
    snapshot->metrics.stored_bytes = stored_bytes(snapshot->graph);
    job.check();
    if (choice) {
        try {
            snapshot->metrics.model = estimate(snapshot->graph, *choice, job);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Cancelled) {
                throw;
            }
            // A network this machine cannot run has no modelled figures: unknown stays unknown.
        }
    }
    return snapshot;
}

} // namespace

bool Snapshot::complete() const {
    return std::none_of(steps.begin(), steps.end(), [](const StepStanding& step) {
        return step.kind == StepStanding::Kind::Waits || step.kind == StepStanding::Kind::Failed;
    });
}

void Follower::request(Request request) {
    const auto choice = request.workspace.accelerator();
    worker_.post<SnapshotPtr>(
        [request = std::move(request)](const Job& job) { return network_of(request, job); },
        [this, choice](const SnapshotPtr& network) {
            // First the order, then the news: whoever hears it may already ask for something else.
            worker_.post<SnapshotPtr>(
                [network, choice](const Job& job) { return with_figures(*network, choice, job); },
                [this](const SnapshotPtr& figures) { Q_EMIT followed(figures); });
            Q_EMIT followed(network);
        });
}

} // namespace espalier::studio
