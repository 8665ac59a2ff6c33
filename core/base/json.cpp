// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include "core/base/files.h"

#include <algorithm>

namespace espalier {

namespace {

constexpr int kMaxDepth = 512;
constexpr std::uint64_t kMaxJsonBytes = std::uint64_t{256} << 20U;

void check_depth(std::string_view text, std::string_view name) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > kMaxDepth) {
                throw Error(ErrorCode::BadInput,
                            fmt::format("nested deeper than {} levels", kMaxDepth), {},
                            std::string(name));
            }
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
}

} // namespace

Json parse_json(std::string_view text, std::string_view name) {
    check_depth(text, name);
    try {
        return Json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        const auto end = text.begin() + static_cast<std::ptrdiff_t>(
                                            std::min<std::size_t>(error.byte, text.size()));
        const auto line = 1 + std::count(text.begin(), end, '\n');
        throw Error(ErrorCode::BadInput,
                    fmt::format("not valid JSON at line {} (byte {})", line, error.byte), {},
                    std::string(name));
    } catch (const nlohmann::json::exception&) {
        // The parser's other complaint: a number that no double holds.
        throw Error(ErrorCode::BadInput, "not valid JSON: a number is out of range", {},
                    std::string(name));
    }
}

Json read_json(const std::filesystem::path& path) {
    return parse_json(read_text(path, kMaxJsonBytes), path.string());
}

} // namespace espalier
