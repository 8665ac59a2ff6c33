// SPDX-License-Identifier: GPL-3.0-or-later
// What a technique can be told: the one description from which forms, command-line flags, recipe
// files, help pages and tests are made.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace espalier {

enum class ParamType { Boolean, Integer, Real, Choice, Text };

using ParamValue = std::variant<bool, std::int64_t, double, std::string>;

struct Choice {
    std::string id;    ///< as written in recipes ("global")
    std::string label; ///< as shown to people ("Whole network")
    std::string help;
};

struct ParamSpec {
    std::string key; ///< contract: recipes and scripts rely on it
    std::string label;
    std::string help; ///< one or two sentences
    ParamType type = ParamType::Real;
    ParamValue initial; ///< the default; its alternative matches `type`
    double min = 0;     ///< for Integer and Real, inclusive
    double max = 0;
    double step = 0;  ///< of a slider or spin box; 0: let the form choose
    std::string unit; ///< "", "bits", "epochs", "bytes", "%"
    std::vector<Choice> choices;
    /// The parameter matters only while parameter `visible_key` has one of `visible_values` (their
    /// text form); empty key: always.
    std::string visible_key;
    std::vector<std::string> visible_values;
};

/// Factories that keep technique files short.
[[nodiscard]] ParamSpec real_param(std::string key, std::string label, std::string help,
                                   double initial, double min, double max, double step,
                                   std::string unit = {});
[[nodiscard]] ParamSpec integer_param(std::string key, std::string label, std::string help,
                                      std::int64_t initial, std::int64_t min, std::int64_t max,
                                      std::string unit = {});
[[nodiscard]] ParamSpec bool_param(std::string key, std::string label, std::string help,
                                   bool initial);
[[nodiscard]] ParamSpec choice_param(std::string key, std::string label, std::string help,
                                     std::string initial, std::vector<Choice> choices);
/// The same spec, shown only while `key` has one of `values`.
[[nodiscard]] ParamSpec visible_when(ParamSpec spec, std::string key,
                                     std::vector<std::string> values);

/// Values of a technique's parameters, complete and checked.
class Params {
public:
    /// Every parameter at its default.
    explicit Params(const std::vector<ParamSpec>& specs);

    /// Sets one from text ("0.9", "true", "global"). Usage error for an unknown key (lists the keys
    /// there are), a value of the wrong type, outside the range, or not among the choices.
    void set_text(std::string_view key, std::string_view text);
    /// The same from a JSON scalar.
    void set_json(std::string_view key, const nlohmann::ordered_json& value);

    [[nodiscard]] bool boolean(std::string_view key) const;
    [[nodiscard]] std::int64_t integer(std::string_view key) const;
    [[nodiscard]] double real(std::string_view key) const; ///< also of an Integer
    [[nodiscard]] const std::string& text(std::string_view key) const;
    /// The value as set_text would take it.
    [[nodiscard]] std::string as_text(std::string_view key) const;
    /// True where the value was set, not defaulted.
    [[nodiscard]] bool is_set(std::string_view key) const;

    [[nodiscard]] const std::vector<ParamSpec>& specs() const { return *specs_; }

    /// All values, in the order of the specs.
    [[nodiscard]] nlohmann::ordered_json to_json() const;

private:
    struct Entry {
        ParamValue value;
        bool set = false;
    };

    void set_value(const ParamSpec& spec, ParamValue value);
    [[nodiscard]] const ParamSpec& spec_of(std::string_view key) const;
    [[nodiscard]] const Entry& entry(std::string_view key) const;

    const std::vector<ParamSpec>* specs_; ///< of the technique, which lives as long as the program
    std::map<std::string, Entry, std::less<>> entries_;
};

} // namespace espalier
