// SPDX-License-Identifier: GPL-3.0-or-later
// Work beside the window that is only worth doing for the newest state: one thread, one task
// waiting at most, and what is overtaken is stopped and never delivered.
//
//     worker_.post<Histogram>([weight](const Job& job) { return histogram(weight, 128); },
//                             [this](const Histogram& result) { show(result); });
#pragma once

#include "core/base/error.h"
#include "core/base/job.h"

#include <QObject>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace espalier::studio {

class Latest final : public QObject {
public:
    explicit Latest(QObject* parent = nullptr);
    ~Latest() override;

    /// Runs `work` on the worker's thread and then `deliver(result)` on this object's, unless
    /// another task was posted meanwhile. `failed` (may be empty) is told an error.
    template <typename Result>
    void post(std::function<Result(const Job&)> work, std::function<void(const Result&)> deliver,
              std::function<void(const Error&)> failed = {}) {
        enqueue(
            [work = std::move(work), deliver = std::move(deliver)](const Job& job) {
                auto result = std::make_shared<const Result>(work(job));
                return std::function<void()>([result, deliver] { deliver(*result); });
            },
            std::move(failed));
    }

    /// Drops what is under way.
    void forget();

    /// True until the newest task was delivered.
    [[nodiscard]] bool busy() const { return wanted_ != delivered_; }

private:
    using Work = std::function<std::function<void()>(const Job&)>;
    using Failed = std::function<void(const Error&)>;

    struct Task {
        Work work;
        Failed failed;
        std::uint64_t number = 0;
        std::stop_token stop;
    };

    void enqueue(Work work, Failed failed);
    void run(const std::stop_token& stop);
    void finish(std::uint64_t number, const std::function<void()>& deliver);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Task> next_;
    std::stop_source overtaken_;
    std::uint64_t wanted_ = 0;    ///< on the owner's thread
    std::uint64_t delivered_ = 0; ///< on the owner's thread
    std::jthread thread_;
};

} // namespace espalier::studio
