// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/saver.h"

#include "app/studio/document/jobs.h"

#include <QMetaObject>

#include <algorithm>

namespace espalier::studio {

Saver::Saver(QObject* parent)
    : QObject(parent)
    , thread_([this](const std::stop_token& stop) { run(stop); }) {}

Saver::~Saver() {
    thread_.request_stop();
    wake_.notify_all();
}

void Saver::enqueue(Request request) {
    {
        const std::scoped_lock lock(mutex_);
        const auto overtaken =
            std::remove_if(queue_.begin(), queue_.end(),
                           [&](const Request& waiting) { return waiting.path == request.path; });
        ended_ += static_cast<std::uint64_t>(queue_.end() - overtaken);
        queue_.erase(overtaken, queue_.end());
        queue_.push_back(std::move(request));
        ++begun_;
    }
    wake_.notify_all();
}

std::uint64_t Saver::write(WorkspaceFile file, std::vector<SnapshotPtr> variants,
                           const QString& path) {
    const std::uint64_t id = next_id_++;
    std::map<SnapshotPtr, std::string> kept;
    for (std::size_t i = 0; i < variants.size(); ++i) {
        if (const auto known = parts_.find(variants[i]); known != parts_.end()) {
            file.variants.at(i).part = known->second;
            kept.insert(*known);
        }
    }
    parts_.swap(kept); // variants that are gone are let go
    enqueue({id, std::move(file), std::move(variants), path});
    return id;
}

void Saver::know(const SnapshotPtr& variant, const std::string& part) {
    parts_[variant] = part;
}

void Saver::remove(const QString& path) {
    enqueue({next_id_++, std::nullopt, {}, path});
}

void Saver::wait() {
    {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return queue_.empty() && !working_; });
    }
    report();
}

void Saver::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, stop, [this] { return !queue_.empty(); });
        if (queue_.empty()) {
            return;
        }
        Request request = std::move(queue_.front());
        queue_.pop_front();
        working_ = true;
        lock.unlock();
        Outcome outcome{{request.id, request.path, std::nullopt}, {}};
        const std::filesystem::path path = request.path.toStdString();
        try {
            if (request.file) {
                write_workspace(*request.file, path);
                for (std::size_t i = 0; i < request.variants.size(); ++i) {
                    outcome.parts[request.variants[i]] = request.file->variants.at(i).part;
                }
            } else {
                remove_workspace(path);
            }
        } catch (...) {
            outcome.result.error = as_error(std::current_exception());
        }
        lock.lock();
        working_ = false;
        outcomes_.push_back(std::move(outcome));
        wake_.notify_all();
        QMetaObject::invokeMethod(this, &Saver::report, Qt::QueuedConnection);
    }
}

void Saver::report() {
    std::vector<Outcome> outcomes;
    {
        const std::scoped_lock lock(mutex_);
        outcomes.swap(outcomes_);
    }
    for (const Outcome& outcome : outcomes) {
        parts_.insert(outcome.parts.begin(), outcome.parts.end());
        ++ended_;
        Q_EMIT written(outcome.result);
    }
}

} // namespace espalier::studio
