// SPDX-License-Identifier: GPL-3.0-or-later
// JSON with the program's errors. Headers include <nlohmann/json_fwd.hpp>; sources include this.
#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace espalier {

/// Keeps the order in which keys were written, so that files and reports read as intended.
using Json = nlohmann::ordered_json;

/// Parses; a syntax error becomes Error{BadInput} with line and column, `where` = `name`. Depth is
/// limited (512), so that hostile nesting can not exhaust the stack.
[[nodiscard]] Json parse_json(std::string_view text, std::string_view name);
[[nodiscard]] Json read_json(const std::filesystem::path& path);

/// value[key] as T, with an error that says what was found and expected. T is one of bool, int,
/// std::int64_t, double, std::string, or a vector of them.
template <typename T>
[[nodiscard]] T json_get(const Json& value, const std::string& key) {
    if (!value.is_object() || !value.contains(key)) {
        fail(ErrorCode::BadInput, "key \"{}\" is missing", key);
    }
    try {
        return value.at(key).get<T>();
    } catch (const nlohmann::json::exception&) {
        fail(ErrorCode::BadInput, "key \"{}\" has the wrong type (found {})", key,
             value.at(key).type_name());
    }
}

/// The same, with a default where the key is absent.
template <typename T>
[[nodiscard]] T json_get(const Json& value, const std::string& key, T otherwise) {
    return value.is_object() && value.contains(key) ? json_get<T>(value, key)
                                                    : std::move(otherwise);
}

} // namespace espalier
