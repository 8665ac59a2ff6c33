// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace espalier {

int exit_code(ErrorCode code) {
    switch (code) {
    case ErrorCode::Failed:
    case ErrorCode::Io:
        return 1;
    case ErrorCode::Usage:
        return 2;
    case ErrorCode::BadInput:
        return 3;
    case ErrorCode::Unsupported:
        return 4;
    case ErrorCode::Cancelled:
        return 130;
    }
    return 1;
}

std::string_view code_name(ErrorCode code) {
    switch (code) {
    case ErrorCode::Failed:
        return "failed";
    case ErrorCode::Io:
        return "io";
    case ErrorCode::Usage:
        return "usage";
    case ErrorCode::BadInput:
        return "bad-input";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::Cancelled:
        return "cancelled";
    }
    return "failed";
}

Error::Error(ErrorCode code, std::string message, std::string hint, std::string where)
    : std::runtime_error(where.empty() ? message : where + ": " + message)
    , code_(code)
    , message_(std::move(message))
    , hint_(std::move(hint))
    , where_(std::move(where)) {}

Error Error::at(std::string_view place) const {
    std::string where(place);
    if (!where_.empty()) {
        where += ": " + where_;
    }
    return {code_, message_, hint_, std::move(where)};
}

Error Error::with_hint(std::string text) const {
    return {code_, message_, std::move(text), where_};
}

} // namespace espalier
