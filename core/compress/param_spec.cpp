// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/param_spec.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace espalier {

namespace {

ParamSpec spec_base(std::string key, std::string label, std::string help, ParamType type,
                    ParamValue initial) {
    ParamSpec spec;
    spec.key = std::move(key);
    spec.label = std::move(label);
    spec.help = std::move(help);
    spec.type = type;
    spec.initial = std::move(initial);
    return spec;
}

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

std::optional<bool> parse_boolean(std::string_view text) {
    for (const std::string_view word : {"true", "yes", "on", "1"}) {
        if (text == word) {
            return true;
        }
    }
    for (const std::string_view word : {"false", "no", "off", "0"}) {
        if (text == word) {
            return false;
        }
    }
    return std::nullopt;
}

/// Quoted and cut: values come from files and command lines.
std::string shown(std::string_view text) {
    constexpr std::size_t kMost = 60;
    return text.size() <= kMost ? fmt::format("\"{}\"", text)
                                : fmt::format("\"{}...\"", text.substr(0, kMost));
}

std::string expected_of(const ParamSpec& spec) {
    switch (spec.type) {
    case ParamType::Boolean:
        return "true or false";
    case ParamType::Integer:
        return fmt::format("a whole number from {} to {}", spec.min, spec.max);
    case ParamType::Real:
        return fmt::format("a number from {} to {}", spec.min, spec.max);
    case ParamType::Choice: {
        std::string list;
        for (const auto& choice : spec.choices) {
            list += (list.empty() ? "" : ", ") + choice.id;
        }
        return "one of " + list;
    }
    case ParamType::Text:
        break;
    }
    return "a text";
}

[[noreturn]] void refuse(const ParamSpec& spec, std::string_view found) {
    fail(ErrorCode::Usage, "{}: found {}, expected {}", spec.key, found, expected_of(spec));
}

std::string text_of(const ParamValue& value) {
    if (const auto* flag = std::get_if<bool>(&value)) {
        return *flag ? "true" : "false";
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        return std::to_string(*whole);
    }
    if (const auto* real = std::get_if<double>(&value)) {
        return fmt::format("{}", *real);
    }
    return std::get<std::string>(value);
}

/// A JSON number without fraction, as files written by other programs may have it ("8.0").
std::optional<std::int64_t> whole_number(const Json& json) {
    constexpr double kExact = 9007199254740992.0; // 2^53
    if (json.is_number_unsigned()) {
        const auto number = json.get<std::uint64_t>();
        return number <= static_cast<std::uint64_t>(kExact)
                   ? std::optional(static_cast<std::int64_t>(number))
                   : std::nullopt;
    }
    if (json.is_number_integer()) {
        return json.get<std::int64_t>();
    }
    if (json.is_number_float()) {
        const auto number = json.get<double>();
        if (std::abs(number) <= kExact && number == std::floor(number)) {
            return static_cast<std::int64_t>(number);
        }
    }
    return std::nullopt;
}

} // namespace

ParamSpec real_param(std::string key, std::string label, std::string help, double initial,
                     double min, double max, double step, std::string unit) {
    ParamSpec spec =
        spec_base(std::move(key), std::move(label), std::move(help), ParamType::Real, initial);
    spec.min = min;
    spec.max = max;
    spec.step = step;
    spec.unit = std::move(unit);
    return spec;
}

ParamSpec integer_param(std::string key, std::string label, std::string help, std::int64_t initial,
                        std::int64_t min, std::int64_t max, std::string unit) {
    ParamSpec spec =
        spec_base(std::move(key), std::move(label), std::move(help), ParamType::Integer, initial);
    spec.min = static_cast<double>(min);
    spec.max = static_cast<double>(max);
    spec.step = 1;
    spec.unit = std::move(unit);
    return spec;
}

ParamSpec bool_param(std::string key, std::string label, std::string help, bool initial) {
    return spec_base(std::move(key), std::move(label), std::move(help), ParamType::Boolean,
                     initial);
}

ParamSpec choice_param(std::string key, std::string label, std::string help, std::string initial,
                       std::vector<Choice> choices) {
    ParamSpec spec = spec_base(std::move(key), std::move(label), std::move(help), ParamType::Choice,
                               std::move(initial));
    spec.choices = std::move(choices);
    return spec;
}

ParamSpec visible_when(ParamSpec spec, std::string key, std::vector<std::string> values) {
    spec.visible_key = std::move(key);
    spec.visible_values = std::move(values);
    return spec;
}

