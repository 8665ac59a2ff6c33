// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/interpret.h"

#include "core/base/error.h"
#include "core/graph/op.h"

namespace espalier {

namespace {

std::size_t position(ValueId id) {
    return static_cast<std::size_t>(id);
}

void check_input(const Value& declared, const Tensor& given) {
    const Shape& want = declared.type.shape;
    const Shape& found = given.shape();
    bool fits = found.rank() == want.rank() && given.dtype() == declared.type.dtype;
    for (int axis = 0; fits && axis < want.rank(); ++axis) {
        fits = want[axis] < 0 || want[axis] == found[axis];
    }
    expect(fits, "input {}: found {} of shape {}, expected {} of shape {}", declared.name,
           dtype_name(given.dtype()), found.str(), dtype_name(declared.type.dtype), want.str());
}

} // namespace

std::vector<Tensor> interpret(const Graph& graph, const std::vector<Tensor>& inputs,
                              const Job& job) {
    expect(inputs.size() == graph.inputs.size(), "found {} inputs, expected {}", inputs.size(),
           graph.inputs.size());
    std::vector<Tensor> values(graph.value_count());
    const auto keep = [&](ValueId id, Tensor tensor) {
        const CodePtr& code = graph.value(id).code;
        values[position(id)] = code ? code->project(tensor) : std::move(tensor);
    };
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        if (const Parameter* parameter = graph.parameter(static_cast<ValueId>(i))) {
            keep(static_cast<ValueId>(i), parameter->effective());
        }
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        check_input(graph.value(graph.inputs[i]), inputs[i]);
        keep(graph.inputs[i], inputs[i]);
    }
    // A value is let go after the last node that reads it.
    std::vector<std::size_t> last(graph.value_count(), 0);
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        for (const ValueId id : graph.nodes[i].inputs) {
            if (id != kNoValue) {
                last[position(id)] = i;
            }
        }
    }
    for (const ValueId id : graph.outputs) {
        last[position(id)] = graph.nodes.size();
    }
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        job.check();
        job.report(i, graph.nodes.size(), "run");
        const Node& node = graph.nodes[i];
        located("node " + node.name, [&] {
            std::vector<InputType> types;
            std::vector<const Tensor*> arguments;
            for (const ValueId id : node.inputs) {
                const Tensor* tensor = id == kNoValue ? nullptr : &values[position(id)];
                arguments.push_back(tensor);
                types.push_back(tensor == nullptr
                                    ? InputType{}
                                    : InputType{true, {tensor->dtype(), tensor->shape()}, tensor});
            }
            const Op& op = op_for(node);
            std::vector<Tensor> results;
            for (const TensorType& type : op.infer({node, types})) {
                results.emplace_back(type.dtype, type.shape);
            }
            op.reference({node, arguments, results});
            for (std::size_t k = 0; k < node.outputs.size(); ++k) {
                if (node.outputs[k] != kNoValue) {
                    keep(node.outputs[k], std::move(results.at(k)));
                }
            }
        });
        for (const ValueId id : node.inputs) {
            if (id != kNoValue && last[position(id)] == i && graph.parameter(id) == nullptr) {
                values[position(id)] = {};
            }
        }
    }
    std::vector<Tensor> outputs;
    for (const ValueId id : graph.outputs) {
        outputs.push_back(values[position(id)]);
    }
    return outputs;
}

} // namespace espalier
