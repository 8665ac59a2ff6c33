// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/rewrites/fold_constants.h"

#include "core/base/error.h"
#include "core/graph/evaluate.h"
#include "core/graph/op.h"
#include "core/graph/rewrites/fold_codes.h"

#include <algorithm>
#include <optional>
#include <set>

namespace espalier {

namespace {

/// A folded constant may be this much larger than what it was made from (Expand, ConstantOfShape):
/// beyond, computing it anew is cheaper than keeping it.
constexpr std::int64_t kMaxGrownElements = std::int64_t{1} << 20;

/// True where only QuantizeLinear nodes read the value, perhaps behind one Clip.
bool is_for_quantising(const Graph& graph, const Uses& uses, ValueId id) {
    const auto quantises = [&](std::size_t node) {
        return graph.nodes[node].op == "QuantizeLinear";
    };
    const auto& readers = uses.consumers(id);
    if (readers.size() == 1 && graph.nodes[readers.front()].op == "Clip") {
        const auto& behind = uses.consumers(graph.nodes[readers.front()].outputs.at(0));
        return !behind.empty() && std::ranges::all_of(behind, quantises);
    }
    return !readers.empty() && std::ranges::all_of(readers, quantises);
}

/// A copy with a code of its own, or that will get one, while others read what it copies, is more
/// than a copy.
bool is_needed(const Graph& graph, const Uses& uses, const Node& node) {
    const ValueId copy = node.outputs[0];
    return graph.value(copy).code ||
           (uses.consumers(node.inputs[0]).size() > 1 && is_for_quantising(graph, uses, copy));
}

bool passes_through(const Node& node) {
    const bool one_output =
        node.outputs.size() == 1 || (node.outputs.size() == 2 && node.outputs[1] == kNoValue);
    return (node.op == "Identity" || node.op == "Dropout") && one_output &&
           node.input(0) != kNoValue;
}

bool is_output(const Graph& graph, ValueId id) {
    return std::ranges::find(graph.outputs, id) != graph.outputs.end();
}

/// Readers of a removed node's output read its input. Where the output is the graph's, its name
/// must live on: then the maker of the input makes the output instead.
void remove_pass_through(Graph& graph) {
    const Uses uses(graph);
    std::vector<ValueId> replaced(graph.value_count());
    for (std::size_t i = 0; i < replaced.size(); ++i) {
        replaced[i] = static_cast<ValueId>(i);
    }
    std::vector<bool> removed(graph.nodes.size(), false);
    const auto resolve = [&replaced](ValueId id) {
        while (id != kNoValue && replaced[static_cast<std::size_t>(id)] != id) {
            id = replaced[static_cast<std::size_t>(id)];
        }
        return id;
    };
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        Node& node = graph.nodes[i];
        if (!passes_through(node) || is_needed(graph, uses, node)) {
            continue;
        }
        const ValueId from = resolve(node.inputs[0]);
        const ValueId to = node.outputs[0];
        if (!uses.is_output(to)) {
            replaced[static_cast<std::size_t>(to)] = from;
            removed[i] = true;
            continue;
        }
        const auto maker = uses.producer(from);
        if (!maker || is_output(graph, from) || graph.value(from).code) {
            continue;
        }
        replaced[static_cast<std::size_t>(from)] = to;
        std::ranges::replace(graph.nodes[*maker].outputs, from, to);
        removed[i] = true;
    }
    std::vector<Node> kept;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!removed[i]) {
            std::ranges::transform(graph.nodes[i].inputs, graph.nodes[i].inputs.begin(), resolve);
            kept.push_back(std::move(graph.nodes[i]));
        }
    }
    graph.nodes = std::move(kept);
}

bool makes_output(const Graph& graph, const Node& node) {
    return std::ranges::any_of(node.outputs, [&graph](ValueId id) { return is_output(graph, id); });
}

/// The node's outputs computed from constant inputs; empty where an input is none or the result
/// would be out of proportion.
std::vector<Tensor> computed(const Graph& graph, const Node& node) {
    std::vector<InputType> types;
    std::vector<const Tensor*> arguments;
    std::int64_t given = 0;
    for (const ValueId id : node.inputs) {
        const Parameter* parameter = graph.parameter(id);
        if (id != kNoValue && parameter == nullptr) {
            return {};
        }
        const Tensor* tensor = parameter == nullptr ? nullptr : &parameter->effective();
        arguments.push_back(tensor);
        types.push_back(tensor == nullptr
                            ? InputType{}
                            : InputType{true, {tensor->dtype(), tensor->shape()}, tensor});
        given += tensor == nullptr ? 0 : tensor->elements();
    }
    const Op& op = op_for(node);
    std::vector<Tensor> results;
    for (const TensorType& type : op.infer({node, types})) {
        if (!type.shape.known() || type.shape.elements() > std::max(given, kMaxGrownElements)) {
            return {};
        }
        results.emplace_back(type.dtype, type.shape);
    }
    op.reference({node, arguments, results});
    return results;
}

