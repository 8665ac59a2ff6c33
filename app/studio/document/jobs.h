// SPDX-License-Identifier: GPL-3.0-or-later
// Long work beside the window: one job at a time, in the order they were started, each with
// progress and cancel; what it made is delivered on the window's thread.
//
//     jobs.start<Metrics>(tr("Evaluate"), [workspace](const Job& job) { ... return metrics; },
//                         this, [this](Metrics metrics) { ... });
#pragma once

#include "core/base/error.h"
#include "core/base/job.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace espalier::studio {

/// How one job stands, for the strip at the foot of the window and the list of jobs.
struct JobStatus {
    enum class State { Queued, Running, Done, Failed, Cancelled };

    std::uint64_t id = 0;
    QString title;
    State state = State::Queued;
    std::size_t done = 0;
    std::size_t total = 0; ///< 0: unknown
    QString what;
    double seconds = 0;
    std::optional<Error> error;
};

class Jobs : public QObject {
    Q_OBJECT

public:
    using Failed = std::function<void(const Error&)>;

    explicit Jobs(QObject* parent = nullptr);
    ~Jobs() override;

    /// Runs `work` on a thread of its own and then `deliver(result)` here, unless `context` is
    /// gone, the job was cancelled, or it failed. `failed` (may be empty) is told an error other
    /// than a cancel; the job list shows it in any case. Returns the job's id.
    template <typename Result>
    std::uint64_t start(const QString& title, std::function<Result(const Job&)> work,
                        QObject* context, std::function<void(Result)> deliver, Failed failed = {}) {
        return enqueue(
            title,
            [work = std::move(work), deliver = std::move(deliver)](const Job& job) {
                auto result = std::make_shared<Result>(work(job));
                return std::function<void()>([result, deliver] { deliver(std::move(*result)); });
            },
            context, std::move(failed));
    }

    void cancel(std::uint64_t id);
    void cancel_all();

    [[nodiscard]] bool busy() const { return !queue_.empty(); }

    /// The running job; nullptr where there is none.
    [[nodiscard]] const JobStatus* running() const;

    /// Newest first; finished ones stay, at most 100.
    [[nodiscard]] const std::vector<JobStatus>& history() const { return history_; }

Q_SIGNALS:
    /// A job was queued, started, progressed (at most 10 times a second) or ended.
    void changed();
    void failed(const QString& title, const espalier::Error& error);
    void finished(std::uint64_t id);

private:
    using Work = std::function<std::function<void()>(const Job&)>;

    struct Entry;

    std::uint64_t enqueue(const QString& title, Work work, QObject* context, Failed failed);
    void start_next();
    void poll();
    void end(std::uint64_t id, std::function<void()> deliver, std::optional<Error> error);
    [[nodiscard]] JobStatus* status(std::uint64_t id);

    std::deque<std::unique_ptr<Entry>> queue_;
    std::vector<JobStatus> history_;
    QTimer poll_;
    std::uint64_t next_id_ = 1;
};

/// Any exception as an Error: ours as it is, others translated.
[[nodiscard]] Error as_error(const std::exception_ptr& exception);

} // namespace espalier::studio
