// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/graph/infer.h"
#include "core/graph/op.h"

namespace espalier {

namespace {

void check_inputs(const Graph& graph, std::span<const Tensor> inputs) {
    expect(inputs.size() == graph.inputs.size(), "{} inputs given, expected {}", inputs.size(),
           graph.inputs.size());
}

} // namespace

std::vector<Tensor> reference_run(const Graph& graph, std::span<const Tensor> inputs) {
    return reference_run(graph, inputs, [](ValueId, const Tensor&) {});
}

std::vector<Tensor> reference_run(const Graph& graph, std::span<const Tensor> inputs,
                                  const Executable::Capture& capture) {
    check_operators(graph);
    check_inputs(graph, inputs);
    std::vector<TensorType> input_types;
    for (const Tensor& input : inputs) {
        input_types.push_back({input.dtype(), input.shape()});
    }
    const std::vector<TensorType> types = types_for_inputs(graph, input_types);
    std::vector<Tensor> values(graph.value_count());
    const auto store = [&](ValueId id, Tensor tensor) {
        const CodePtr& code = graph.value(id).code;
        if (code && tensor.dtype() == DType::Float32) {
            tensor = code->project(tensor);
        }
        values[static_cast<std::size_t>(id)] = std::move(tensor);
    };
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        store(graph.inputs[i], inputs[i]);
    }
    for (const Node& node : graph.nodes) {
        located("node " + node.name, [&] {
            std::vector<const Tensor*> arguments;
            for (const ValueId input : node.inputs) {
                if (input == kNoValue) {
                    arguments.push_back(nullptr);
                } else if (const Parameter* parameter = graph.parameter(input)) {
                    arguments.push_back(&parameter->effective());
                } else {
                    arguments.push_back(&values[static_cast<std::size_t>(input)]);
                }
            }
            std::vector<Tensor> outputs;
            for (const ValueId output : node.outputs) {
                if (output == kNoValue) {
                    outputs.emplace_back();
                    continue;
                }
                const TensorType& type = types[static_cast<std::size_t>(output)];
                outputs.emplace_back(type.dtype, type.shape);
            }
            op_for(node).reference({node, arguments, outputs});
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                if (node.outputs[i] != kNoValue) {
                    store(node.outputs[i], std::move(outputs[i]));
                    capture(node.outputs[i], values[static_cast<std::size_t>(node.outputs[i])]);
                }
            }
        });
    }
    std::vector<Tensor> results;
    for (const ValueId output : graph.outputs) {
        const Parameter* parameter = graph.parameter(output);
        results.push_back(parameter != nullptr ? parameter->effective()
                                               : values[static_cast<std::size_t>(output)]);
    }
    return results;
}

} // namespace espalier
