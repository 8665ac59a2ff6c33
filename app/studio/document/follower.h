// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the working network up with the stack while it is being edited: one thread, always at the
// newest request; what is overtaken is dropped.
#pragma once

#include "app/session/workspace.h"
#include "app/studio/document/snapshot.h"

#include <QObject>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace espalier::studio {

class Follower : public QObject {
    Q_OBJECT

public:
    struct Request {
        Workspace workspace;
        Recipe recipe;
        std::uint64_t seed = 1;
    };

    explicit Follower(QObject* parent = nullptr);
    ~Follower() override;

    void request(Request request);
    /// Drops what is under way.
    void forget();

    [[nodiscard]] bool busy() const { return wanted_ != delivered_; }

Q_SIGNALS:
    /// Twice for a request: as soon as the network stands, and again with stored bytes and, where
    /// an accelerator is chosen, its model.
    void followed(espalier::studio::SnapshotPtr snapshot);

private:
    void run(const std::stop_token& stop);
    void work(const Request& request, std::uint64_t number, const Job& job);
    void deliver(SnapshotPtr snapshot, std::uint64_t number, bool last);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Request> next_;
    std::stop_source overtaken_;
    std::uint64_t next_number_ = 0;
    std::uint64_t wanted_ = 0;    ///< on the window's thread
    std::uint64_t delivered_ = 0; ///< on the window's thread
    std::jthread thread_;
};

} // namespace espalier::studio
