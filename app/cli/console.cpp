// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include "core/base/json.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace espalier::cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kBarPeriod = std::chrono::milliseconds(100);
constexpr auto kLinePeriod = std::chrono::seconds(5);
constexpr int kBarWidth = 30;

std::string duration(double seconds) {
    const auto whole = static_cast<long>(seconds + 0.5);
    return whole < 60 ? fmt::format("{} s", whole)
           : whole < 3600
               ? fmt::format("{}:{:02}", whole / 60, whole % 60)
               : fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string bar(double fraction) {
    const int full = static_cast<int>(fraction * kBarWidth);
    std::string text;
    for (int i = 0; i < kBarWidth; ++i) {
        text += i < full ? "━" : "─";
    }
    return text;
}

} // namespace

Console::Console(std::stop_token stop)
    : stop_(std::move(stop))
    , terminal_(::isatty(STDERR_FILENO) == 1) {}

Console::~Console() {
    clear_bar();
}

Job Console::job() {
    return {stop_, [this](std::size_t done, std::size_t total, std::string_view what) {
                report(done, total, what);
            }};
}

void Console::report(std::size_t done, std::size_t total, std::string_view what) {
    if (quiet_) {
        return;
    }
    const std::scoped_lock lock(mutex_);
    const auto now = Clock::now();
    if (what != current_ || done < last_done_) {
        current_ = what;
        started_ = now;
        // A task that ends within one period is not worth a line of its own.
        last_shown_ = now;
    }
    last_done_ = done;
    const bool due = terminal_ ? now - last_shown_ >= kBarPeriod : now - last_shown_ >= kLinePeriod;
    if (!due) {
        return;
    }
    last_shown_ = now;
    const double seconds = std::chrono::duration<double>(now - started_).count();
    const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
    std::string text = total > 0 ? fmt::format("{}/{}", done, total) : fmt::format("{}", done);
    if (rate > 0) {
        text += fmt::format("  {:.{}f}/s", rate, rate < 10 ? 1 : 0);
        if (total >= done && total > 0) {
            text += fmt::format("  {} left", duration(static_cast<double>(total - done) / rate));
        }
    }
    if (!terminal_) {
        fmt::print(stderr, "{}: {}\n", what, text);
        return;
    }
    const double fraction =
        total > 0 ? std::min(1.0, static_cast<double>(done) / static_cast<double>(total)) : 0;
    fmt::print(stderr, "\r\033[K{}  {}  {}", what, bar(fraction), text);
    std::fflush(stderr);
    bar_shown_ = true;
}

void Console::clear_bar() {
    if (bar_shown_) {
        fmt::print(stderr, "\r\033[K");
        std::fflush(stderr);
        bar_shown_ = false;
    }
}

void Console::print(std::string_view line) {
    const std::scoped_lock lock(mutex_);
    clear_bar();
    fmt::print(stdout, "{}\n", line);
}

void Console::print_json(const nlohmann::ordered_json& document) {
    json_printed_ = true;
    // Names come from files; bytes that are no UTF-8 must not make the output unreadable.
    print(document.dump(2, ' ', false, Json::error_handler_t::replace));
}

void Console::note(std::string_view line) {
    if (!quiet_) {
        warn(line);
    }
}

void Console::warn(std::string_view line) {
    const std::scoped_lock lock(mutex_);
    clear_bar();
    fmt::print(stderr, "{}\n", line);
}

} // namespace espalier::cli
