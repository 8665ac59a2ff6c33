// SPDX-License-Identifier: GPL-3.0-or-later
// The one exception type of the program. Throw it where the fault is known; catch it at the edge
// of a job and in main. Messages are lower case, subject first, found against expected.
#pragma once

#include <fmt/core.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace espalier {

/// What kind of failure it was; the command line turns it into its exit code.
enum class ErrorCode {
    Failed,      ///< the work itself failed (exit 1)
    Usage,       ///< the caller asked for something that cannot be meant (exit 2)
    BadInput,    ///< a file or value is malformed (exit 3)
    Unsupported, ///< well-formed, but outside what the program does (exit 4)
    Io,          ///< the operating system refused: missing file, full disk (exit 1)
    Cancelled,   ///< the user stopped it (exit 130)
};

/// The process exit code that stands for `code`, as documented for the command line.
int exit_code(ErrorCode code);

/// A stable lower-case identifier of `code` ("bad-input", ...), for JSON and for translation.
std::string_view code_name(ErrorCode code);

class Error : public std::runtime_error {
public:
    /// `where` names file and place ("model.onnx: node conv2"), `hint` says what to do about it.
    Error(ErrorCode code, std::string message, std::string hint = {}, std::string where = {});

    [[nodiscard]] ErrorCode code() const { return code_; }

    [[nodiscard]] const std::string& message() const { return message_; }

    [[nodiscard]] const std::string& hint() const { return hint_; }

    [[nodiscard]] const std::string& where() const { return where_; }

    /// The same error with `place` put before what `where` says already.
    [[nodiscard]] Error at(std::string_view place) const;
    /// The same error with `text` as its hint.
    [[nodiscard]] Error with_hint(std::string text) const;

private:
    ErrorCode code_;
    std::string message_;
    std::string hint_;
    std::string where_;
};

/// Throws Error(code, fmt::format(...)).
template <typename... Args>
[[noreturn]] void fail(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
    throw Error(code, fmt::format(format, std::forward<Args>(args)...));
}

/// Throws a BadInput error when `condition` is false.
template <typename... Args>
void expect(bool condition, fmt::format_string<Args...> format, Args&&... args) {
    if (!condition) {
        fail(ErrorCode::BadInput, format, std::forward<Args>(args)...);
    }
}

/// Runs `body`; an Error that leaves it gets `place` put before its `where`.
template <typename Body>
decltype(auto) located(std::string_view place, Body&& body) {
    try {
        return std::forward<Body>(body)();
    } catch (const Error& error) {
        throw error.at(place);
    }
}

} // namespace espalier
