// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/rewrites/batch_first.h"

#include "core/graph/evaluate.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

namespace espalier {

namespace {

constexpr std::array<std::string_view, 3> kRecurrent{"LSTM", "GRU", "RNN"};

constexpr std::array<std::string_view, 13> kElementwise{
    "Relu",     "Tanh", "Sigmoid", "LeakyRelu", "Elu",       "Selu", "HardSigmoid",
    "Identity", "Clip", "Dropout", "Neg",       "HardSwish", "Cast"};

constexpr std::array<std::string_view, 6> kBinary{"Add", "Sub", "Mul", "Div", "Max", "Min"};

bool is_one_of(std::string_view op, auto& list) {
    return std::ranges::find(list, op) != list.end();
}

/// Where axis `d` of a value lies once its axis `batch` is in front.
std::int64_t moved(std::int64_t d, std::int64_t batch) {
    return d == batch ? 0 : d < batch ? d + 1 : d;
}

/// The inverse of moved().
std::int64_t unmoved(std::int64_t d, std::int64_t batch) {
    return d == 0 ? batch : d <= batch ? d - 1 : d;
}

/// Walks over the nodes and rewrites each for inputs that are moved.
class Mover {
public:
    Mover(const Graph& graph, const Evaluation& evaluation)
        : graph_(graph)
        , evaluation_(evaluation) {}

    /// nullopt where a node makes something of the batch that is not known here.
    std::optional<Graph> run() {
        for (const ValueId input : graph_.inputs) {
            batch_[input] = 0;
        }
        const std::size_t count = graph_.nodes.size();
        for (std::size_t i = 0; i < count; ++i) {
            Node node = graph_.nodes[i];
            const bool depends =
                std::ranges::any_of(node.inputs, [&](ValueId id) { return batch_.contains(id); });
            const bool computed = std::ranges::any_of(
                node.outputs, [&](ValueId id) { return id != kNoValue && !constant(id); });
            if (!depends || !computed) {
                continue;
            }
            if (!rewrite(node)) {
                return std::nullopt;
            }
            graph_.nodes[i] = std::move(node);
        }
        return graph_;
    }

private:
    [[nodiscard]] int rank(ValueId id) const {
        return evaluation_.types[static_cast<std::size_t>(id)].shape.rank();
    }

    /// The value where it does not depend on data; nullptr elsewhere.
    [[nodiscard]] const Tensor* constant(ValueId id) const {
        if (id == kNoValue) {
            return nullptr;
        }
        if (const Parameter* parameter = graph_.parameter(id)) {
            return &parameter->effective();
        }
        const auto at = static_cast<std::size_t>(id);
        return at < evaluation_.constants.size() && evaluation_.constants[at].defined()
                   ? &evaluation_.constants[at]
                   : nullptr;
    }

    [[nodiscard]] std::optional<std::int64_t> axis_of(ValueId id) const {
        const auto found = batch_.find(id);
        return found == batch_.end() ? std::nullopt : std::optional(found->second);
    }

    void set_outputs(const Node& node, std::int64_t axis) {
        for (const ValueId output : node.outputs) {
            if (output != kNoValue) {
                batch_[output] = axis;
            }
        }
    }

    ValueId integers(const Node& node, const char* what, const std::vector<std::int64_t>& values) {
        return graph_.add_parameter(node.name + what,
                                    Parameter(Tensor::of<std::int64_t>(
                                        {static_cast<std::int64_t>(values.size())}, values)));
    }

    /// The one batch axis of all inputs that have one; nullopt where they differ in it or in rank.
    [[nodiscard]] std::optional<std::int64_t> common_axis(const Node& node) const {
        std::optional<std::int64_t> axis;
        int ranks = -1;
        for (const ValueId input : node.inputs) {
            const auto own = axis_of(input);
            if (!own) {
                continue;
            }
            if ((axis && *axis != *own) || (ranks >= 0 && ranks != rank(input))) {
                return std::nullopt;
            }
            axis = own;
            ranks = rank(input);
        }
        return axis;
    }

