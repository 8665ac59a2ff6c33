// SPDX-License-Identifier: GPL-3.0-or-later
// Analysis that must not hold up the window: one thread, always at the newest request; a request
// that is overtaken is stopped and its result dropped.
//
//     work_.run<LayerTable>([before, after](const Job& job) { return layer_table(...); },
//                           [this](LayerTable table) { model_->set_table(std::move(table)); });
#pragma once

#include "core/base/error.h"
#include "core/base/job.h"

#include <QObject>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace espalier::studio {

class LatestWork final : public QObject {
    Q_OBJECT

public:
    explicit LatestWork(QObject* parent = nullptr);
    ~LatestWork() override;

    /// Runs `work` beside the window, then `deliver(result)` on the thread of this object. Errors
    /// other than a cancel arrive as failed().
    template <typename Result>
    void run(std::function<Result(const Job&)> work, std::function<void(Result)> deliver) {
        request([work = std::move(work), deliver = std::move(deliver)](const Job& job) {
            auto result = std::make_shared<Result>(work(job));
            return std::function<void()>([result, deliver] { deliver(std::move(*result)); });
        });
    }

    /// Drops what is under way.
    void forget();

    [[nodiscard]] bool busy() const { return delivered_ != wanted_; }

Q_SIGNALS:
    /// Whatever was wanted is there, or failed.
    void idle();
    void failed(const espalier::Error& error);

private:
    using Work = std::function<std::function<void()>(const Job&)>;

    void request(Work work);
    void loop(const std::stop_token& stop);
    void deliver(std::function<void()> action, std::uint64_t number);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    Work next_;
    std::stop_source overtaken_;
    std::uint64_t number_ = 0;    ///< of next_
    std::uint64_t wanted_ = 0;    ///< on the window's thread
    std::uint64_t delivered_ = 0; ///< on the window's thread
    std::jthread thread_;
};

} // namespace espalier::studio
