// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "core/analysis/accounting.h"
#include "core/analysis/storage.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>

#include <map>

namespace espalier::cli::commands::info {

namespace {

Json value_json(const Graph& graph, const std::vector<ValueId>& ids) {
    Json list = Json::array();
    for (const ValueId id : ids) {
        const Value& value = graph.value(id);
        list.push_back({{"name", value.name},
                        {"type", dtype_name(value.type.dtype)},
                        {"shape", value.type.shape.dims()}});
    }
    return list;
}

std::map<std::string, int> operator_counts(const Graph& graph) {
    std::map<std::string, int> counts;
    for (const Node& node : graph.nodes) {
        ++counts[node.op];
    }
    return counts;
}

Json document(const Network& network, const Account& account) {
    const Graph& graph = network.graph;
    Json json{{"name", graph.name},
              {"file", network.path.string()},
              {"file_bytes", network.file_bytes},
              {"sha256", network.sha256},
              {"opset", graph.source_opset},
              {"producer", graph.producer},
              {"inputs", value_json(graph, graph.inputs)},
              {"outputs", value_json(graph, graph.outputs)},
              {"operators", operator_counts(graph)},
              {"preprocess", network.preprocess.to_json()},
              {"preprocess_assumed", network.preprocess_source == PreprocessSource::Assumed},
              {"params", account.params},
              {"nonzeros", account.nonzeros},
              {"macs", account.macs},
              {"stored_bytes", stored_bytes(graph)},
              {"sparsity", account.sparsity()}};
    Json layers = Json::array();
    for (const LayerAccount& layer : account.layers) {
        layers.push_back({{"name", layer.name},
                          {"op", layer.op},
                          {"output", layer.output.dims()},
                          {"params", layer.params},
                          {"nonzeros", layer.nonzeros},
                          {"macs", layer.macs},
                          {"weight_bits", layer.weight_bits},
                          {"input_bits", layer.input_bits}});
    }
    json["layers"] = std::move(layers);
    return json;
}

std::string value_line(const Graph& graph, ValueId id) {
    const Value& value = graph.value(id);
    return fmt::format("{} {} {}", value.name, dtype_name(value.type.dtype),
                       value.type.shape.str());
}

void print_text(Console& console, const Network& network, const Account& account) {
    const Graph& graph = network.graph;
    console.print(fmt::format("{}  ({}, {})", graph.name, network.path.string(),
                              human_bytes(network.file_bytes)));
    console.print(fmt::format("opset {}, made by {}", graph.source_opset,
                              graph.producer.empty() ? "unknown" : graph.producer));
    for (const ValueId id : graph.inputs) {
        console.print("input   " + value_line(graph, id));
    }
    for (const ValueId id : graph.outputs) {
        console.print("output  " + value_line(graph, id));
    }
    constexpr int kPictureRank = 4;
    if (!graph.inputs.empty() &&
        graph.value(graph.inputs.front()).type.shape.rank() == kPictureRank) {
        console.print("pictures: " + network.preprocess_text());
    }
    std::string operators;
    for (const auto& [op, count] : operator_counts(graph)) {
        operators += fmt::format("{}{} {}", operators.empty() ? "" : ", ", count, op);
    }
    console.print("operators: " + operators);
    console.print();

    Table table;
    table.column("layer", Table::Align::Left).column("operator", Table::Align::Left);
    table.column("output", Table::Align::Left).column("parameters").column("non-zeros");
    table.column("MACs").column("bits");
    for (const LayerAccount& layer : account.layers) {
        table.row(
            {layer.name, layer.op, layer.output.str(),
             layer.params > 0 ? with_thousands(static_cast<std::uint64_t>(layer.params)) : "",
             layer.params > 0 ? with_thousands(static_cast<std::uint64_t>(layer.nonzeros)) : "",
             layer.macs > 0 ? with_thousands(static_cast<std::uint64_t>(layer.macs)) : "",
             layer.weights > 0 ? std::to_string(layer.weight_bits) : ""});
    }
    table.rule();
    table.row({"total", "", "", with_thousands(static_cast<std::uint64_t>(account.params)),
               with_thousands(static_cast<std::uint64_t>(account.nonzeros)),
               with_thousands(static_cast<std::uint64_t>(account.macs)), ""});
    console.print(table.str());
    console.print(fmt::format("stored as .espz: {}; {:.1f} % of the weights are zero",
                              human_bytes(static_cast<std::uint64_t>(stored_bytes(graph))),
                              100 * account.sparsity()));
}

class Info final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "info"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Operators, shapes, parameters and MACs of a network, layer by layer";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier info lenet-5-mnist";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto net = std::make_shared<NetworkArgument>();
        net->attach(app);
        app.callback([net, &globals, &console] {
            const Network network = net->load();
            const Account totals = account(network.graph);
            if (globals.json) {
                console.print_json(document(network, totals));
            } else {
                print_text(console, network, totals);
            }
        });
    }
};

} // namespace

const Command& command() {
    static const Info info;
    return info;
}

} // namespace espalier::cli::commands::info