    bool rewrite(Node& node) {
        if (is_one_of(node.op, kRecurrent)) {
            return recurrent(node);
        }
        const auto axis = common_axis(node);
        if (!axis) {
            return false;
        }
        if (is_one_of(node.op, kElementwise)) {
            set_outputs(node, *axis);
            return true;
        }
        if (is_one_of(node.op, kBinary)) {
            return binary(node, *axis);
        }
        if (node.op == "MatMul") {
            set_outputs(node, *axis);
            const Tensor* right = constant(node.input(1));
            return right != nullptr && right->shape().rank() == 2 &&
                   *axis < rank(node.input(0)) - 1;
        }
        if (node.op == "Transpose") {
            return transpose(node, *axis);
        }
        if (node.op == "Squeeze" || node.op == "Unsqueeze") {
            return squeeze(node, *axis);
        }
        if (node.op == "Gather") {
            return gather(node, *axis);
        }
        if (node.op == "Reshape") {
            return reshape(node, *axis);
        }
        if (node.op == "Slice") {
            return slice(node, *axis);
        }
        if (node.op == "Concat" || node.op == "Split" || node.op == "Softmax" ||
            node.op == "LogSoftmax") {
            return along_axis(node, *axis);
        }
        // With the batch in front already, nothing has to change.
        set_outputs(node, 0);
        return *axis == 0;
    }

    bool recurrent(Node& node) {
        const bool already = node.attributes.integer("layout", 0) == 1;
        if (axis_of(node.input(0)) != (already ? 0 : 1)) {
            return false;
        }
        for (std::size_t slot = 4; slot < node.inputs.size() && slot < 7; ++slot) {
            const ValueId id = node.inputs[slot];
            if (id == kNoValue) {
                continue;
            }
            const std::int64_t expected = slot == 4 || already ? 0 : 1;
            if (const Tensor* values = constant(id)) {
                // Zeros are what an absent state is; other constants speak of one batch size.
                if (slot == 4 || !is_zero(*values)) {
                    return false;
                }
                node.inputs[slot] = kNoValue;
            } else if (axis_of(id) != expected) {
                return false;
            }
        }
        node.attributes.set("layout", std::int64_t{1});
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            if (node.outputs[i] != kNoValue) {
                batch_[node.outputs[i]] = already ? 0 : i == 0 ? 2 : 1;
            }
        }
        return true;
    }

    static bool is_zero(const Tensor& values) {
        for (std::int64_t i = 0; i < values.elements(); ++i) {
            if (values.at(i) != 0) {
                return false;
            }
        }
        return true;
    }

    bool binary(Node& node, std::int64_t axis) {
        const int ranks = rank(node.outputs[0]);
        set_outputs(node, axis);
        return std::ranges::all_of(node.inputs, [&](ValueId id) {
            if (axis_of(id)) {
                return rank(id) == ranks;
            }
            // A constant must not reach the axes that change places.
            return rank(id) < ranks - axis ||
                   evaluation_.types[static_cast<std::size_t>(id)].shape.elements() == 1;
        });
    }

    bool transpose(Node& node, std::int64_t axis) {
        const int ranks = rank(node.input(0));
        std::vector<std::int64_t> reversed;
        for (int d = ranks; d-- > 0;) {
            reversed.push_back(d);
        }
        const auto perm = node.attributes.integers("perm", reversed);
        const auto out = std::ranges::find(perm, axis) - perm.begin();
        std::vector<std::int64_t> own;
        for (std::int64_t k = 0; k < ranks; ++k) {
            own.push_back(moved(perm[static_cast<std::size_t>(unmoved(k, out))], axis));
        }
        if (std::ranges::is_sorted(own)) {
            node.op = "Identity";
            node.attributes = {};
        } else {
            node.attributes.set("perm", own);
        }
        set_outputs(node, out);
        return true;
    }

