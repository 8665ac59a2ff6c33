// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/evaluate.h"

#include "core/base/error.h"
#include "core/graph/op.h"

#include <algorithm>
#include <array>

namespace espalier {

namespace {

std::size_t position(ValueId id) {
    return static_cast<std::size_t>(id);
}

} // namespace

Evaluator::Evaluator(const Graph& graph, std::int64_t element_limit)
    : graph_(graph)
    , limit_(element_limit) {
    grow();
}

void Evaluator::grow() {
    const std::size_t begin = state_.types.size();
    state_.types.resize(graph_.value_count());
    state_.constants.resize(graph_.value_count());
    for (std::size_t i = begin; i < graph_.value_count(); ++i) {
        const Parameter* parameter = graph_.parameter(static_cast<ValueId>(i));
        if (parameter == nullptr) {
            continue;
        }
        state_.types[i] = {parameter->latent().dtype(), parameter->shape()};
        // Applying the mask and code of a large weight costs time, and no shape rule asks.
        if (parameter->latent().elements() <= limit_ ||
            (!parameter->has_mask() && !parameter->code())) {
            state_.constants[i] = parameter->effective();
        }
    }
}

void Evaluator::bind(ValueId input, const TensorType& type) {
    state_.types.at(position(input)) = type;
}

void Evaluator::bind(ValueId input, const Tensor& value) {
    bind(input, TensorType{value.dtype(), value.shape()});
    state_.constants[position(input)] = value;
}

void Evaluator::run(const Node& node) {
    grow();
    std::vector<InputType> inputs;
    for (const ValueId id : node.inputs) {
        InputType input;
        if (id != kNoValue) {
            input.present = true;
            input.type = state_.types.at(position(id));
            const Tensor& constant = state_.constants[position(id)];
            input.constant = constant.defined() ? &constant : nullptr;
        }
        inputs.push_back(std::move(input));
    }
    const std::vector<TensorType> types = op_for(node).infer({node, inputs});
    for (std::size_t i = 0; i < node.outputs.size(); ++i) {
        if (node.outputs[i] == kNoValue) {
            continue;
        }
        expect(i < types.size(), "operator {} has {} outputs, found one more", node.op,
               types.size());
        state_.types.at(position(node.outputs[i])) = types[i];
    }
    compute(node, inputs, types);
}

const TensorType& Evaluator::type(ValueId value) {
    grow();
    return state_.types.at(position(value));
}

const Tensor& Evaluator::constant(ValueId value) {
    grow();
    return state_.constants.at(position(value));
}

Evaluation Evaluator::finish() {
    grow();
    return std::move(state_);
}

/// The node's outputs, where its inputs are known and inputs and outputs are small.
void Evaluator::compute(const Node& node, const std::vector<InputType>& inputs,
                        const std::vector<TensorType>& types) {
    const auto small = [this](const TensorType& type) {
        return type.shape.known() && type.shape.elements() <= limit_;
    };
    if (node.op == "Shape" && !inputs.empty()) {
        keep_shape(node, inputs.front().type.shape);
        return;
    }
    std::vector<const Tensor*> arguments;
    for (const InputType& input : inputs) {
        if (input.present && (input.constant == nullptr || !small(input.type))) {
            return;
        }
        arguments.push_back(input.constant);
    }
    if (!std::ranges::all_of(types, small)) {
        return;
    }
    std::vector<Tensor> results;
    for (const TensorType& type : types) {
        results.emplace_back(type.dtype, type.shape);
    }
    op_for(node).reference({node, arguments, results});
    for (std::size_t i = 0; i < node.outputs.size(); ++i) {
        if (node.outputs[i] != kNoValue) {
            state_.constants[position(node.outputs[i])] = std::move(results[i]);
        }
    }
}

void Evaluator::keep_shape(const Node& node, const Shape& shape) {
    const std::int64_t rank = shape.rank();
    const auto bound = [rank](std::int64_t at) {
        return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
    };
    const std::int64_t begin = bound(node.attributes.integer("start", 0));
    const std::int64_t end = std::max(begin, bound(node.attributes.integer("end", rank)));
    const std::vector<std::int64_t> dims(shape.begin() + begin, shape.begin() + end);
    if (Shape(dims).known()) {
        state_.constants[position(node.outputs.at(0))] =
            Tensor::of<std::int64_t>({static_cast<std::int64_t>(dims.size())}, dims);
    }
}

namespace {

/// Sizes with many divisors, so that reshapes that group the batch or halve a picture work out.
constexpr std::array<std::int64_t, 2> kBatchProbes{24, 60};
constexpr std::array<std::int64_t, 2> kSizeProbes{224, 288};

} // namespace

Evaluation evaluate(const Graph& graph, const std::vector<TensorType>& inputs,
                    std::int64_t element_limit) {
    expect(inputs.size() == graph.inputs.size(), "found {} input types, expected {}", inputs.size(),
           graph.inputs.size());
    Evaluator evaluator(graph, element_limit);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        evaluator.bind(graph.inputs[i], inputs[i]);
    }
    for (const Node& node : graph.nodes) {
        located("node " + node.name, [&] { evaluator.run(node); });
    }
    return evaluator.finish();
}

Probes probe(const Graph& graph, std::int64_t element_limit) {
    Probes probes;
    bool unknown = false;
    for (std::size_t round = 0; round < kBatchProbes.size(); ++round) {
        std::vector<TensorType> types;
        for (const ValueId input : graph.inputs) {
            TensorType type = graph.value(input).type;
            for (int axis = 0; axis < type.shape.rank(); ++axis) {
                if (type.shape[axis] < 0) {
                    type.shape[axis] = axis == 0 ? kBatchProbes[round] : kSizeProbes[round];
                    unknown = true;
                }
            }
            types.push_back(std::move(type));
        }
        probes.evaluations.push_back(evaluate(graph, types, element_limit));
        if (!unknown) {
            break;
        }
    }
    return probes;
}

TensorType Probes::type(ValueId value) const {
    TensorType result = evaluations.front().types.at(position(value));
    for (const Evaluation& other : evaluations) {
        const TensorType& type = other.types.at(position(value));
        expect(type.dtype == result.dtype && type.shape.rank() == result.shape.rank(),
               "a value's type or rank depends on the batch: {} and {}", result.shape.str(),
               type.shape.str());
        for (int axis = 0; axis < result.shape.rank(); ++axis) {
            if (type.shape[axis] != result.shape[axis]) {
                result.shape[axis] = kUnknownDim;
            }
        }
    }
    return result;
}

Tensor Probes::constant(ValueId value) const {
    const Tensor& first = evaluations.front().constants.at(position(value));
    for (const Evaluation& other : evaluations) {
        const Tensor& constant = other.constants.at(position(value));
        if (!constant.defined() || !constant.equals(first)) {
            return {};
        }
    }
    return first;
}

} // namespace espalier
