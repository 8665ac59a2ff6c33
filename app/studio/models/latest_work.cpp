// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/latest_work.h"

#include "app/studio/document/jobs.h"

namespace espalier::studio {

LatestWork::LatestWork(QObject* parent)
    : QObject(parent)
    , thread_([this](const std::stop_token& stop) { loop(stop); }) {}

LatestWork::~LatestWork() {
    forget();
    thread_.request_stop();
    wake_.notify_all();
    // Here and not by the member's destructor: the thread must end before anything of this does.
    thread_.join();
}

void LatestWork::request(Work work) {
    {
        const std::scoped_lock lock(mutex_);
        overtaken_.request_stop();
        overtaken_ = std::stop_source();
        next_ = std::move(work);
        wanted_ = ++number_;
    }
    wake_.notify_all();
}

void LatestWork::forget() {
    const std::scoped_lock lock(mutex_);
    overtaken_.request_stop();
    next_ = {};
    wanted_ = ++number_;
    delivered_ = wanted_;
}

void LatestWork::loop(const std::stop_token& stop) {
    while (true) {
        Work work;
        std::uint64_t number = 0;
        std::stop_token overtaken;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return static_cast<bool>(next_); })) {
                return;
            }
            work.swap(next_);
            number = number_;
            overtaken = overtaken_.get_token();
        }
        try {
            deliver(work(Job(overtaken, {})), number);
        } catch (...) {
            const Error error = as_error(std::current_exception());
            if (error.code() != ErrorCode::Cancelled) {
                deliver([this, error] { Q_EMIT failed(error); }, number);
            }
        }
    }
}

void LatestWork::deliver(std::function<void()> action, std::uint64_t number) {
    QMetaObject::invokeMethod(
        this,
        [this, action = std::move(action), number] {
            if (number == wanted_) {
                delivered_ = number;
                action();
                Q_EMIT idle();
            }
        },
        Qt::QueuedConnection);
}

} // namespace espalier::studio
