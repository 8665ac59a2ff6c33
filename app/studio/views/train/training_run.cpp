// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/train/training_run.h"

#include "app/studio/document/jobs.h"
#include "core/analysis/accounting.h"
#include "core/train/evaluate.h"

#include <QLocale>

#include <algorithm>
#include <chrono>

namespace espalier::studio {

namespace {

/// Held-out pictures looked at while training; the whole split would take longer than the training.
constexpr std::size_t kHeldOut = 1000;
/// Looking takes at most this share of the time.
constexpr double kShare = 0.1;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::int64_t zeros(const Account& account) {
    return account.weights - account.weight_nonzeros;
}

/// Looks at held-out pictures now and then: after each epoch, and between where that is cheap.
class Watch {
public:
    Watch(std::shared_ptr<TrainingLog> log, const Workspace& workspace, const Job& job)
        : log_(std::move(log))
        , workspace_(workspace)
        , job_(job) {
        if (workspace.test_set()) {
            held_out_ = limited(workspace.test_set(), kHeldOut);
        }
    }

    void begin(const Graph& original, const Graph& network, double epochs) {
        const Account counted = account(network);
        std::optional<double> baseline;
        if (held_out_) {
            baseline = accuracy(original);
        }
        log_->before(epochs, baseline, held_out_ ? held_out_->size() : 0, counted.weights,
                     zeros(counted));
        if (held_out_) {
            log_->held_out(0, accuracy(network));
        }
    }

    bool operator()(const TrainProgress& progress, const NetworkNow& network) {
        const bool last = progress.step == progress.steps;
        const bool epoch_over = std::floor(progress.epoch) > std::floor(last_epoch_);
        last_epoch_ = progress.epoch;
        const bool due = seconds_since(looked_) > cost_ * (1 - kShare) / kShare;
        if (last || epoch_over || due) {
            const auto start = Clock::now();
            const Graph now = network();
            log_->count_zeros(zeros(account(now)));
            if (held_out_) {
                log_->held_out(progress.epoch, accuracy(now));
            }
            cost_ = std::max(seconds_since(start), 0.05);
            looked_ = Clock::now();
        }
        return log_->step(progress, job_.stop_token());
    }

private:
    double accuracy(const Graph& graph) const {
        // Its progress would hide that of the training.
        const Job quiet(job_.stop_token(), {});
        return evaluate(graph, *held_out_, workspace_.network().preprocess, quiet).top1;
    }

    std::shared_ptr<TrainingLog> log_;
    const Workspace& workspace_;
    const Job& job_;
    DatasetPtr held_out_;
    double last_epoch_ = 0;
    double cost_ = 0.05;
    Clock::time_point looked_ = Clock::now();
};

} // namespace

TrainingRun::TrainingRun(Document& document, Jobs& jobs, QObject* parent)
    : QObject(parent)
    , document_(document)
    , jobs_(jobs) {
    connect(&jobs_, &Jobs::finished, this, [this](std::uint64_t id) {
        // Neither delivered nor failed: it was cancelled.
        if (id == job_ && job_ != 0) {
            finish(End::Cancelled);
        }
    });
    connect(&document_, &Document::closed, this, [this] { card_ = 0; });
}

void TrainingRun::start(const Step& step) {
    step_.emplace(step);
    log_ = std::make_shared<TrainingLog>();
    end_ = End::None;
    card_ = document_.add_step(step);
    const double epochs = step.params.real("epochs");
    const auto work = [log = log_, workspace = document_.workspace(), recipe = document_.recipe(),
                       seed = document_.seed(), epochs](const Job& job) {
        Recipe before = recipe;
        before.steps.pop_back();
        const auto earlier = workspace.run(before, seed, job);
        const Graph& original = workspace.network().graph;
        Watch watch(log, workspace, job);
        watch.begin(original, earlier.empty() ? original : earlier.back().graph, epochs);
        const auto outcomes = workspace.run(recipe, seed, job, std::ref(watch));
        Result result;
        const StepOutcome& trained = outcomes.back();
        if (trained.interrupted) {
            auto variant = std::make_shared<Snapshot>();
            variant->name =
                fmt::format("Fine-tune, ended at epoch {:.1f}", log->state().progress.epoch);
            variant->recipe = recipe;
            variant->seed = seed;
            variant->graph = trained.graph;
            variant->steps = workspace.follow(before, seed, job);
            variant->steps.push_back({StepStanding::Kind::Done,
                                      std::make_shared<const StepOutcome>(trained), std::nullopt});
            variant->metrics = workspace.measure(trained.graph, true, job);
            result.variant = std::move(variant);
        }
        return result;
    };
    job_ = jobs_.start<Result>(
        tr("Fine-tune"), work, this, [this](const Result& result) { take(result); },
        [this](const Error& error) {
            Q_EMIT document_.failed(tr("The training failed"), error);
            finish(End::Failed);
        });
    Q_EMIT changed();
}

void TrainingRun::take(const Result& result) {
    if (result.variant) {
        document_.add_variant(result.variant);
        finish(End::EndedEarly);
    } else {
        document_.take_results();
        finish(End::Done);
    }
}

void TrainingRun::finish(End end) {
    job_ = 0;
    end_ = end;
    if (end != End::Done && card_ != 0) {
        // The stack is what was before the start; a step that waits would promise more.
        document_.remove_step(card_);
        card_ = 0;
    }
    Q_EMIT changed();
}

void TrainingRun::pause(bool paused) {
    if (log_) {
        log_->pause(paused);
    }
}

void TrainingRun::finish_early() {
    if (log_ && running()) {
        log_->finish_early();
    }
}

void TrainingRun::discard() {
    if (running()) {
        jobs_.cancel(job_);
    } else if (card_ != 0) {
        document_.remove_step(card_);
        card_ = 0;
        end_ = End::Cancelled;
        Q_EMIT changed();
    }
}

} // namespace espalier::studio