void fold_nodes(Graph& graph, bool dequantise) {
    std::vector<Node> kept;
    for (Node& node : graph.nodes) {
        const bool keep = makes_output(graph, node) ||
                          (!dequantise && node.op == "DequantizeLinear") || node.outputs.empty();
        bool folded = false;
        if (!keep) {
            located("node " + node.name, [&] {
                if (std::optional<Parameter> coded = fold_coded(graph, node)) {
                    graph.set_parameter(node.outputs[0], std::move(*coded));
                    folded = true;
                    return;
                }
                std::vector<Tensor> results = computed(graph, node);
                folded = !results.empty();
                for (std::size_t i = 0; folded && i < node.outputs.size(); ++i) {
                    if (node.outputs[i] != kNoValue) {
                        graph.set_parameter(node.outputs[i], Parameter(std::move(results.at(i))));
                    }
                }
            });
        }
        if (!folded) {
            kept.push_back(std::move(node));
        }
    }
    graph.nodes = std::move(kept);
}

/// What DequantizeLinear makes, and what becomes of it by other shapes: parameters with codes
/// later.
std::set<ValueId> dequantised(const Graph& graph) {
    std::set<ValueId> found;
    for (const Node& node : graph.nodes) {
        const bool reshapes = node.op == "Reshape" || node.op == "Transpose";
        if (node.op == "DequantizeLinear" || (reshapes && found.contains(node.input(0)))) {
            found.insert(node.outputs.begin(), node.outputs.end());
        }
    }
    return found;
}

/// Shape arithmetic whose results do not depend on unknown sizes.
void fold_shapes(Graph& graph, const Probes& probes) {
    const std::set<ValueId> later = dequantised(graph);
    std::erase_if(graph.nodes, [&](const Node& node) {
        if (makes_output(graph, node) ||
            (!node.outputs.empty() && later.contains(node.outputs.front()))) {
            return false;
        }
        std::vector<Tensor> constants;
        for (const ValueId id : node.outputs) {
            constants.push_back(id == kNoValue ? Tensor() : probes.constant(id));
            if (id != kNoValue && !constants.back().defined()) {
                return false;
            }
        }
        for (std::size_t i = 0; i < constants.size(); ++i) {
            if (node.outputs[i] != kNoValue) {
                graph.set_parameter(node.outputs[i], Parameter(std::move(constants[i])));
            }
        }
        return true;
    });
}

/// A target that serves for every batch: the common sizes, 0 where a size is the input's own, and
/// -1 for one that is neither. Empty where that does not suffice.
std::vector<std::int64_t> general_target(const Probes& probes, const Node& node) {
    std::vector<std::vector<std::int64_t>> targets;
    for (const Evaluation& evaluation : probes.evaluations) {
        const Tensor& target = evaluation.constants[static_cast<std::size_t>(node.inputs[1])];
        if (!target.defined()) {
            return {};
        }
        targets.push_back(target.to_int64());
        if (targets.back().size() != targets.front().size()) {
            return {};
        }
    }
    std::vector<std::int64_t> result = targets.front();
    for (std::size_t slot = 0; slot < result.size(); ++slot) {
        bool common = true;
        bool copied = true;
        for (std::size_t i = 0; i < targets.size(); ++i) {
            const Shape& input =
                probes.evaluations[i].types[static_cast<std::size_t>(node.inputs[0])].shape;
            common = common && targets[i][slot] == result[slot];
            copied = copied && slot < static_cast<std::size_t>(input.rank()) &&
                     targets[i][slot] == input.dims()[slot];
        }
        if (!common) {
            result[slot] = copied ? 0 : -1;
        }
    }
    return std::ranges::count(result, -1) <= 1 ? result : std::vector<std::int64_t>{};
}

void generalise_reshapes(Graph& graph, const Probes& probes) {
    for (Node& node : graph.nodes) {
        if (node.op != "Reshape" || node.input(0) == kNoValue || node.input(1) == kNoValue ||
            graph.parameter(node.inputs[1]) != nullptr ||
            node.attributes.integer("allowzero", 0) != 0) {
            continue;
        }
        const auto target = general_target(probes, node);
        if (!target.empty()) {
            node.inputs[1] = graph.add_parameter(
                node.name + "_shape", Parameter(Tensor::of<std::int64_t>(
                                          {static_cast<std::int64_t>(target.size())}, target)));
        }
    }
}

} // namespace

void fold_constants(Graph& graph) {
    remove_pass_through(graph);
    fold_nodes(graph, false);
    graph.tidy();
    std::optional<Probes> probes;
    try {
        probes = probe(graph);
    } catch (const Error&) {
        // The network may need particular sizes; type inference will tell. Nothing more to fold.
        return;
    }
    generalise_reshapes(graph, *probes);
    fold_shapes(graph, *probes);
    graph.tidy();
}

void fold_dequantised(Graph& graph) {
    fold_nodes(graph, true);
    graph.tidy();
}

} // namespace espalier
