// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/accounting.h"

#include "core/graph/infer.h"
#include "core/graph/op.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace espalier {

namespace {

/// Operators with a weight at fixed inputs, and which of their inputs are trainable.
struct TrainableSlots {
    std::string_view op;
    std::vector<std::size_t> slots;
};

const std::vector<TrainableSlots>& trainable_slots() {
    static const std::vector<TrainableSlots> table{
        {"Conv", {1, 2}},
        {"ConvTranspose", {1, 2}},
        {"Gemm", {0, 1, 2}},
        {"MatMul", {0, 1}},
        {"BatchNormalization", {1, 2}},
        {"InstanceNormalization", {1, 2}},
        {"LayerNormalization", {1, 2}},
        {"PRelu", {1}},
        {"Gather", {0}},
        {"LSTM", {1, 2, 3}},
        {"GRU", {1, 2, 3}},
        {"RNN", {1, 2, 3}},
    };
    return table;
}

const Node* producer_of(const Graph& graph, ValueId value) {
    for (const auto& node : graph.nodes) {
        if (std::find(node.outputs.begin(), node.outputs.end(), value) != node.outputs.end()) {
            return &node;
        }
    }
    return nullptr;
}

/// The parameter behind `value`, also through the operators by which a quantised file unpacks its
/// weights; kNoValue where the value depends on an input.
ValueId constant_behind(const Graph& graph, ValueId value) {
    static constexpr std::array<std::string_view, 5> kUnpacking{
        "DequantizeLinear", "QuantizeLinear", "Identity", "Cast", "Transpose"};
    for (std::size_t hops = 0; value != kNoValue && hops <= graph.nodes.size(); ++hops) {
        if (graph.parameter(value) != nullptr) {
            return value;
        }
        const Node* node = producer_of(graph, value);
        if (node == nullptr ||
            std::find(kUnpacking.begin(), kUnpacking.end(), node->op) == kUnpacking.end()) {
            return kNoValue;
        }
        value = node->input(0);
    }
    return kNoValue;
}

bool is_numeric_constant(const Graph& graph, ValueId value) {
    const Parameter* parameter = graph.parameter(value);
    return parameter != nullptr && is_float(parameter->latent().dtype());
}

/// Bits of the activation edge `value`: its own code, a DequantizeLinear that makes it, or its
/// type.
int activation_bits(const Graph& graph, ValueId value, const std::vector<TensorType>& types) {
    const auto bits_of_type = [&](ValueId id) {
        return static_cast<int>(8 * element_bytes(types.at(static_cast<std::size_t>(id)).dtype));
    };
    if (value == kNoValue) {
        return 32;
    }
    if (const CodePtr& code = graph.value(value).code) {
        return code->bits();
    }
    const Node* node = producer_of(graph, value);
    if (node != nullptr && node->op == "DequantizeLinear") {
        return bits_of_type(node->input(0));
    }
    return bits_of_type(value);
}

int weight_bits(const Parameter& parameter) {
    return parameter.code() ? parameter.code()->bits()
                            : static_cast<int>(8 * element_bytes(parameter.latent().dtype()));
}

std::int64_t batch_of(const Graph& graph, const std::vector<TensorType>& types) {
    if (graph.inputs.empty()) {
        return 1;
    }
    const Shape& shape = types.at(static_cast<std::size_t>(graph.inputs.front())).shape;
    return shape.rank() == 0 ? 1 : std::max<std::int64_t>(shape[0], 1);
}

std::int64_t node_macs(const Node& node, const std::vector<TensorType>& types) {
    const Op* op = find_op(node.op);
    if (op == nullptr) {
        return 0;
    }
    const auto types_of = [&](const std::vector<ValueId>& ids) {
        std::vector<TensorType> list;
        for (const ValueId id : ids) {
            list.push_back(id == kNoValue ? TensorType{} : types.at(static_cast<std::size_t>(id)));
        }
        return list;
    };
    return op->macs(node, types_of(node.inputs), types_of(node.outputs));
}

} // namespace

