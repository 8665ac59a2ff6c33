// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/plan/hook_nodes.h"

#include "core/train/plan/nodes/nodes.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace espalier {

namespace {

constexpr std::string_view kLayers[] = {"Conv", "ConvTranspose", "Gemm", "MatMul",
                                        "LSTM", "GRU",           "RNN"};

/// A new value like `id`, which a node of type `op` makes of it.
ValueId add_hook(TrainGraph& graph, ValueId id, const char* op) {
    Graph& own = graph.graph;
    const TensorType type = graph.types[static_cast<std::size_t>(id)];
    const ValueId hooked = own.add_value(own.value(id).name + ".hooked", type);
    graph.types.push_back(type);
    graph.constants.emplace_back();
    Node node;
    node.name = own.unique_node_name(own.value(id).name + ".hook");
    node.op = op;
    node.inputs = {id};
    node.outputs = {hooked};
    own.add_node(std::move(node));
    return hooked;
}

bool flows(const TrainGraph& graph, ValueId id) {
    return id != kNoValue && !graph.constants[static_cast<std::size_t>(id)].defined() &&
           graph.graph.parameter(id) == nullptr;
}

} // namespace

bool is_numeric_layer(const Node& node) {
    return std::ranges::find(kLayers, node.op) != std::end(kLayers);
}

float weight_unit(const Node& node, const Shape& weight, int bits) {
    const bool rows_first = node.op == "Conv" || node.attributes.integer("transB", 0) != 0;
    const auto fan_in = static_cast<double>(rows_first ? weight.elements() / weight[0] : weight[0]);
    const double own = std::sqrt(6 / fan_in);
    const double least = 1.5 * std::exp2(1 - bits);
    return static_cast<float>(1 / std::max(std::exp2(std::round(std::log2(least / own))), 1.0));
}

void insert_hooks(TrainGraph& graph, const Numerics& numerics) {
    Graph& own = graph.graph;
    const bool activations = numerics[NumericObject::Activation].any();
    const bool errors = numerics[NumericObject::Error].any();
    if (!activations && !errors) {
        return;
    }
    const std::size_t count = own.nodes.size();
    std::map<ValueId, ValueId> seen;
    for (std::size_t i = 0; i < count; ++i) {
        if (!is_numeric_layer(own.nodes[i]) || !numerics.covers(own.nodes[i])) {
            continue;
        }
        const ValueId in = own.nodes[i].inputs.at(0);
        if (activations && flows(graph, in) && in != own.inputs.front()) {
            if (!seen.contains(in)) {
                seen[in] = add_hook(graph, in, kActivationHook);
            }
            own.nodes[i].inputs[0] = seen.at(in);
        }
        const ValueId out = own.nodes[i].outputs.at(0);
        if (errors && flows(graph, out)) {
            // Readers look at the hooked value; the layer goes on making the plain one.
            const ValueId plain = own.add_value(own.value(out).name + ".plain");
            graph.types.push_back(graph.types[static_cast<std::size_t>(out)]);
            graph.constants.emplace_back();
            own.nodes[i].outputs[0] = plain;
            Node node;
            node.name = own.unique_node_name(own.value(out).name + ".error");
            node.op = kErrorHook;
            node.inputs = {plain};
            node.outputs = {out};
            own.add_node(std::move(node));
        }
    }
    own.tidy();
}

} // namespace espalier