    bool squeeze(Node& node, std::int64_t axis) {
        const Tensor* given = constant(node.input(1));
        if (given == nullptr) {
            return false;
        }
        const bool drops = node.op == "Squeeze";
        std::vector<std::int64_t> axes = given->to_int64();
        const int wide = rank(drops ? node.input(0) : node.outputs[0]);
        for (std::int64_t& entry : axes) {
            entry += entry < 0 ? wide : 0;
        }
        // The batch axis among the dimensions of the side that has more of them.
        std::int64_t among = axis;
        if (!drops) {
            std::int64_t left = axis;
            for (among = 0; among < wide; ++among) {
                if (std::ranges::find(axes, among) == axes.end() && left-- == 0) {
                    break;
                }
            }
        }
        if (std::ranges::find(axes, among) != axes.end()) {
            return false;
        }
        const auto before =
            std::ranges::count_if(axes, [&](std::int64_t entry) { return entry < among; });
        for (std::int64_t& entry : axes) {
            entry = moved(entry, among);
        }
        node.inputs[1] = integers(node, "_axes", axes);
        set_outputs(node, drops ? among - before : among);
        return true;
    }

    bool gather(Node& node, std::int64_t axis) {
        if (!axis_of(node.input(0)) || axis_of(node.input(1))) {
            // Looking up words: the batch is that of the indices.
            set_outputs(node, axis);
            return node.attributes.integer("axis", 0) == 0 && !axis_of(node.input(0));
        }
        std::int64_t own = node.attributes.integer("axis", 0);
        own += own < 0 ? rank(node.input(0)) : 0;
        if (own == axis) {
            return false;
        }
        node.attributes.set("axis", moved(own, axis));
        set_outputs(node, own < axis ? axis + rank(node.input(1)) - 1 : axis);
        return true;
    }

    /// Only where everything up to the batch axis stays as it is.
    bool reshape(Node& node, std::int64_t axis) {
        const Tensor* given = constant(node.input(1));
        if (given == nullptr || node.attributes.integer("allowzero", 0) != 0) {
            return false;
        }
        const Shape& from = evaluation_.types[static_cast<std::size_t>(node.input(0))].shape;
        const Shape& to = evaluation_.types[static_cast<std::size_t>(node.outputs[0])].shape;
        std::vector<std::int64_t> target = given->to_int64();
        if (to.rank() <= axis) {
            return false;
        }
        for (int d = 0; d <= axis; ++d) {
            if (from[d] != to[d]) {
                return false;
            }
        }
        target[static_cast<std::size_t>(axis)] = 0;
        std::rotate(target.begin(), target.begin() + axis, target.begin() + axis + 1);
        node.inputs[1] = integers(node, "_target", target);
        set_outputs(node, axis);
        return true;
    }

    bool slice(Node& node, std::int64_t axis) {
        const Tensor* given = constant(node.input(3));
        if (given == nullptr) {
            return false;
        }
        std::vector<std::int64_t> axes = given->to_int64();
        for (std::int64_t& entry : axes) {
            entry += entry < 0 ? rank(node.input(0)) : 0;
            if (entry == axis) {
                return false;
            }
            entry = moved(entry, axis);
        }
        node.inputs[3] = integers(node, "_axes", axes);
        set_outputs(node, axis);
        return true;
    }

    bool along_axis(Node& node, std::int64_t axis) {
        const bool last = node.op == "Softmax" || node.op == "LogSoftmax";
        const bool pieces = node.op == "Concat";
        std::int64_t own = node.attributes.integer("axis", last ? -1 : 0);
        own += own < 0 ? rank(node.input(0)) : 0;
        node.attributes.set("axis", moved(own, axis));
        set_outputs(node, axis);
        return own != axis && (!pieces || std::ranges::all_of(node.inputs, [&](ValueId id) {
                   return axis_of(id).has_value();
               }));
    }

    Graph graph_;
    const Evaluation& evaluation_;
    std::map<ValueId, std::int64_t> batch_; ///< batch axis of every value that depends on an input
};

} // namespace

Graph batch_first(const Graph& graph) {
    const bool needed = std::ranges::any_of(graph.nodes, [](const Node& node) {
        return is_one_of(node.op, kRecurrent) && node.attributes.integer("layout", 0) == 0;
    });
    if (!needed) {
        return graph;
    }
    // Files may hold initial states for the one sequence they were exported with.
    std::vector<TensorType> inputs;
    for (const ValueId input : graph.inputs) {
        inputs.push_back(graph.value(input).type);
        if (inputs.back().shape.rank() > 0) {
            inputs.back().shape[0] = 1;
        }
    }
    const Evaluation evaluation = evaluate(graph, inputs);
    return Mover(graph, evaluation).run().value_or(graph);
}

} // namespace espalier
