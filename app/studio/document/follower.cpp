// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/follower.h"

#include "app/session/workload.h"
#include "app/studio/document/jobs.h"
#include "core/analysis/storage.h"

#include <algorithm>

namespace espalier::studio {

bool Snapshot::complete() const {
    return std::none_of(steps.begin(), steps.end(), [](const StepStanding& step) {
        return step.kind == StepStanding::Kind::Waits || step.kind == StepStanding::Kind::Failed;
    });
}

Follower::Follower(QObject* parent)
    : QObject(parent)
    , thread_([this](const std::stop_token& stop) { run(stop); }) {}

Follower::~Follower() {
    forget();
    thread_.request_stop();
    wake_.notify_all();
}

void Follower::request(Request request) {
    {
        const std::scoped_lock lock(mutex_);
        overtaken_.request_stop();
        overtaken_ = std::stop_source();
        next_ = std::move(request);
        wanted_ = ++next_number_;
    }
    wake_.notify_all();
}

void Follower::forget() {
    const std::scoped_lock lock(mutex_);
    overtaken_.request_stop();
    next_.reset();
    wanted_ = ++next_number_;
    delivered_ = wanted_;
}

void Follower::run(const std::stop_token& stop) {
    while (true) {
        std::optional<Request> request;
        std::uint64_t number = 0;
        std::stop_token overtaken;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return next_.has_value(); })) {
                return;
            }
            request.swap(next_);
            number = next_number_;
            overtaken = overtaken_.get_token();
        }
        try {
            work(*request, number, Job(overtaken, {}));
        } catch (...) {
            // Overtaken: the next request is there already. Steps that fail say so in their
            // standing, not here.
        }
    }
}

void Follower::work(const Request& request, std::uint64_t number, const Job& job) {
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
    deliver(std::make_shared<const Snapshot>(*snapshot), number, false);

    job.check();
    snapshot->metrics.stored_bytes = stored_bytes(snapshot->graph);
    job.check();
    if (const auto& choice = request.workspace.accelerator()) {
        try {
            snapshot->metrics.model = estimate(snapshot->graph, *choice, job);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Cancelled) {
                throw;
            }
            // A network this machine cannot run has no modelled figures: unknown stays unknown.
        }
    }
    deliver(std::move(snapshot), number, true);
}

void Follower::deliver(SnapshotPtr snapshot, std::uint64_t number, bool last) {
    QMetaObject::invokeMethod(
        this,
        [this, snapshot = std::move(snapshot), number, last] {
            if (number != wanted_) {
                return;
            }
            if (last) {
                delivered_ = number;
            }
            Q_EMIT followed(snapshot);
        },
        Qt::QueuedConnection);
}

} // namespace espalier::studio
