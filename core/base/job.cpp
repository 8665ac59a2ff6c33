// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/job.h"

#include "core/base/error.h"

#include <string>
#include <utility>

namespace espalier {

Job::Job(std::stop_token stop, ProgressSink sink)
    : stop_(std::move(stop))
    , sink_(std::move(sink)) {}

void Job::check() const {
    if (stopped()) {
        fail(ErrorCode::Cancelled, "stopped by request");
    }
}

void Job::report(std::size_t done, std::size_t total, std::string_view what) const {
    if (sink_) {
        sink_(done, total, what);
    }
}

Job Job::nested(std::string_view prefix) const {
    if (!sink_) {
        return *this;
    }
    return {stop_, [sink = sink_, prefix = std::string(prefix)](std::size_t done, std::size_t total,
                                                                std::string_view what) {
                sink(done, total, what.empty() ? prefix : prefix + ": " + std::string(what));
            }};
}

} // namespace espalier
