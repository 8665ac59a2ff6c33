// SPDX-License-Identifier: GPL-3.0-or-later
// What every long job is given: a way to be stopped and somewhere to report progress.
//
//     for (size_t i = 0; i < images; ++i) {
//         job.check();                                  // throws Error{Cancelled}
//         ...
//         job.report(i + 1, images, "evaluate");
//     }
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>
#include <string_view>

namespace espalier {

/// Called with (done, total, what). total == 0 means unknown. Calls may come from any thread, but
/// never two at once for one Job. The sink throttles; callers report as often as they like.
using ProgressSink =
    std::function<void(std::size_t done, std::size_t total, std::string_view what)>;

/// Cheap to copy. A default-constructed Job can not be stopped and reports nowhere.
class Job {
public:
    Job() = default;
    Job(std::stop_token stop, ProgressSink sink);

    [[nodiscard]] bool stopped() const { return stop_.stop_requested(); }

    [[nodiscard]] const std::stop_token& stop_token() const { return stop_; }

    /// Throws Error{Cancelled} once a stop was requested.
    void check() const;
    void report(std::size_t done, std::size_t total, std::string_view what) const;
    /// The same job with every report's text prefixed by `prefix` + ": ".
    [[nodiscard]] Job nested(std::string_view prefix) const;

private:
    std::stop_token stop_;
    ProgressSink sink_;
};

} // namespace espalier
