// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/latest.h"

#include "app/studio/document/jobs.h"

namespace espalier::studio {

Latest::Latest(QObject* parent)
    : QObject(parent)
    , thread_([this](const std::stop_token& stop) { run(stop); }) {}

Latest::~Latest() {
    forget();
    thread_.request_stop();
    wake_.notify_all();
}

void Latest::enqueue(Work work, Failed failed) {
    {
        const std::scoped_lock lock(mutex_);
        overtaken_.request_stop();
        overtaken_ = std::stop_source();
        next_ = Task{std::move(work), std::move(failed), ++wanted_, overtaken_.get_token()};
    }
    wake_.notify_all();
}

void Latest::forget() {
    const std::scoped_lock lock(mutex_);
    overtaken_.request_stop();
    next_.reset();
    delivered_ = ++wanted_;
}

void Latest::run(const std::stop_token& stop) {
    while (true) {
        std::optional<Task> task;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return next_.has_value(); })) {
                return;
            }
            task.swap(next_);
        }
        std::function<void()> deliver;
        try {
            deliver = task->work(Job(task->stop, {}));
        } catch (...) {
            const Error error = as_error(std::current_exception());
            if (task->failed && error.code() != ErrorCode::Cancelled) {
                deliver = [failed = task->failed, error] { failed(error); };
            }
        }
        QMetaObject::invokeMethod(
            this,
            [this, number = task->number, deliver = std::move(deliver)] {
                finish(number, deliver);
            },
            Qt::QueuedConnection);
    }
}

void Latest::finish(std::uint64_t number, const std::function<void()>& deliver) {
    if (number != wanted_) {
        return;
    }
    delivered_ = number;
    if (deliver) {
        deliver();
    }
}

} // namespace espalier::studio
