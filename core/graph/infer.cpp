// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/infer.h"

#include "core/base/error.h"
#include "core/graph/evaluate.h"
#include "core/graph/op.h"

#include <fmt/format.h>

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

} // namespace espalier
