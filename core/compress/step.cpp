// SPDX-License-Identifier: GPL-3.0-or-later
// The text and JSON forms of one step.
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/compress/recipe.h"

#include <algorithm>
#include <utility>

namespace espalier {

namespace {

constexpr std::string_view kLayers = "layers";
constexpr std::string_view kExcept = "except";
constexpr std::string_view kSpecial = ",:='";

/// Reads "id:key=value,key=value" piece by piece.
class StepReader {
public:
    explicit StepReader(std::string_view text)
        : text_(text) {}

    [[nodiscard]] bool done() const { return at_ == text_.size(); }

    /// Everything up to one of `, : =` outside quotes, with the quotes taken off.
    std::string piece(std::string_view what) {
        const std::size_t from = at_;
        std::string piece;
        bool quoted = false;
        std::size_t opened = 0;
        for (; !done(); ++at_) {
            const char c = text_[at_];
            if (c == '\'') {
                const bool doubled = quoted && at_ + 1 < text_.size() && text_[at_ + 1] == '\'';
                if (doubled) {
                    piece += c;
                    ++at_;
                } else {
                    quoted = !quoted;
                    opened = at_;
                }
            } else if (!quoted && kSpecial.find(c) != std::string_view::npos) {
                break;
            } else {
                piece += c;
            }
        }
        if (quoted) {
            refuse(opened, "the quote is never closed", "end it with '");
        }
        if (at_ == from) {
            refuse(at_, fmt::format("found {}, expected {}", here(), what));
        }
        return piece;
    }

    /// Takes `separator`, or says what was there instead.
    void expect_separator(char separator, std::string_view after) {
        if (done() || text_[at_] != separator) {
            refuse(at_, fmt::format("found {}, expected \"{}\" after {}", here(), separator, after),
                   "put a value that contains , : or = in single quotes");
        }
        ++at_;
    }

    [[nodiscard]] std::size_t position() const { return at_; }

    [[noreturn]] void refuse(std::size_t place, const std::string& message,
                             std::string hint = {}) const {
        throw Error(ErrorCode::Usage, message, std::move(hint), where(place));
    }

    [[nodiscard]] std::string where(std::size_t place) const {
        return fmt::format("step \"{}\", character {}", text_, place + 1);
    }

private:
    [[nodiscard]] std::string here() const {
        return done() ? "the end" : fmt::format("\"{}\"", text_[at_]);
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            parts.back() += text[++i];
        } else if (text[i] == '+') {
            parts.emplace_back();
        } else {
            parts.back() += text[i];
        }
    }
    return parts;
}

std::string joined_list(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) {
        text += text.empty() ? "" : "+";
        for (const char c : part) {
            text += c == '+' || c == '\\' ? "\\" : "";
            text += c;
        }
    }
    return text;
}

std::string quoted(const std::string& value) {
    if (!value.empty() && value.find_first_of(kSpecial) == std::string::npos) {
        return value;
    }
    std::string text = "'";
    for (const char c : value) {
        text += c == '\'' ? "''" : std::string(1, c);
    }
    return text + "'";
}

void check_patterns(const std::vector<std::string>& patterns, std::string_view key) {
    for (const auto& pattern : patterns) {
        if (pattern.empty()) {
            fail(ErrorCode::Usage, "{}: found an empty pattern, expected a layer's name or a glob",
                 key);
        }
    }
}

std::vector<std::string> patterns_from_json(const Json& json, const std::string& key) {
    const Json& value = json.at(key);
    if (value.is_string()) {
        return {value.get<std::string>()};
    }
    expect(value.is_array(), "key \"{}\": found {}, expected a list of texts", key,
           value.type_name());
    std::vector<std::string> patterns;
    for (const auto& entry : value) {
        expect(entry.is_string(), "key \"{}\": found {} in the list, expected texts", key,
               entry.type_name());
        expect(!entry.get_ref<const std::string&>().empty(),
               "key \"{}\": found an empty pattern, expected a layer's name or a glob", key);
        patterns.push_back(entry.get<std::string>());
    }
    return patterns;
}

} // namespace

Step::Step(const Technique& chosen)
    : technique(&chosen)
    , params(chosen.info().params) {}

