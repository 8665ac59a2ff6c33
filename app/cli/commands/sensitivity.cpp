// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiments/sensitivity.h"

#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::sensitivity {

namespace {

struct Options {
    NetworkArgument net;
    DataArgument data;
    std::string technique;
    std::string key;
    std::vector<std::string> values;
    bool all_but = false;
};

SensitivityOptions settings(const Options& options) {
    SensitivityOptions result{Step::parse(options.technique), options.key, options.values,
                              options.all_but};
    const Strength strength = strength_of(*result.step.technique, options.key);
    result.key = strength.key;
    if (result.values.empty()) {
        result.values = strength.values;
    }
    return result;
}

Json to_json(const std::vector<SensitivityCell>& cells, const SensitivityOptions& options) {
    Json list = Json::array();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        Json entry{{options.key, options.values[i]}};
        if (const auto& point = cells[i].point) {
            entry["top1"] = point->top1;
            entry["loss"] = point->loss;
            entry["nonzeros"] = point->nonzeros;
            entry["macs"] = point->macs;
            entry["stored_bytes"] = point->stored_bytes;
        } else {
            entry["error"] = cells[i].error;
        }
        list.push_back(std::move(entry));
    }
    return list;
}

Json to_json(const Sensitivity& result, const SensitivityOptions& options) {
    Json layers = Json::array();
    for (const SensitivityRow& row : result.rows) {
        Json entry{{"name", row.layer}, {"params", row.params}};
        entry["only"] = to_json(row.only, options);
        if (options.all_but) {
            entry["all_but"] = to_json(row.all_but, options);
        }
        layers.push_back(std::move(entry));
    }
    return {{"technique", options.step.technique->info().id},
            {"vary", options.key},
            {"images", result.images},
            {"margin", result.margin},
            {"baseline",
             {{"top1", result.baseline.top1},
              {"loss", result.baseline.loss},
              {"nonzeros", result.baseline.nonzeros},
              {"macs", result.baseline.macs},
              {"stored_bytes", result.baseline.stored_bytes}}},
            {"layers", std::move(layers)},
            {"all", to_json(result.all, options)}};
}

std::vector<std::string> line(const std::string& name, const std::string& params,
                              const std::vector<SensitivityCell>& cells) {
    std::vector<std::string> words{name, params};
    for (const SensitivityCell& cell : cells) {
        words.push_back(cell.point ? fmt::format("{:.2f} %", cell.point->top1) : "–");
    }
    return words;
}

void print(Console& console, const Sensitivity& result, const SensitivityOptions& options) {
    Table table;
    table.column("only this layer", Table::Align::Left).column("parameters");
    for (const std::string& value : options.values) {
        table.column(options.key + " " + value);
    }
    for (const SensitivityRow& row : result.rows) {
        table.row(
            line(row.layer, with_thousands(static_cast<std::uint64_t>(row.params)), row.only));
    }
    table.rule();
    if (options.all_but) {
        for (const SensitivityRow& row : result.rows) {
            table.row(line("all but " + row.layer, "", row.all_but));
        }
        table.rule();
    }
    table.row(line("all of them", "", result.all));
    console.print(table.str());
    console.print();
    console.print(fmt::format("baseline {:.2f} % of {} pictures, ±{:.2f} points (95 %)",
                              result.baseline.top1, with_thousands(result.images), result.margin));
    for (const SensitivityRow& row : result.rows) {
        for (const auto* cells : {&row.only, &row.all_but}) {
            for (const SensitivityCell& cell : *cells) {
                if (!cell.point) {
                    console.note("note: " + row.layer + ": " + cell.error);
                }
            }
        }
    }
}

void run(const Options& options, const Globals& globals, Console& console) {
    const SensitivityOptions chosen = settings(options);
    const Network network = options.net.load();
    const DatasetPtr test = options.data.open(globals);
    Context context;
    context.job = console.job();
    context.seed = globals.seed;
    context.train = options.data.open(globals, Split::Train);
    context.test = test;
    context.preprocess = network.preprocess;
    context.teacher = &network.graph;
    const Sensitivity result = espalier::sensitivity(
        network.graph, chosen, context, [&](const Graph& graph, const Job& job) {
            return espalier::evaluate(graph, *test, network.preprocess, job);
        });
    if (globals.json) {
        console.print_json(to_json(result, chosen));
    } else {
        print(console, result, chosen);
    }
}

class SensitivityCommand final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "sensitivity"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Accuracy with one layer compressed at a time, at several strengths";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier sensitivity lenet-5-glyphs --technique prune.magnitude --data glyphs "
               "--limit 1000";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        options->net.attach(app);
        options->data.attach(app, true, true);
        app.add_option("--technique", options->technique,
                       "ID, or ID:key=value,... as --step of compress takes it")
            ->required();
        app.add_option("--vary", options->key,
                       "The parameter that says how strong; the technique's first number unless "
                       "given");
        app.add_option("--values", options->values,
                       "Its values, separated by commas; five over its range unless given")
            ->delimiter(',');
        app.add_flag("--all-but", options->all_but,
                     "Also with all layers compressed but one: which one is guilty");
        app.callback([options, &globals, &console] { run(*options, globals, console); });
    }
};

} // namespace

const Command& command() {
    static const SensitivityCommand sensitivity;
    return sensitivity;
}

} // namespace espalier::cli::commands::sensitivity