Params::Params(const std::vector<ParamSpec>& specs)
    : specs_(&specs) {
    for (const auto& spec : specs) {
        entries_[spec.key].value = spec.initial;
    }
}

const ParamSpec& Params::spec_of(std::string_view key) const {
    for (const auto& spec : *specs_) {
        if (spec.key == key) {
            return spec;
        }
    }
    std::vector<std::string> keys;
    for (const auto& spec : *specs_) {
        keys.push_back(spec.key);
    }
    std::string list;
    for (const auto& name : keys) {
        list += (list.empty() ? "" : ", ") + name;
    }
    throw Error(ErrorCode::Usage,
                fmt::format("there is no parameter {}, expected {}", shown(key),
                            list.empty() ? "none" : list),
                name_hint(key, keys));
}

const Params::Entry& Params::entry(std::string_view key) const {
    return entries_.find(spec_of(key).key)->second;
}

void Params::set_value(const ParamSpec& spec, ParamValue value) {
    if (spec.type == ParamType::Integer || spec.type == ParamType::Real) {
        const auto* whole = std::get_if<std::int64_t>(&value);
        const double number =
            whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
        // The negation also refuses NaN.
        if (!(number >= spec.min && number <= spec.max)) {
            refuse(spec, text_of(value));
        }
    } else if (spec.type == ParamType::Choice) {
        const auto& id = std::get<std::string>(value);
        std::vector<std::string> ids;
        for (const auto& choice : spec.choices) {
            ids.push_back(choice.id);
        }
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
            throw Error(
                ErrorCode::Usage,
                fmt::format("{}: found {}, expected {}", spec.key, shown(id), expected_of(spec)),
                name_hint(id, ids));
        }
    }
    entries_[spec.key] = {std::move(value), true};
}

void Params::set_text(std::string_view key, std::string_view text) {
    const ParamSpec& spec = spec_of(key);
    switch (spec.type) {
    case ParamType::Boolean:
        if (const auto flag = parse_boolean(text)) {
            return set_value(spec, *flag);
        }
        refuse(spec, shown(text));
    case ParamType::Integer:
        if (const auto whole = parse_number<std::int64_t>(text)) {
            return set_value(spec, *whole);
        }
        refuse(spec, shown(text));
    case ParamType::Real:
        if (const auto real = parse_number<double>(text)) {
            return set_value(spec, *real);
        }
        refuse(spec, shown(text));
    case ParamType::Choice:
    case ParamType::Text:
        set_value(spec, std::string(text));
    }
}

void Params::set_json(std::string_view key, const Json& value) {
    try {
        const ParamSpec& spec = spec_of(key);
        switch (spec.type) {
        case ParamType::Boolean:
            if (value.is_boolean()) {
                return set_value(spec, value.get<bool>());
            }
            break;
        case ParamType::Integer:
            if (const auto whole = whole_number(value)) {
                return set_value(spec, *whole);
            }
            break;
        case ParamType::Real:
            if (value.is_number()) {
                return set_value(spec, value.get<double>());
            }
            break;
        case ParamType::Choice:
        case ParamType::Text:
            if (value.is_string()) {
                return set_value(spec, value.get<std::string>());
            }
            break;
        }
        const bool scalar = value.is_primitive();
        refuse(spec, scalar ? value.dump(-1, ' ', true, Json::error_handler_t::replace)
                            : fmt::format("an {}", value.type_name()));
    } catch (const Error& error) {
        throw Error(ErrorCode::BadInput, error.message(), error.hint(), error.where());
    }
}

bool Params::boolean(std::string_view key) const {
    return std::get<bool>(entry(key).value);
}

std::int64_t Params::integer(std::string_view key) const {
    return std::get<std::int64_t>(entry(key).value);
}

double Params::real(std::string_view key) const {
    const ParamValue& value = entry(key).value;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        return static_cast<double>(*whole);
    }
    return std::get<double>(value);
}

const std::string& Params::text(std::string_view key) const {
    return std::get<std::string>(entry(key).value);
}

std::string Params::as_text(std::string_view key) const {
    return text_of(entry(key).value);
}

bool Params::is_set(std::string_view key) const {
    return entry(key).set;
}

Json Params::to_json() const {
    Json json = Json::object();
    for (const auto& spec : *specs_) {
        std::visit([&](const auto& value) { json[spec.key] = value; }, entry(spec.key).value);
    }
    return json;
}

} // namespace espalier
