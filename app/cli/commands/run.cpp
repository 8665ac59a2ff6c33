// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/session/picture.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/engine/engine.h"
#include "core/formats/npy.h"
#include "core/formats/tensor_pb.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>

namespace espalier::cli::commands::run {

namespace {

namespace fs = std::filesystem;

Tensor read_input(const Network& network, const std::string& file) {
    const std::string extension = fs::path(file).extension().string();
    if (extension == ".npy") {
        return read_npy(file);
    }
    if (extension == ".pb") {
        return read_tensor_pb(file).tensor;
    }
    return picture_tensor(file, network);
}

/// "[NAME=]FILE" bound to the graph's inputs, in their order.
std::vector<Tensor> bind_inputs(const Network& network, const std::vector<std::string>& given) {
    const Graph& graph = network.graph;
    std::vector<Tensor> tensors(graph.inputs.size());
    for (const std::string& item : given) {
        const auto equals = item.find('=');
        const bool named = equals != std::string::npos;
        if (!named && graph.inputs.size() != 1) {
            fail(ErrorCode::Usage, "the network has {} inputs: say --input NAME=FILE for each",
                 graph.inputs.size());
        }
        const std::string name =
            named ? item.substr(0, equals) : graph.value(graph.inputs.front()).name;
        const auto found = std::ranges::find_if(
            graph.inputs, [&](ValueId id) { return graph.value(id).name == name; });
        if (found == graph.inputs.end()) {
            fail(ErrorCode::Usage, "the network has no input \"{}\"", name);
        }
        tensors[static_cast<std::size_t>(found - graph.inputs.begin())] =
            read_input(network, named ? item.substr(equals + 1) : item);
    }
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (!tensors[i].defined()) {
            fail(ErrorCode::Usage, "input \"{}\" is missing", graph.value(graph.inputs[i]).name);
        }
    }
    return tensors;
}

std::string file_name(std::size_t index, std::string name) {
    std::ranges::replace(name, '/', '_');
    return fmt::format("{:03}_{}.npy", index, name);
}

Json output_summary(const Graph& graph, const std::vector<Tensor>& outputs) {
    Json list = Json::array();
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const Tensor& tensor = outputs[i];
        double low = tensor.elements() > 0 ? tensor.at(0) : 0;
        double high = low;
        std::int64_t peak = 0;
        for (std::int64_t k = 1; k < tensor.elements(); ++k) {
            const double value = tensor.at(k);
            low = std::min(low, value);
            if (value > high) {
                high = value;
                peak = k;
            }
        }
        list.push_back({{"name", graph.value(graph.outputs[i]).name},
                        {"type", dtype_name(tensor.dtype())},
                        {"shape", tensor.shape().dims()},
                        {"min", low},
                        {"max", high},
                        {"argmax", peak}});
    }
    return list;
}

class Run final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "run"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Runs a network on .npy, .pb or picture files";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier run net.onnx --input picture.png --output out";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto net = std::make_shared<NetworkArgument>();
        const auto inputs = std::make_shared<std::vector<std::string>>();
        const auto output = std::make_shared<std::string>();
        net->attach(app);
        app.add_option("--input", *inputs, "[NAME=]FILE: .npy, .pb (ONNX TensorProto) or a picture")
            ->required();
        app.add_option("--output", *output, "Folder for NNN_NAME.npy, in graph order");
        app.callback([net, inputs, output, &globals, &console] {
            const Network network = net->load();
            const auto tensors = bind_inputs(network, *inputs);
            std::vector<TensorType> types;
            for (const Tensor& tensor : tensors) {
                types.push_back({tensor.dtype(), tensor.shape()});
            }
            auto executable = Executable::compile(network.graph, {.inputs = types});
            const auto results = executable.run(tensors);
            const Graph& graph = network.graph;
            for (std::size_t i = 0; !output->empty() && i < results.size(); ++i) {
                write_npy(fs::path(*output) / file_name(i, graph.value(graph.outputs[i]).name),
                          results[i]);
            }
            const Json outputs = output_summary(graph, results);
            if (globals.json) {
                console.print_json(Json{{"network", graph.name}, {"outputs", outputs}});
                return;
            }
            for (const Json& item : outputs) {
                console.print(fmt::format(
                    "{}  {} {}  min {:.6g}  max {:.6g} at {}", item.at("name").get<std::string>(),
                    item.at("type").get<std::string>(), item.at("shape").dump(),
                    item.at("min").get<double>(), item.at("max").get<double>(),
                    item.at("argmax").get<std::int64_t>()));
            }
        });
    }
};

} // namespace

const Command& command() {
    static const Run run;
    return run;
}

} // namespace espalier::cli::commands::run
