// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/plan/rewrite.h"

#include "core/base/error.h"
#include "core/graph/evaluate.h"
#include "core/graph/rewrites/batch_first.h"
#include "core/train/plan/hook_nodes.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>

namespace espalier {

namespace {

bool ends_in_softmax(const Node& node) {
    return node.op == "Softmax" || node.op == "LogSoftmax";
}

/// The code where it is one grid for the whole value.
const AffineCode* grid_of(const Value& value) {
    const auto* code = dynamic_cast<const AffineCode*>(value.code.get());
    return code != nullptr && code->axis() < 0 ? code : nullptr;
}

/// What may learn of the grid of a value, as an input of the node that stands for it.
void add_number(TrainGraph& all, Node& node, ValueId id, const AffineCode& code,
                ActivationMethod activations) {
    Graph& graph = all.graph;
    const bool rectified = !code.is_signed() && code.zero_points()[0] == 0;
    const bool bound = rectified && activations == ActivationMethod::Clip;
    const float step = code.scales()[0];
    Tensor number = Tensor::of<float>(
        Shape{1}, std::vector<float>{bound ? step * static_cast<float>(code.high()) : step});
    const ValueId at = graph.add_parameter(graph.value(id).name + ".grid", Parameter(number));
    all.types.push_back({DType::Float32, Shape{1}});
    all.constants.push_back(std::move(number));
    node.op = kUniformGrid;
    node.inputs.push_back(at);
    node.attributes.set(kBoundLearns, std::int64_t{bound ? 1 : 0});
    all.grids.push_back({id, at, bound});
}

/// From `id` on, readers see the coded value; its maker writes to a new one.
void insert_code(TrainGraph& all, ValueId id, ActivationMethod activations) {
    Graph& graph = all.graph;
    const TensorType type = all.types[static_cast<std::size_t>(id)];
    const ValueId coded = graph.add_value(graph.value(id).name + ".coded", graph.value(id).type);
    graph.value(coded).code = graph.value(id).code;
    graph.value(id).code = nullptr;
    all.types.push_back(type);
    all.constants.emplace_back();
    graph.replace_uses(id, coded);
    Node node;
    node.name = graph.unique_node_name(graph.value(id).name + ".code");
    node.op = kFakeQuantise;
    node.inputs = {id};
    node.outputs = {coded};
    if (const AffineCode* grid = grid_of(graph.value(coded))) {
        add_number(all, node, id, *grid, activations);
    }
    graph.add_node(std::move(node));
}

/// A value that is an output already stays a single one. Returns which output stands for the first
/// and for each name.
std::vector<std::size_t> add_outputs(Graph& graph, const std::vector<std::string>& also) {
    std::vector<std::size_t> places{0};
    for (const std::string& name : also) {
        const ValueId id = graph.find_value(name);
        if (id == kNoValue) {
            fail(ErrorCode::Usage, "training: the loss looks at {}, but no value has that name",
                 name);
        }
        const auto found = std::ranges::find(graph.outputs, id);
        places.push_back(static_cast<std::size_t>(found - graph.outputs.begin()));
        if (found == graph.outputs.end()) {
            graph.outputs.push_back(id);
        }
    }
    return places;
}

/// What flows in a plan is float32: words are looked up by the numbers that the input has, not by
/// what a Cast makes of them.
void look_up_directly(Graph& graph, const TrainGraph& known) {
    const Uses uses(graph);
    for (Node& node : graph.nodes) {
        if (node.op != "Gather" ||
            known.constants.at(static_cast<std::size_t>(node.inputs[1])).defined()) {
            continue;
        }
        const auto maker = uses.producer(node.inputs[1]);
        if (maker && graph.nodes[*maker].op == "Cast") {
            node.inputs[1] = graph.nodes[*maker].inputs.at(0);
        }
    }
}

} // namespace

void drop_softmax(Graph& graph) {
    const Uses uses(graph);
    while (const auto maker = uses.producer(graph.outputs.front())) {
        if (!ends_in_softmax(graph.nodes[*maker])) {
            break;
        }
        graph.outputs.front() = graph.nodes[*maker].inputs.at(0);
    }
}

TrainGraph rewrite_for_training(const Graph& graph, std::int64_t samples,
                                const std::vector<std::string>& also, const Numerics& numerics,
                                ActivationMethod activations) {
    if (graph.inputs.size() != 1 || graph.outputs.empty()) {
        fail(ErrorCode::Usage,
             "training: the network has {} inputs and {} outputs, expected 1 and "
             "at least 1",
             graph.inputs.size(), graph.outputs.size());
    }
    TrainGraph result;
    result.graph = graph;
    Graph& own = result.graph;
    own.outputs.resize(1);
    drop_softmax(own);
    result.looked_at = add_outputs(own, also);
    own.tidy();
    own = batch_first(own);
    own.tidy();
    TensorType input = own.value(own.inputs.front()).type;
    expect(input.shape.rank() >= 2, "training: the input is {}, expected [N, ...]",
           input.shape.str());
    input.shape[0] = samples;
    Evaluation evaluation = evaluate(own, {input});
    result.types = std::move(evaluation.types);
    result.constants = std::move(evaluation.constants);

    const std::size_t known = own.value_count();
    for (std::size_t i = 0; i < known; ++i) {
        const auto id = static_cast<ValueId>(i);
        // Large masked or coded parameters are left out of an evaluation; here they are constants
        // like the others.
        if (const Parameter* parameter = own.parameter(id);
            parameter != nullptr && !result.constants[i].defined()) {
            result.constants[i] = parameter->effective();
        }
        if (own.value(id).code && !own.value(id).parameter && !result.constants[i].defined()) {
            insert_code(result, id, activations);
        }
    }
    look_up_directly(own, result);
    own.tidy();
    insert_hooks(result, numerics);
    return result;
}

std::vector<const Node*> norm_chain(const Graph& graph, const Uses& uses, std::size_t position,
                                    const std::function<bool(ValueId, ValueId)>& alike) {
    std::vector<const Node*> chain{&graph.nodes[position]};
    const auto only_reader = [&]() -> const Node* {
        const ValueId out = chain.back()->outputs.at(0);
        const auto& readers = uses.consumers(out);
        return readers.size() == 1 && !uses.is_output(out) ? &graph.nodes[readers.front()]
                                                           : nullptr;
    };
    const auto is_constant = [&](ValueId id) { return graph.parameter(id) != nullptr; };
    const Node* next = only_reader();
    if (next != nullptr && next->op == "Add" && next->inputs.size() == 2 &&
        next->inputs[0] != next->inputs[1] && !is_constant(next->inputs[0]) &&
        !is_constant(next->inputs[1])) {
        // The other operand must be there before the normalisation runs.
        const ValueId other = next->inputs[next->inputs[0] == chain.back()->outputs.at(0) ? 1 : 0];
        const auto maker = uses.producer(other);
        if ((!maker || *maker < position) && alike(graph.nodes[position].inputs.at(0), other)) {
            chain.push_back(next);
            next = only_reader();
        }
    }
    if (next != nullptr && (next->op == "Relu" || next->op == "Clip") &&
        std::ranges::all_of(next->inputs.begin() + 1, next->inputs.end(),
                            [&](ValueId id) { return id == kNoValue || is_constant(id); })) {
        chain.push_back(next);
    }
    return chain;
}

} // namespace espalier
