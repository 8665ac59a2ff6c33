// SPDX-License-Identifier: GPL-3.0-or-later
// Where a command's words go: results to stdout, progress and remarks to stderr.
#pragma once

#include "core/base/job.h"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>

namespace espalier::cli {

class Console {
public:
    explicit Console(std::stop_token stop);
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    void set_quiet(bool quiet) { quiet_ = quiet; }

    /// A job that Ctrl-C stops and that reports on stderr: a bar on a terminal, a line every few
    /// seconds otherwise, with rate and time left.
    [[nodiscard]] Job job();
    /// A line of the result, on stdout.
    void print(std::string_view line = {});
    /// The whole result as one JSON document, on stdout.
    void print_json(const nlohmann::ordered_json& document);

    /// Whether print_json has been called: there is to be one document and no second.
    [[nodiscard]] bool json_printed() const { return json_printed_; }

    /// A remark on stderr; nothing when quiet.
    void note(std::string_view line);
    /// A remark on stderr that is never suppressed.
    void warn(std::string_view line);

private:
    void report(std::size_t done, std::size_t total, std::string_view what);
    void clear_bar();

    std::stop_token stop_;
    bool quiet_ = false;
    bool json_printed_ = false;
    bool terminal_ = false;
    std::mutex mutex_;
    bool bar_shown_ = false;
    std::string current_;
    std::size_t last_done_ = 0;
    std::chrono::steady_clock::time_point started_;
    std::chrono::steady_clock::time_point last_shown_;
};

} // namespace espalier::cli
