// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "core/analysis/accounting.h"
#include "core/analysis/storage.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::size {

namespace {

/// One parameter in every format.
struct Row {
    std::string name;
    std::int64_t elements = 0;
    std::int64_t nonzeros = 0;
    std::vector<std::int64_t> bytes; ///< in the order of all_formats()
    StorageCost best;
};

std::vector<Row> rows_of(const Graph& graph) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        const auto id = static_cast<ValueId>(i);
        const Parameter* parameter = graph.parameter(id);
        if (parameter == nullptr || parameter->latent().dtype() != DType::Float32) {
            continue;
        }
        Row row;
        row.name = graph.value(id).name;
        row.elements = parameter->latent().elements();
        row.nonzeros = parameter->nonzeros();
        for (const StorageFormat format : all_formats()) {
            row.bytes.push_back(storage_cost(*parameter, format).bytes());
        }
        row.best = best_storage(*parameter);
        rows.push_back(std::move(row));
    }
    return rows;
}

Json document(const Network& network, const Account& totals, const std::vector<Row>& rows) {
    Json json{{"network", network.graph.name},
              {"params", totals.params},
              {"nonzeros", totals.nonzeros},
              {"macs", totals.macs},
              {"stored_bytes", stored_bytes(network.graph)},
              {"file_bytes", network.file_bytes}};
    Json layers = Json::array();
    for (const Row& row : rows) {
        Json formats;
        for (std::size_t i = 0; i < row.bytes.size(); ++i) {
            formats[std::string(format_name(all_formats()[i]))] = row.bytes[i];
        }
        layers.push_back({{"name", row.name},
                          {"elements", row.elements},
                          {"nonzeros", row.nonzeros},
                          {"bytes", std::move(formats)},
                          {"best", format_name(row.best.format)},
                          {"stored_bytes", row.best.bytes()}});
    }
    json["layers"] = std::move(layers);
    return json;
}

std::string count(std::int64_t number) {
    return with_thousands(static_cast<std::uint64_t>(number));
}

void print_text(Console& console, const Network& network, const Account& totals,
                const std::vector<Row>& rows) {
    Table table;
    table.column("parameter", Table::Align::Left).column("elements").column("non-zeros");
    for (const StorageFormat format : all_formats()) {
        table.column(std::string(format_name(format)));
    }
    table.column("best", Table::Align::Left);
    std::vector<std::int64_t> sums(all_formats().size(), 0);
    for (const Row& row : rows) {
        std::vector<std::string> cells{row.name, count(row.elements), count(row.nonzeros)};
        for (std::size_t i = 0; i < row.bytes.size(); ++i) {
            cells.push_back(count(row.bytes[i]));
            sums[i] += row.bytes[i];
        }
        cells.emplace_back(format_name(row.best.format));
        table.row(std::move(cells));
    }
    table.rule();
    std::vector<std::string> cells{"bytes", "", ""};
    for (const std::int64_t sum : sums) {
        cells.push_back(count(sum));
    }
    table.row(std::move(cells));
    console.print(table.str());
    console.print();
    console.print(fmt::format("logical parameters  {}", count(totals.params)));
    console.print(fmt::format("non-zeros           {}", count(totals.nonzeros)));
    console.print(fmt::format("stored bytes        {} as .espz, header and graph included",
                              count(stored_bytes(network.graph))));
    console.print(fmt::format("this file           {}", with_thousands(network.file_bytes)));
}

class Size final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "size"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Sizes of a network in every storage format, parameter by parameter";
    }

    [[nodiscard]] std::string_view example() const override { return "espalier size small.espz"; }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto net = std::make_shared<NetworkArgument>();
        net->attach(app);
        app.callback([net, &globals, &console] {
            const Network network = net->load();
            const Account totals = account(network.graph);
            const auto rows = rows_of(network.graph);
            if (globals.json) {
                console.print_json(document(network, totals, rows));
            } else {
                print_text(console, network, totals, rows);
            }
        });
    }
};

} // namespace

const Command& command() {
    static const Size size;
    return size;
}

} // namespace espalier::cli::commands::size
