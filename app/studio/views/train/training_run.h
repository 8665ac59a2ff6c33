// SPDX-License-Identifier: GPL-3.0-or-later
// One fine-tuning from start to end: puts the step on the stack, runs it in a job, and sees to what
// comes of it.
#pragma once

#include "app/studio/document/document.h"
#include "app/studio/views/train/training_log.h"

#include <QObject>

#include <memory>

namespace espalier::studio {

class Jobs;

class TrainingRun : public QObject {
    Q_OBJECT

public:
    enum class End {
        None,       ///< runs, or was never started
        Done,       ///< the step on the stack holds the result
        EndedEarly, ///< the best network so far is the last variant; the step is off the stack
        Cancelled,  ///< nothing is left of it
        Failed,     ///< nothing is left of it; the document has said why
    };

    TrainingRun(Document& document, Jobs& jobs, QObject* parent = nullptr);

    /// Appends `step`, which trains, to the stack and runs it. Data must be open.
    void start(const Step& step);
    void pause(bool paused);
    /// Ends the training with the best network of its finished epochs.
    void finish_early();
    /// While it runs: ends it with nothing. Afterwards: takes the step off the stack.
    void discard();

    [[nodiscard]] bool running() const { return job_ != 0; }

    [[nodiscard]] End end() const { return end_; }

    /// nullptr before the first start.
    [[nodiscard]] const TrainingLog* log() const { return log_.get(); }

    /// The step trained; only after the first start.
    [[nodiscard]] const Step& step() const { return *step_; }

Q_SIGNALS:
    /// Started or ended.
    void changed();

private:
    struct Result {
        SnapshotPtr variant; ///< where it was ended early
    };

    void take(const Result& result);
    void finish(End end);

    Document& document_;
    Jobs& jobs_;
    std::shared_ptr<TrainingLog> log_;
    std::optional<Step> step_;
    std::uint64_t job_ = 0;
    std::uint64_t card_ = 0;
    End end_ = End::None;
};

} // namespace espalier::studio
