// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/table.h"
#include "core/base/json.h"
#include "core/compress/technique.h"

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

namespace espalier::cli::commands::techniques {

namespace {

std::string_view needs_text(Needs needs) {
    switch (needs) {
    case Needs::Images:
        return "pictures";
    case Needs::Labels:
        return "labelled pictures";
    case Needs::Nothing:
        break;
    }
    return "nothing";
}

std::string_view type_text(ParamType type) {
    switch (type) {
    case ParamType::Boolean:
        return "boolean";
    case ParamType::Integer:
        return "integer";
    case ParamType::Real:
        return "real";
    case ParamType::Choice:
        return "choice";
    case ParamType::Text:
        break;
    }
    return "text";
}

bool has_range(const ParamSpec& spec) {
    return spec.type == ParamType::Integer || spec.type == ParamType::Real;
}

Json document(const Technique& technique) {
    const TechniqueInfo& info = technique.info();
    const Params defaults(info.params);
    Json params = Json::array();
    for (const ParamSpec& spec : info.params) {
        Json param{{"key", spec.key},
                   {"label", spec.label},
                   {"help", spec.help},
                   {"type", type_text(spec.type)},
                   {"default", defaults.to_json().at(spec.key)},
                   {"unit", spec.unit}};
        if (has_range(spec)) {
            param["min"] = spec.min;
            param["max"] = spec.max;
        }
        for (const Choice& choice : spec.choices) {
            param["choices"].push_back(
                {{"id", choice.id}, {"label", choice.label}, {"help", choice.help}});
        }
        params.push_back(std::move(param));
    }
    Json references = Json::array();
    for (const Reference& reference : info.references) {
        references.push_back({{"text", reference.text}, {"link", reference.link}});
    }
    return {{"id", info.id},
            {"title", info.title},
            {"summary", info.summary},
            {"family", family_name(info.family)},
            {"needs", needs_text(technique.needs(defaults))},
            {"params", std::move(params)},
            {"references", std::move(references)},
            {"explanation", info.explanation}};
}

void print_one(Console& console, const Technique& technique) {
    const TechniqueInfo& info = technique.info();
    const Params defaults(info.params);
    console.print(fmt::format("{}: {}", info.id, info.title));
    console.print(info.summary);
    console.print(fmt::format("family: {}; needs: {}", family_name(info.family),
                              needs_text(technique.needs(defaults))));
    for (const ParamSpec& spec : info.params) {
        std::string range;
        if (has_range(spec)) {
            range = fmt::format(" in [{}, {}]", spec.min, spec.max);
        }
        for (const Choice& choice : spec.choices) {
            range += (range.empty() ? ", one of " : ", ") + choice.id;
        }
        console.print();
        console.print(fmt::format("  {} = {}{}{}", spec.key, defaults.as_text(spec.key),
                                  spec.unit.empty() ? "" : " " + spec.unit, range));
        console.print("      " + spec.help);
        if (!spec.visible_key.empty()) {
            console.print(fmt::format("      Matters while {} is {}.", spec.visible_key,
                                      fmt::join(spec.visible_values, " or ")));
        }
    }
    if (!info.explanation.empty()) {
        console.print();
        console.print(info.explanation);
    }
    console.print();
    for (const Reference& reference : info.references) {
        console.print(fmt::format("  {} ({})", reference.text, reference.link));
    }
    console.print(fmt::format("\nUse it: espalier compress NET -o OUT --step {}", info.id));
}

class Techniques final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "techniques"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Every technique with its parameters, ranges, defaults and references";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier techniques prune.magnitude";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto id = std::make_shared<std::string>();
        app.add_option("ID", *id, "One technique in full");
        app.callback([id, &globals, &console] {
            if (!id->empty()) {
                const Technique& technique = technique_for(*id);
                globals.json ? console.print_json(document(technique))
                             : print_one(console, technique);
                return;
            }
            if (globals.json) {
                Json all = Json::array();
                for (const Technique* technique : all_techniques()) {
                    all.push_back(document(*technique));
                }
                console.print_json(Json{{"techniques", std::move(all)}});
                return;
            }
            Table table;
            table.column("id", Table::Align::Left).column("family", Table::Align::Left);
            table.column("what it does", Table::Align::Left);
            for (const Technique* technique : all_techniques()) {
                const TechniqueInfo& info = technique->info();
                table.row({info.id, std::string(family_name(info.family)), info.summary});
            }
            console.print(table.str());
        });
    }
};

} // namespace

const Command& command() {
    static const Techniques techniques;
    return techniques;
}

} // namespace espalier::cli::commands::techniques
