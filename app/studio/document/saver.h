// SPDX-License-Identifier: GPL-3.0-or-later
// Writes workspaces on a thread of its own, in the order they were asked for: saving must not wait
// behind an hour of training, nor the window for the disk.
#pragma once

#include "app/session/workspace_file.h"
#include "app/studio/document/snapshot.h"

#include <QObject>
#include <QString>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace espalier::studio {

class Saver : public QObject {
    Q_OBJECT

public:
    /// How one request ended.
    struct Result {
        std::uint64_t id = 0;
        QString path;
        std::optional<Error> error;
    };

    explicit Saver(QObject* parent = nullptr);
    /// Finishes what was asked for.
    ~Saver() override;

    /// `variants` are those of `file`, in the same order: what was written of them once is not
    /// worked out again. A request for the same path that has not begun is overtaken. Returns the
    /// request's id.
    std::uint64_t write(WorkspaceFile file, std::vector<SnapshotPtr> variants, const QString& path);
    /// Tells the part of a variant that was read.
    void know(const SnapshotPtr& variant, const std::string& part);
    /// Removes a workspace, after what was asked for before.
    void remove(const QString& path);

    [[nodiscard]] bool busy() const { return begun_ != ended_; }

    /// Blocks until everything asked for is done and reported.
    void wait();

Q_SIGNALS:
    void written(const espalier::studio::Saver::Result& result);

private:
    struct Request {
        std::uint64_t id = 0;
        std::optional<WorkspaceFile> file; ///< nullopt: remove
        std::vector<SnapshotPtr> variants;
        QString path;
    };

    struct Outcome {
        Result result;
        std::map<SnapshotPtr, std::string> parts;
    };

    void run(const std::stop_token& stop);
    void enqueue(Request request);
    void report();

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Request> queue_;
    std::vector<Outcome> outcomes_; ///< not reported yet
    bool working_ = false;
    std::uint64_t next_id_ = 1;
    std::map<SnapshotPtr, std::string> parts_; ///< on the window's thread
    std::uint64_t begun_ = 0;                  ///< on the window's thread
    std::uint64_t ended_ = 0;                  ///< on the window's thread
    std::jthread thread_;
};

} // namespace espalier::studio
