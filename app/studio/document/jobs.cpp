// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/jobs.h"

#include <algorithm>
#include <new>

namespace espalier::studio {

namespace {

constexpr int kPollMs = 100;
constexpr std::size_t kHistory = 100;

} // namespace

struct Jobs::Entry {
    std::uint64_t id = 0;
    Work work;
    QPointer<QObject> context;
    Failed failed;
    QElapsedTimer clock;
    std::jthread thread;

    std::mutex mutex; ///< guards what follows
    std::size_t done = 0;
    std::size_t total = 0;
    std::string what;
};

Error as_error(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return {ErrorCode::Failed, "out of memory",
                "close other programs, or take a smaller network"};
    } catch (const std::exception& error) {
        return {ErrorCode::Failed, error.what()};
    }
}

Jobs::Jobs(QObject* parent)
    : QObject(parent) {
    poll_.setInterval(kPollMs);
    connect(&poll_, &QTimer::timeout, this, &Jobs::poll);
}

Jobs::~Jobs() {
    // What has not begun never does; the running one is asked to stop and waited for.
    while (queue_.size() > 1) {
        queue_.pop_back();
    }
    if (!queue_.empty()) {
        queue_.front()->thread.request_stop();
    }
}

std::uint64_t Jobs::enqueue(const QString& title, Work work, QObject* context, Failed failed) {
    auto entry = std::make_unique<Entry>();
    entry->id = next_id_++;
    entry->work = std::move(work);
    entry->context = context;
    entry->failed = std::move(failed);
    JobStatus status;
    status.id = entry->id;
    status.title = title;
    history_.insert(history_.begin(), status);
    if (history_.size() > kHistory) {
        history_.pop_back();
    }
    queue_.push_back(std::move(entry));
    const std::uint64_t id = status.id;
    if (queue_.size() == 1) {
        start_next();
    }
    Q_EMIT changed();
    return id;
}

void Jobs::start_next() {
    if (queue_.empty()) {
        poll_.stop();
        return;
    }
    Entry& entry = *queue_.front();
    if (JobStatus* status = this->status(entry.id)) {
        status->state = JobStatus::State::Running;
    }
    entry.clock.start();
    poll_.start();
    entry.thread = std::jthread([this, &entry](const std::stop_token& stop) {
        const Job job(stop, [&entry](std::size_t done, std::size_t total, std::string_view what) {
            const std::scoped_lock lock(entry.mutex);
            entry.done = done;
            entry.total = total;
            entry.what = what;
        });
        std::function<void()> deliver;
        std::optional<Error> error;
        try {
            deliver = entry.work(job);
            job.check();
        } catch (...) {
            error = as_error(std::current_exception());
        }
        QMetaObject::invokeMethod(
            this,
            [this, id = entry.id, deliver = std::move(deliver), error = std::move(error)] {
                end(id, deliver, error);
            },
            Qt::QueuedConnection);
    });
}

void Jobs::end(std::uint64_t id, std::function<void()> deliver, std::optional<Error> error) {
    if (queue_.empty() || queue_.front()->id != id) {
        return;
    }
    poll();
    const std::unique_ptr<Entry> entry = std::move(queue_.front());
    queue_.pop_front();
    const bool cancelled = (error && error->code() == ErrorCode::Cancelled) ||
                           entry->thread.get_stop_token().stop_requested();
    QString title;
    if (JobStatus* status = this->status(id)) {
        title = status->title;
        status->state = cancelled ? JobStatus::State::Cancelled
                        : error   ? JobStatus::State::Failed
                                  : JobStatus::State::Done;
        status->error = cancelled ? std::nullopt : error;
    }
    start_next();
    if (!cancelled && entry->context) {
        if (!error) {
            deliver();
        } else {
            if (entry->failed) {
                entry->failed(*error);
            }
            Q_EMIT failed(title, *error);
        }
    }
    Q_EMIT changed();
    Q_EMIT finished(id);
}

void Jobs::poll() {
    if (queue_.empty()) {
        return;
    }
    Entry& entry = *queue_.front();
    if (JobStatus* status = this->status(entry.id)) {
        const std::scoped_lock lock(entry.mutex);
        status->done = entry.done;
        status->total = entry.total;
        status->what = QString::fromStdString(entry.what);
        status->seconds = static_cast<double>(entry.clock.elapsed()) / 1000;
    }
    Q_EMIT changed();
}

void Jobs::cancel(std::uint64_t id) {
    const auto found = std::find_if(queue_.begin(), queue_.end(),
                                    [id](const auto& entry) { return entry->id == id; });
    if (found == queue_.end()) {
        return;
    }
    if (found == queue_.begin()) {
        (*found)->thread.request_stop(); // ends when the work notices
        return;
    }
    queue_.erase(found);
    if (JobStatus* status = this->status(id)) {
        status->state = JobStatus::State::Cancelled;
    }
    Q_EMIT changed();
    Q_EMIT finished(id);
}

void Jobs::cancel_all() {
    while (queue_.size() > 1) {
        cancel(queue_.back()->id);
    }
    if (!queue_.empty()) {
        cancel(queue_.front()->id);
    }
}

const JobStatus* Jobs::running() const {
    const auto found = std::find_if(history_.begin(), history_.end(), [](const JobStatus& status) {
        return status.state == JobStatus::State::Running;
    });
    return found == history_.end() ? nullptr : &*found;
}

JobStatus* Jobs::status(std::uint64_t id) {
    const auto found = std::find_if(history_.begin(), history_.end(),
                                    [id](const JobStatus& status) { return status.id == id; });
    return found == history_.end() ? nullptr : &*found;
}

} // namespace espalier::studio
