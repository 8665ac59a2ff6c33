// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/recipe.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <algorithm>
#include <ostream>

namespace espalier {

namespace {

constexpr std::int64_t kVersion = 1;
const std::string kVersionKey = "espalier_recipe";

void check_version(const Json& json) {
    expect(json.is_object(), "found {}, expected an object with the key \"{}\"", json.type_name(),
           kVersionKey);
    const auto version = json_get<std::int64_t>(json, kVersionKey);
    expect(version >= 1, "key \"{}\": found {}, expected 1 or more", kVersionKey, version);
    if (version > kVersion) {
        throw Error(
            ErrorCode::Unsupported,
            fmt::format("the recipe has format version {}, expected at most {}", version, kVersion),
            "it was written by a newer version of the program");
    }
    const std::vector<std::string> keys{kVersionKey, "title", "steps"};
    for (const auto& [key, value] : json.items()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            throw Error(ErrorCode::BadInput, fmt::format("unknown key \"{}\"", key),
                        name_hint(key, keys));
        }
    }
}

} // namespace

Json Recipe::to_json() const {
    Json list = Json::array();
    for (const auto& step : steps) {
        list.push_back(step.to_json());
    }
    Json json = {{kVersionKey, kVersion}};
    if (!title.empty()) {
        json["title"] = title;
    }
    json["steps"] = std::move(list);
    return json;
}

Recipe Recipe::from_json(const Json& json) {
    check_version(json);
    Recipe recipe;
    recipe.title = json_get<std::string>(json, "title", "");
    expect(json.contains("steps"), "key \"steps\" is missing");
    const Json& list = json.at("steps");
    expect(list.is_array(), "key \"steps\": found {}, expected a list", list.type_name());
    for (std::size_t i = 0; i < list.size(); ++i) {
        recipe.steps.push_back(
            located(fmt::format("step {}", i + 1), [&] { return Step::from_json(list.at(i)); }));
    }
    return recipe;
}

Recipe Recipe::read(const std::filesystem::path& path) {
    const Json json = read_json(path);
    return located(path.string(), [&] { return from_json(json); });
}

void Recipe::write(const std::filesystem::path& path) const {
    const std::string text = to_json().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    write_atomically(path, std::string_view(text));
}

} // namespace espalier
