// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/rewrites/make_batchable.h"

#include "core/base/error.h"
#include "core/graph/evaluate.h"

#include <algorithm>
#include <array>
#include <set>

namespace espalier {

namespace {

std::size_t position(ValueId id) {
    return static_cast<std::size_t>(id);
}

std::vector<TensorType> inputs_for(const Graph& graph, std::int64_t batch) {
    std::vector<TensorType> types;
    for (const ValueId input : graph.inputs) {
        types.push_back(graph.value(input).type);
        types.back().shape[0] = batch;
    }
    return types;
}

/// Operators with an axis along which values meet, and that axis where it is not given.
struct AxisOp {
    std::string_view op;
    std::int64_t otherwise;
};

constexpr std::array<AxisOp, 15> kAxisOps{{{"Softmax", -1},
                                           {"LogSoftmax", -1},
                                           {"Hardmax", -1},
                                           {"Concat", 0},
                                           {"Split", 0},
                                           {"Gather", 0},
                                           {"GatherElements", 0},
                                           {"ScatterElements", 0},
                                           {"ArgMax", 0},
                                           {"ArgMin", 0},
                                           {"CumSum", 0},
                                           {"TopK", -1},
                                           {"LpNormalization", -1},
                                           {"LayerNormalization", -1},
                                           {"Compress", 0}}};

/// True where the operator may mix samples although all shapes scale.
bool crosses_batch(const Node& node, const std::set<ValueId>& dependent, const Evaluation& single) {
    const auto data = std::ranges::find_if(
        node.inputs, [&dependent](ValueId id) { return dependent.contains(id); });
    const int rank = single.types[position(*data)].shape.rank();
    const auto meets = std::ranges::find(kAxisOps, node.op, &AxisOp::op);
    if (meets != kAxisOps.end()) {
        const std::int64_t axis = node.attributes.integer("axis", meets->otherwise);
        return axis == 0 || axis == -rank;
    }
    // A Reshape that keeps the first dimension keeps samples apart; one with a target that depends
    // on the batch in another way was left by fold_constants.
    if (node.op == "MatMul" || node.op == "Gemm") {
        // The second factor is summed over along its first dimension unless it is a stack.
        const ValueId second = node.input(1);
        return dependent.contains(second) && single.types[position(second)].shape.rank() < 3;
    }
    return false;
}

/// Targets whose first entry repeats the batch 1 of their data now copy it.
bool generalise_reshapes(Graph& graph, const Evaluation& single,
                         const std::set<ValueId>& dependent) {
    for (Node& node : graph.nodes) {
        if (node.op != "Reshape" || !dependent.contains(node.input(0))) {
            continue;
        }
        const Parameter* target = graph.parameter(node.input(1));
        if (target == nullptr) {
            return false;
        }
        auto sizes = target->effective().to_int64();
        const Shape& data = single.types[position(node.inputs[0])].shape;
        if (!sizes.empty() && sizes[0] == 1 && data.rank() > 0 && data[0] == 1 &&
            node.attributes.integer("allowzero", 0) == 0) {
            sizes[0] = 0;
            node.inputs[1] = graph.add_parameter(
                node.name + "_shape", Parameter(Tensor::of<std::int64_t>(
                                          {static_cast<std::int64_t>(sizes.size())}, sizes)));
        }
    }
    return true;
}

std::set<ValueId> dependents(const Graph& graph) {
    std::set<ValueId> result(graph.inputs.begin(), graph.inputs.end());
    for (const Node& node : graph.nodes) {
        const bool depends =
            std::ranges::any_of(node.inputs, [&result](ValueId id) { return result.contains(id); });
        // Sizes are the same for every sample; what is made of them is checked by its own shape.
        if (depends && node.op != "Shape" && node.op != "Size") {
            result.insert(node.outputs.begin(), node.outputs.end());
            result.erase(kNoValue);
        }
    }
    return result;
}

bool scales(const Shape& one, const Shape& many, std::int64_t batch) {
    if (one.rank() == 0 || one.rank() != many.rank() || many[0] != one[0] * batch) {
        return false;
    }
    return std::equal(one.begin() + 1, one.end(), many.begin() + 1);
}

/// Numbers that are unlikely to be a size of the network.
constexpr std::array<std::int64_t, 2> kBatches{23, 59};

bool holds_for_batches(const Graph& graph, const Evaluation& single,
                       const std::set<ValueId>& dependent) {
    for (const Node& node : graph.nodes) {
        const bool depends = std::ranges::any_of(
            node.inputs, [&dependent](ValueId id) { return dependent.contains(id); });
        if (depends && crosses_batch(node, dependent, single)) {
            return false;
        }
    }
    for (const std::int64_t batch : kBatches) {
        const Evaluation many = evaluate(graph, inputs_for(graph, batch));
        const bool all_scale = std::ranges::all_of(dependent, [&](ValueId id) {
            return scales(single.types[position(id)].shape, many.types[position(id)].shape, batch);
        });
        if (!all_scale) {
            return false;
        }
    }
    return true;
}

} // namespace

bool make_batchable(Graph& graph) {
    bool fixed = false;
    for (const ValueId input : graph.inputs) {
        const Shape& shape = graph.value(input).type.shape;
        if (shape.rank() == 0 || (shape[0] != 1 && shape[0] >= 0)) {
            return false;
        }
        for (int axis = 1; axis < shape.rank(); ++axis) {
            if (shape[axis] < 0) {
                return false;
            }
        }
        fixed = fixed || shape[0] == 1;
    }
    if (graph.inputs.empty()) {
        return false;
    }
    Graph general = graph;
    try {
        const Evaluation single = evaluate(general, inputs_for(general, 1));
        const std::set<ValueId> dependent = dependents(general);
        if (!generalise_reshapes(general, single, dependent) ||
            !holds_for_batches(general, single, dependent)) {
            return false;
        }
    } catch (const Error&) {
        return false;
    }
    for (const ValueId input : general.inputs) {
        general.value(input).type.shape[0] = kUnknownDim;
    }
    general.tidy();
    graph = std::move(general);
    return fixed;
}

} // namespace espalier