std::vector<ValueId> trainable_inputs(const Graph& graph, const Node& node) {
    std::vector<ValueId> found;
    const auto& table = trainable_slots();
    const auto entry = std::find_if(table.begin(), table.end(),
                                    [&](const auto& row) { return row.op == node.op; });
    if (entry != table.end()) {
        for (const std::size_t slot : entry->slots) {
            // Slots past 0 are weights by definition, so a quantised file may unpack them on the
            // way; slot 0 counts only as a plain constant.
            const ValueId id = slot == 0 ? node.input(0) : constant_behind(graph, node.input(slot));
            const bool weight = slot == 0 ? is_numeric_constant(graph, id) : id != kNoValue;
            if (weight && std::find(found.begin(), found.end(), id) == found.end()) {
                found.push_back(id);
            }
        }
    } else if (node.op == "Mul" || node.op == "Add") {
        for (const ValueId id : node.inputs) {
            // A single number is a constant of the formula (the 1/6 of a hard swish), not a scale.
            if (is_numeric_constant(graph, id) && graph.parameter(id)->latent().elements() > 1) {
                found.push_back(id);
            }
        }
    }
    return found;
}

ValueId mac_weight(const Graph& graph, const Node& node) {
    if (node.op == "Conv" || node.op == "ConvTranspose" || is_recurrent(node)) {
        return constant_behind(graph, node.input(1));
    }
    if (node.op == "Gemm" || node.op == "MatMul") {
        const ValueId right = constant_behind(graph, node.input(1));
        if (right != kNoValue) {
            return right;
        }
        return is_numeric_constant(graph, node.input(0)) ? node.input(0) : kNoValue;
    }
    return kNoValue;
}

std::vector<ValueId> mac_weights(const Graph& graph, const Node& node) {
    std::vector<ValueId> found;
    for (const ValueId id :
         {mac_weight(graph, node),
          is_recurrent(node) ? constant_behind(graph, node.input(2)) : kNoValue}) {
        if (id != kNoValue && std::ranges::find(found, id) == found.end()) {
            found.push_back(id);
        }
    }
    return found;
}

bool is_recurrent(const Node& node) {
    return node.op == "LSTM" || node.op == "GRU" || node.op == "RNN";
}

std::int64_t recurrent_gate_count(const Node& node) {
    return node.op == "LSTM" ? 4 : node.op == "GRU" ? 3 : 1;
}

double Account::sparsity() const {
    return weights == 0 ? 0
                        : 1 - static_cast<double>(weight_nonzeros) / static_cast<double>(weights);
}

Account account(const Graph& graph) {
    const std::vector<TensorType> types = types_for_batch(graph, 1);
    const std::int64_t batch = batch_of(graph, types);
    Account total;
    std::set<ValueId> counted;
    std::set<ValueId> counted_weights;
    for (const auto& node : graph.nodes) {
        LayerAccount layer;
        layer.name = node.name;
        layer.origin = node.origin;
        layer.op = node.op;
        if (!node.outputs.empty() && node.outputs.front() != kNoValue) {
            layer.output = types.at(static_cast<std::size_t>(node.outputs.front())).shape;
        }
        layer.macs = node_macs(node, types) / batch;
        for (const ValueId id : trainable_inputs(graph, node)) {
            const Parameter& parameter = *graph.parameter(id);
            const std::int64_t nonzeros = parameter.nonzeros();
            layer.params += parameter.latent().elements();
            layer.nonzeros += nonzeros;
            if (counted.insert(id).second) {
                total.params += parameter.latent().elements();
                total.nonzeros += nonzeros;
            }
        }
        int widest = 0;
        for (const ValueId id : mac_weights(graph, node)) {
            const Parameter& weight = *graph.parameter(id);
            const std::int64_t elements = weight.latent().elements();
            const std::int64_t nonzeros = weight.nonzeros();
            layer.weights += elements;
            layer.weight_nonzeros += nonzeros;
            widest = std::max(widest, weight_bits(weight));
            const ValueId entering = id == node.input(0) ? node.input(1) : node.input(0);
            layer.input_bits = activation_bits(graph, entering, types);
            if (counted_weights.insert(id).second) {
                total.weights += elements;
                total.weight_nonzeros += nonzeros;
            }
        }
        layer.weight_bits = widest > 0 ? widest : layer.weight_bits;
        total.macs += layer.macs;
        total.layers.push_back(std::move(layer));
    }
    return total;
}

} // namespace espalier
