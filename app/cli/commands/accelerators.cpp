// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/table.h"
#include "core/base/json.h"
#include "hwmodel/accelerator.h"

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

namespace espalier::cli::commands::accelerators {

namespace {

void print_list(Console& console) {
    Table table;
    table.column("id", Table::Align::Left).column("what it is", Table::Align::Left);
    for (const hw::AcceleratorInfo& info : hw::accelerator_list()) {
        table.row({info.id, info.summary.empty() ? info.title : info.summary});
    }
    console.print(table.str());
}

void print_one(Console& console, const hw::Accelerator& accelerator) {
    console.print(fmt::format("{}: {}", accelerator.id, accelerator.title));
    if (!accelerator.summary.empty()) {
        console.print(accelerator.summary);
    }
    console.print(fmt::format("dataflows: {}", fmt::join(accelerator.dataflows, ", ")));
    console.print();
    Table table;
    table.column("part", Table::Align::Left).column("figure", Table::Align::Left);
    table.column("source", Table::Align::Left);
    for (const hw::SourcedText& part : accelerator.sources) {
        table.row({part.key, part.text, part.source});
    }
    console.print(table.str());
}

class Accelerators final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "accelerators"; }

    [[nodiscard]] std::string_view summary() const override {
        return "The accelerators that can be modelled, with their figures and sources";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier accelerators eyeriss";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto id = std::make_shared<std::string>();
        app.add_option("ID", *id, "One accelerator in full: a preset's id or a JSON file");
        app.callback([id, &globals, &console] {
            if (!id->empty()) {
                const hw::Accelerator accelerator = hw::load_accelerator(*id);
                globals.json ? console.print_json(hw::to_json(accelerator))
                             : print_one(console, accelerator);
                return;
            }
            if (!globals.json) {
                print_list(console);
                return;
            }
            Json list = Json::array();
            for (const hw::AcceleratorInfo& info : hw::accelerator_list()) {
                list.push_back({{"id", info.id}, {"title", info.title}, {"summary", info.summary}});
            }
            console.print_json(Json{{"accelerators", std::move(list)}});
        });
    }
};

} // namespace

const Command& command() {
    static const Accelerators accelerators;
    return accelerators;
}

} // namespace espalier::cli::commands::accelerators