Step Step::parse(std::string_view text) {
    StepReader reader(trim(text));
    const std::string id = reader.piece("a technique");
    Step step(located(reader.where(0), [&]() -> const Technique& { return technique_for(id); }));
    if (reader.done()) {
        return step;
    }
    reader.expect_separator(':', "the technique");
    while (true) {
        const std::size_t place = reader.position();
        const std::string key(trim(reader.piece("a parameter")));
        reader.expect_separator('=', fmt::format("\"{}\"", key));
        const std::string value = reader.piece(fmt::format("the value of \"{}\"", key));
        located(reader.where(place), [&] {
            if (key == kLayers || key == kExcept) {
                auto& patterns = key == kLayers ? step.scope.include : step.scope.exclude;
                patterns = split_list(value);
                check_patterns(patterns, key);
            } else {
                step.params.set_text(key, value);
            }
        });
        if (reader.done()) {
            return step;
        }
        reader.expect_separator(',', fmt::format("the value of \"{}\"", key));
    }
}

std::string Step::str() const {
    std::string list;
    const auto add = [&](std::string_view key, const std::string& value) {
        list += fmt::format("{}{}={}", list.empty() ? ":" : ",", key, quoted(value));
    };
    for (const auto& spec : params.specs()) {
        if (params.is_set(spec.key)) {
            add(spec.key, params.as_text(spec.key));
        }
    }
    if (!scope.include.empty()) {
        add(kLayers, joined_list(scope.include));
    }
    if (!scope.exclude.empty()) {
        add(kExcept, joined_list(scope.exclude));
    }
    return technique->info().id + list;
}

Json Step::to_json() const {
    Json json = {{"technique", technique->info().id}};
    const Json values = params.to_json();
    Json set = Json::object();
    for (const auto& spec : params.specs()) {
        if (params.is_set(spec.key)) {
            set[spec.key] = values.at(spec.key);
        }
    }
    if (!set.empty()) {
        json["params"] = std::move(set);
    }
    if (!scope.include.empty()) {
        json[std::string(kLayers)] = scope.include;
    }
    if (!scope.exclude.empty()) {
        json[std::string(kExcept)] = scope.exclude;
    }
    if (!enabled) {
        json["enabled"] = false;
    }
    return json;
}

Step Step::from_json(const Json& json) {
    static const std::vector<std::string> kKeys{"technique", "params", "layers", "except",
                                                "enabled"};
    expect(json.is_object(), "found {}, expected an object with the key \"technique\"",
           json.type_name());
    for (const auto& [key, value] : json.items()) {
        if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
            throw Error(ErrorCode::BadInput, fmt::format("unknown key \"{}\"", key),
                        name_hint(key, kKeys));
        }
    }
    const auto id = json_get<std::string>(json, "technique");
    const Technique* technique = nullptr;
    try {
        technique = &technique_for(id);
    } catch (const Error& error) {
        throw Error(ErrorCode::BadInput, "key \"technique\": " + error.message(), error.hint());
    }
    Step step(*technique);
    if (json.contains("params")) {
        const Json& values = json.at("params");
        expect(values.is_object(), "key \"params\": found {}, expected an object",
               values.type_name());
        for (const auto& [key, value] : values.items()) {
            located(fmt::format("key \"{}\"", key), [&] { step.params.set_json(key, value); });
        }
    }
    if (json.contains(kLayers)) {
        step.scope.include = patterns_from_json(json, std::string(kLayers));
    }
    if (json.contains(kExcept)) {
        step.scope.exclude = patterns_from_json(json, std::string(kExcept));
    }
    step.enabled = json_get<bool>(json, "enabled", true);
    return step;
}

std::string Step::hash() const {
    Sha256 sha;
    const auto field = [&](std::string_view text) {
        sha.update(std::uint64_t{text.size()}).update(text);
    };
    field(technique->info().id);
    for (const auto& spec : params.specs()) {
        field(spec.key);
        field(params.as_text(spec.key));
    }
    for (const auto* patterns : {&scope.include, &scope.exclude}) {
        sha.update(std::uint64_t{patterns->size()});
        for (const auto& pattern : *patterns) {
            field(pattern);
        }
    }
    return sha.hex_digest();
}

} // namespace espalier
