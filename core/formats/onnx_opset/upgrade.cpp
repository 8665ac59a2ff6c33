// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx_opset/upgrade.h"

#include "core/base/error.h"
#include "core/graph/op.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace espalier::onnx_opset {

Step::Step(Graph& graph, Evaluator& evaluator, Record record, Node& given, int file_opset)
    : node(given)
    , opset(file_opset)
    , graph_(graph)
    , evaluator_(evaluator)
    , record_(record) {}

void Step::set_input(std::size_t index, ValueId value) {
    if (node.inputs.size() <= index) {
        node.inputs.resize(index + 1, kNoValue);
    }
    node.inputs[index] = value;
}

void Step::trim_inputs() {
    while (!node.inputs.empty() && node.inputs.back() == kNoValue) {
        node.inputs.pop_back();
    }
}

ValueId Step::add_constant(std::string_view suffix, Tensor value) {
    return graph_.add_parameter(fmt::format("{}_{}", node.name, suffix),
                                Parameter(std::move(value)));
}

ValueId Step::add_integers(std::string_view suffix, const std::vector<std::int64_t>& values) {
    return add_constant(
        suffix, Tensor::of<std::int64_t>({static_cast<std::int64_t>(values.size())}, values));
}

const Tensor* Step::constant(std::size_t index) const {
    const Parameter* parameter = graph_.parameter(node.input(index));
    return parameter == nullptr ? nullptr : &parameter->effective();
}

std::optional<std::vector<std::int64_t>> Step::integers(std::size_t index) const {
    const Tensor* values = constant(index);
    if (values == nullptr) {
        return std::nullopt;
    }
    return values->to_int64();
}

const TensorType& Step::type(std::size_t index) const {
    const ValueId id = node.input(index);
    expect(id != kNoValue, "input {} is missing", index);
    if (record_.unknown.contains(id)) {
        fail(ErrorCode::Unsupported,
             "{} of opset {} needs the rank of {}, which does not follow from the graph", node.op,
             opset, graph_.value(id).name);
    }
    return evaluator_.type(id);
}

ValueId Step::add_value(std::string_view suffix) {
    return graph_.add_value(fmt::format("{}_{}", node.name, suffix));
}

ValueId Step::before_node(std::string_view op, std::string_view suffix, std::vector<ValueId> inputs,
                          Attributes attributes) {
    const ValueId output = add_value(suffix);
    Node made = sibling(op, suffix, std::move(inputs), {output});
    made.attributes = std::move(attributes);
    before.push_back(std::move(made));
    return output;
}

ValueId Step::replaced(std::string_view suffix, ValueId base, ValueId positions, ValueId updates) {
    return before_node("ScatterElements", suffix, {base, positions, updates});
}

void Step::become(std::string_view op, std::vector<ValueId> inputs) {
    node.op = op;
    node.inputs = std::move(inputs);
    node.attributes = {};
}

Node Step::sibling(std::string_view op, std::string_view suffix, std::vector<ValueId> inputs,
                   std::vector<ValueId> outputs) {
    Node result;
    const std::string base = fmt::format("{}_{}", node.name, suffix);
    result.name = base;
    for (int i = 1; !record_.names.insert(result.name).second; ++i) {
        result.name = fmt::format("{}_{}", base, i);
    }
    result.op = op;
    result.inputs = std::move(inputs);
    result.outputs = std::move(outputs);
    result.origin = node.origin;
    return result;
}

bool Step::unread(std::size_t index) const {
    return index >= node.outputs.size() || node.outputs[index] == kNoValue ||
           !record_.read.at(static_cast<std::size_t>(node.outputs[index]));
}

void Step::forget_outputs_after(std::size_t count, std::string_view what) {
    for (std::size_t i = count; i < node.outputs.size(); ++i) {
        if (!unread(i)) {
            fail(ErrorCode::Unsupported, "output {} ({}) of {}", i, what, node.op);
        }
    }
    keep_outputs(count);
}

void Step::keep_inputs(std::size_t count) {
    node.inputs.erase(node.inputs.begin() +
                          static_cast<std::ptrdiff_t>(std::min(count, node.inputs.size())),
                      node.inputs.end());
}

void Step::keep_outputs(std::size_t count) {
    node.outputs.erase(node.outputs.begin() +
                           static_cast<std::ptrdiff_t>(std::min(count, node.outputs.size())),
                       node.outputs.end());
}

namespace {

const std::map<std::string_view, Rule>& rule_table() {
    static const auto table = [] {
        std::map<std::string_view, Rule> made;
        for (const auto rules :
             {arithmetic_rules(), function_rules(), integer_rules(), normalisation_rules(),
              reduction_rules(), resize_rules(), shape_rules(), softmax_rules()}) {
            for (const Rule& rule : rules) {
                made.emplace(rule.op, rule);
            }
        }
        return made;
    }();
    return table;
}

std::vector<bool> read_values(const Graph& graph) {
    std::vector<bool> read(graph.value_count(), false);
    const auto mark = [&read](ValueId id) {
        if (id != kNoValue) {
            read[static_cast<std::size_t>(id)] = true;
        }
    };
    for (const Node& node : graph.nodes) {
        for (const ValueId id : node.inputs) {
            mark(id);
        }
    }
    for (const ValueId id : graph.outputs) {
        mark(id);
    }
    return read;
}

/// Example sizes in place of unknown ones: only ranks and fixed sizes matter to the rules.
constexpr std::int64_t kExampleBatch = 24;
constexpr std::int64_t kExampleSize = 224;

} // namespace

bool is_replaced(std::string_view op) {
    const auto rule = rule_table().find(op);
    return rule != rule_table().end() && rule->second.replaces;
}

void upgrade(Graph& graph, int opset) {
    const auto& table = rule_table();
    const std::vector<bool> read = read_values(graph);
    std::set<std::string> names;
    for (const Node& node : graph.nodes) {
        names.insert(node.name);
    }
    Evaluator evaluator(graph);
    for (const ValueId input : graph.inputs) {
        TensorType type = graph.value(input).type;
        for (int axis = 0; axis < type.shape.rank(); ++axis) {
            if (type.shape[axis] < 0) {
                type.shape[axis] = axis == 0 ? kExampleBatch : kExampleSize;
            }
        }
        evaluator.bind(input, type);
    }
    // A node whose shape rule fails leaves its outputs unknown; what follows it does the same, and
    // only a rule that asks for such a type fails.
    std::set<ValueId> unknown;
    const auto walk = [&](const Node& node) {
        const auto is_unknown = [&](ValueId id) { return unknown.contains(id); };
        try {
            if (std::ranges::none_of(node.inputs, is_unknown)) {
                evaluator.run(node);
                return;
            }
        } catch (const Error&) {
            // Reported by type inference, with the whole graph in sight.
        }
        unknown.insert(node.outputs.begin(), node.outputs.end());
    };
    std::vector<Node> given = std::move(graph.nodes);
    graph.nodes.clear();
    for (Node& node : given) {
        Step step(graph, evaluator, {names, read, unknown}, node, opset);
        located("node " + node.name, [&] {
            if (opset < 6) {
                upgrade_to_six(step);
            }
            if (const auto rule = table.find(node.op); rule != table.end()) {
                rule->second.apply(step);
            }
        });
        std::vector<Node> results = std::move(step.before);
        results.push_back(std::move(node));
        std::ranges::move(step.after, std::back_inserter(results));
        for (Node& result : results) {
            walk(result);
            graph.nodes.push_back(std::move(result));
        }
    }
}

} // namespace espalier::onnx_opset
