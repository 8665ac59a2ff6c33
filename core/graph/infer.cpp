// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/infer.h"

#include "core/base/error.h"
#include "core/graph/evaluate.h"
#include "core/graph/op.h"

#include <fmt/format.h>

#include <set>

namespace espalier {

namespace {

std::size_t position(ValueId id) {
    return static_cast<std::size_t>(id);
}

std::vector<TensorType> input_types(const Graph& graph) {
    std::vector<TensorType> types;
    for (const ValueId input : graph.inputs) {
        types.push_back(graph.value(input).type);
    }
    return types;
}

} // namespace

void check_operators(const Graph& graph) {
    std::map<std::string, std::vector<std::string>> unknown;
    for (const Node& node : graph.nodes) {
        if (find_op(node.op) == nullptr) {
            unknown[node.op].push_back(node.name);
        }
    }
    if (unknown.empty()) {
        return;
    }
    std::string list;
    for (const auto& [op, names] : unknown) {
        list += fmt::format("{}{} at {} ({})", list.empty() ? "" : "; ", op,
                            names.size() == 1 ? "node" : "nodes", fmt::join(names, ", "));
    }
    const std::string opset =
        graph.source_opset > 0 ? fmt::format(" (opset {})", graph.source_opset) : std::string();
    fail(ErrorCode::Unsupported, "operators that are not supported{}: {}", opset, list);
}

void infer_types(Graph& graph) {
    std::vector<TensorType> types(graph.value_count());
    try {
        const Probes probes = probe(graph);
        for (std::size_t i = 0; i < types.size(); ++i) {
            types[i] = probes.type(static_cast<ValueId>(i));
        }
    } catch (const Error& probe_error) {
        // The network may hold for particular sizes only (a reshape to batch 1): then unknown
        // dimensions go through the shape rules as such. Its own error is the better one where
        // that fails too, because it speaks of numbers.
        try {
            types = evaluate(graph, input_types(graph)).types;
        } catch (const Error&) {
            throw probe_error;
        }
    }
    for (const Node& node : graph.nodes) {
        for (const ValueId output : node.outputs) {
            if (output != kNoValue) {
                graph.value(output).type = types[position(output)];
            }
        }
    }
}

std::vector<TensorType> types_for_batch(const Graph& graph, std::int64_t batch) {
    expect(batch >= 1, "found batch {}, expected at least 1", batch);
    std::vector<TensorType> bound = input_types(graph);
    for (TensorType& type : bound) {
        if (type.shape.rank() > 0 && type.shape[0] < 0) {
            type.shape[0] = batch;
        }
    }
    std::vector<TensorType> types = types_for_inputs(graph, bound);
    const auto check = [&](ValueId id) {
        expect(id == kNoValue || types[position(id)].shape.known(),
               "the shape {} of {} is not known for batch {}", types[position(id)].shape.str(),
               graph.value(id).name, batch);
    };
    for (const ValueId input : graph.inputs) {
        check(input);
    }
    for (const Node& node : graph.nodes) {
        for (const ValueId output : node.outputs) {
            check(output);
        }
    }
    return types;
}

std::vector<TensorType> types_for_inputs(const Graph& graph,
                                         const std::vector<TensorType>& inputs) {
    expect(inputs.size() == graph.inputs.size(), "found {} inputs, expected {}", inputs.size(),
           graph.inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Value& declared = graph.value(graph.inputs[i]);
        const Shape& want = declared.type.shape;
        const Shape& found = inputs[i].shape;
        bool fits = found.rank() == want.rank();
        for (int axis = 0; fits && axis < want.rank(); ++axis) {
            fits = want[axis] < 0 || found[axis] == want[axis];
        }
        expect(fits, "input {}: found shape {}, expected {}", declared.name, found.str(),
               want.str());
        expect(inputs[i].dtype == declared.type.dtype, "input {}: found {}, expected {}",
               declared.name, dtype_name(inputs[i].dtype), dtype_name(declared.type.dtype));
    }
    return evaluate(graph, inputs).types;
}

void validate(const Graph& graph) {
    std::vector<bool> made(graph.value_count(), false);
    std::set<std::string> names;
    const auto take = [&](ValueId id, const std::string& maker) {
        expect(position(id) < made.size(), "{}: value {} of {} values", maker, position(id),
               made.size());
        expect(!made[position(id)], "{}: value {} is made twice", maker, graph.value(id).name);
        expect(names.insert(graph.value(id).name).second, "{}: two values are called {}", maker,
               graph.value(id).name);
        made[position(id)] = true;
    };
    for (const ValueId input : graph.inputs) {
        take(input, "inputs");
    }
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        if (graph.parameter(static_cast<ValueId>(i)) != nullptr) {
            take(static_cast<ValueId>(i), "parameters");
        }
    }
    const auto read = [&](ValueId id, const std::string& reader) {
        expect(position(id) < made.size(), "{}: value {} of {} values", reader, position(id),
               made.size());
        expect(made[position(id)], "{}: value {} is read before it is made", reader,
               graph.value(id).name);
    };
    std::set<std::string_view> node_names;
    for (const Node& node : graph.nodes) {
        expect(!node.name.empty(), "a node of operator {} has no name", node.op);
        expect(node_names.insert(node.name).second, "two nodes are called {}", node.name);
        for (const ValueId input : node.inputs) {
            if (input != kNoValue) {
                read(input, "node " + node.name);
            }
        }
        for (const ValueId output : node.outputs) {
            if (output != kNoValue) {
                take(output, "node " + node.name);
            }
        }
    }
    for (const ValueId output : graph.outputs) {
        read(output, "outputs");
    }
}

} // namespace espalier
