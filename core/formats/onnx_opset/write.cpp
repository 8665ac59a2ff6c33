// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx_opset/write.h"

#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <optional>

namespace espalier::onnx_opset {

namespace {

/// Collects the nodes that take the place of one; the last of them makes the same value.
class Parts {
public:
    Parts(Graph& graph, const Node& whole, std::vector<Node>& nodes)
        : graph_(graph)
        , whole_(whole)
        , nodes_(nodes) {}

    ValueId constant(const char* suffix, double value) {
        const DType type = graph_.value(whole_.inputs[0]).type.dtype;
        const auto number = Tensor::scalar(static_cast<float>(value)).cast(type);
        return graph_.add_parameter(whole_.name + "." + suffix, Parameter(number));
    }

    ValueId make(const char* op, const char* suffix, std::vector<ValueId> inputs) {
        const std::string name = graph_.unique_node_name(whole_.name + "." + suffix);
        const ValueId made = graph_.add_value(name);
        add(op, name, std::move(inputs), made);
        return made;
    }

    /// The last one, under the name of the whole.
    void finish(const char* op, std::vector<ValueId> inputs) {
        add(op, whole_.name, std::move(inputs), whole_.outputs[0]);
    }

private:
    void add(const char* op, std::string name, std::vector<ValueId> inputs, ValueId output) {
        Node node;
        node.name = std::move(name);
        node.op = op;
        node.origin = whole_.origin;
        node.inputs = std::move(inputs);
        node.outputs = {output};
        nodes_.push_back(std::move(node));
    }

    Graph& graph_;
    const Node& whole_;
    std::vector<Node>& nodes_;
};

/// x tanh(softplus(x))
void take_mish_apart(const Node& node, Parts& parts) {
    const ValueId x = node.inputs[0];
    const ValueId softplus = parts.make("Softplus", "softplus", {x});
    parts.finish("Mul", {x, parts.make("Tanh", "tanh", {softplus})});
}

/// x (1 + erf(x / sqrt 2)) / 2, or x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2
void take_gelu_apart(const Node& node, Parts& parts) {
    const ValueId x = node.inputs[0];
    ValueId share = kNoValue;
    if (node.attributes.text("approximate", "none") == "tanh") {
        const ValueId square = parts.make("Mul", "square", {x, x});
        const ValueId cube = parts.make("Mul", "cube", {square, x});
        const ValueId small = parts.make("Mul", "small", {cube, parts.constant("c", 0.044715)});
        const ValueId sum = parts.make("Add", "sum", {x, small});
        const ValueId factor = parts.constant("factor", std::sqrt(2 / std::numbers::pi));
        share = parts.make("Tanh", "tanh", {parts.make("Mul", "scaled", {sum, factor})});
    } else {
        const ValueId factor = parts.constant("factor", 1 / std::numbers::sqrt2);
        share = parts.make("Erf", "erf", {parts.make("Mul", "scaled", {x, factor})});
    }
    const ValueId above = parts.make("Add", "above", {share, parts.constant("one", 1)});
    const ValueId twice = parts.make("Mul", "twice", {x, above});
    parts.finish("Mul", {twice, parts.constant("half", 0.5)});
}

/// What opset 17 has no words for; nullopt where it has.
std::optional<std::string> beyond(const Node& node) {
    if (node.op == "ScatterElements" || node.op == "ScatterND") {
        const std::string reduction = node.attributes.text("reduction", "none");
        if (reduction == "max" || reduction == "min") {
            return "reduction " + reduction;
        }
    }
    if (node.op == "Resize") {
        for (const char* key : {"antialias", "axes", "keep_aspect_ratio_policy"}) {
            if (node.attributes.has(key)) {
                return key;
            }
        }
    }
    if (node.op == "Pad") {
        if (node.attributes.text("mode", "constant") == "wrap") {
            return "mode wrap";
        }
        if (node.input(3) != kNoValue) {
            return "axes";
        }
    }
    return std::nullopt;
}

void check(const Graph& graph) {
    std::string list;
    for (const Node& node : graph.nodes) {
        if (const auto what = beyond(node)) {
            list +=
                fmt::format("{}{} {} ({})", list.empty() ? "" : ", ", node.op, node.name, *what);
        }
    }
    if (!list.empty()) {
        throw Error(ErrorCode::Unsupported,
                    fmt::format("opset {} can not express: {}", kSpoken, list),
                    "write an .espz file instead");
    }
}

} // namespace

Graph in_spoken_opset(Graph graph) {
    check(graph);
    std::vector<Node> nodes;
    nodes.reserve(graph.nodes.size());
    for (const Node& node : std::vector<Node>(graph.nodes)) {
        Parts parts(graph, node, nodes);
        if (node.op == "Mish") {
            take_mish_apart(node, parts);
        } else if (node.op == "Gelu") {
            take_gelu_apart(node, parts);
        } else {
            nodes.push_back(node);
        }
    }
    graph.nodes = std::move(nodes);
    return graph;
}

} // namespace espalier::onnx_opset
