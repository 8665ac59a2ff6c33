// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/rewrites/unroll_recurrent.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>

namespace espalier {

namespace {

constexpr std::size_t kW = 1;
constexpr std::size_t kR = 2;
constexpr std::size_t kB = 3;
constexpr std::size_t kInitialH = 5;
constexpr std::size_t kInitialC = 6;

std::int64_t gate_count(const Node& node) {
    return node.op == "LSTM" ? 4 : node.op == "GRU" ? 3 : 1;
}

Tensor turned(const Tensor& matrix) {
    const std::int64_t rows = matrix.shape()[0];
    const std::int64_t columns = matrix.shape()[1];
    Tensor result(DType::Float32, {columns, rows});
    const auto from = matrix.data<float>();
    const auto to = result.writable<float>();
    for (std::int64_t r = 0; r < rows; ++r) {
        for (std::int64_t c = 0; c < columns; ++c) {
            to[static_cast<std::size_t>(c * rows + r)] =
                from[static_cast<std::size_t>(r * columns + c)];
        }
    }
    return result;
}

Attributes axis_attribute(std::int64_t axis) {
    Attributes attributes;
    attributes.set("axis", axis);
    return attributes;
}

bool permutes(const Node& node, const std::vector<std::int64_t>& order) {
    return node.op == "Transpose" && node.attributes.integers("perm", {}) == order;
}

/// What turns the batch to the front around a layer that wants time there. The steps need neither:
/// with the batch in front everywhere they can be trained.
struct Turns {
    ValueId source = kNoValue; ///< [N, T, I] that is turned into the layer's input
    /// For each output of the layer, the node that turns it, by position.
    std::array<std::optional<std::size_t>, 3> behind;
    std::array<bool, 3> others{}; ///< whether anybody else reads that output
    /// Where products with a constant lie between the turn and the layer: the first of them, and
    /// what it is to read instead.
    std::optional<std::size_t> first_between;
    ValueId unturned = kNoValue;

    Turns(const Graph& graph, const Node& layer) {
        const bool time_first = layer.attributes.integer("layout", 0) == 0;
        const Uses uses(graph);
        if (time_first) {
            look_before(graph, uses, layer);
        }
        for (std::size_t i = 0; i < std::min(layer.outputs.size(), behind.size()); ++i) {
            const ValueId output = layer.outputs[i];
            if (output == kNoValue) {
                continue;
            }
            const std::vector<std::int64_t> turn =
                i == 0 ? std::vector<std::int64_t>{2, 0, 1, 3} : std::vector<std::int64_t>{1, 0, 2};
            others[i] = uses.is_output(output);
            for (const std::size_t reader : uses.consumers(output)) {
                if (time_first && !behind[i] && permutes(graph.nodes[reader], turn)) {
                    behind[i] = reader;
                } else {
                    others[i] = true;
                }
            }
        }
    }

private:
    void look_before(const Graph& graph, const Uses& uses, const Node& layer) {
        ValueId value = layer.inputs[0];
        std::optional<std::size_t> between;
        for (auto at = uses.producer(value); at; at = uses.producer(value)) {
            const Node& node = graph.nodes[*at];
            if (permutes(node, {1, 0, 2})) {
                source = between ? layer.inputs[0] : node.inputs[0];
                first_between = between;
                unturned = node.inputs[0];
                return;
            }
            const bool passes = (node.op == "MatMul" || node.op == "Add") &&
                                graph.parameter(node.inputs[1]) != nullptr &&
                                uses.consumers(value).size() == 1 && !uses.is_output(value);
            if (!passes) {
                return;
            }
            between = at;
            value = node.inputs[0];
        }
    }
};

class Unroller {
public:
    Unroller(Graph& graph, Node layer, std::int64_t steps, std::string provenance)
        : graph_(graph)
        , turns_(graph, layer)
        , layer_(std::move(layer))
        , steps_(steps)
        , provenance_(std::move(provenance))
        , batch_first_(layer_.attributes.integer("layout", 0) == 1)
        , backwards_(layer_.attributes.text("direction", "forward") == "reverse")
        , reset_after_(layer_.attributes.integer("linear_before_reset", 0) != 0)
        , gates_(gate_count(layer_))
        , hidden_(graph.parameter(layer_.inputs[kR])->shape()[2]) {}

    std::vector<Node> run(const std::vector<Tensor>& recurrent) {
        const Parameter& w = *graph_.parameter(layer_.inputs[kW]);
        const Shape& shape = w.shape();
        const Tensor r = graph_.parameter(layer_.inputs[kR])->effective();
        make_recurrent(recurrent.empty()
                           ? std::vector{turned(r.reshaped({gates_ * hidden_, hidden_}))}
                           : recurrent);
        const auto sums = project(turned(w.effective().reshaped({shape[1], shape[2]})));
        h_ = initial(kInitialH, "h");
        c_ = initial(kInitialC, "c");
        std::vector<ValueId> states(static_cast<std::size_t>(steps_));
        for (std::int64_t s = 0; s < steps_; ++s) {
            step_ = s;
            const auto t = static_cast<std::size_t>(backwards_ ? steps_ - 1 - s : s);
            if (layer_.op == "LSTM") {
                lstm(sums[t]);
            } else if (layer_.op == "GRU") {
                gru(sums[t]);
            } else {
                h_ = op("Tanh", "h", {with_product(sums[t], "r")});
            }
            states[t] = h_;
        }
        deliver(states);
        return std::move(nodes_);
    }

    /// Nodes whose outputs the steps make themselves, by position, ascending.
    [[nodiscard]] std::vector<std::size_t> replaced() const {
        std::vector<std::size_t> all;
        for (const auto& reader : turns_.behind) {
            if (reader) {
                all.push_back(*reader);
            }
        }
        std::ranges::sort(all);
        return all;
    }

private:
    [[nodiscard]] std::string named(const char* what) const {
        return step_ < 0 ? fmt::format("{}_{}", layer_.name, what)
                         : fmt::format("{}_{}_{}", layer_.name, step_, what);
    }

    std::vector<ValueId> ops(const char* type, const char* what, std::vector<ValueId> inputs,
                             std::size_t outputs, Attributes attributes = {}) {
        Node node;
        node.name = graph_.unique_node_name(named(what));
        node.op = type;
        node.attributes = std::move(attributes);
        node.inputs = std::move(inputs);
        node.origin = layer_.origin;
        for (std::size_t i = 0; i < outputs; ++i) {
            node.outputs.push_back(graph_.add_value(named(what)));
        }
        nodes_.push_back(std::move(node));
        return nodes_.back().outputs;
    }

    ValueId op(const char* type, const char* what, std::vector<ValueId> inputs,
               Attributes attributes = {}) {
        return ops(type, what, std::move(inputs), 1, std::move(attributes)).front();
    }

    ValueId parameter(const char* what, Tensor values) {
        return graph_.add_parameter(fmt::format("{}_{}", layer_.name, what),
                                    Parameter(std::move(values), provenance_));
    }

    ValueId integers(const char* what, const std::vector<std::int64_t>& values) {
        return graph_.add_parameter(fmt::format("{}_{}", layer_.name, what),
                                    Parameter(Tensor::of<std::int64_t>(
                                        {static_cast<std::int64_t>(values.size())}, values)));
    }

    /// Of a GRU that multiplies with the reset state, the last factor is in two: gates, candidate.
    void make_recurrent(std::vector<Tensor> factors) {
        const bool apart = layer_.op == "GRU" && !reset_after_;
        for (std::size_t i = 0; i + 1 < factors.size(); ++i) {
            thin_.push_back(parameter("R1", factors[i]));
        }
        const Tensor& last = factors.back();
        if (!apart) {
            gate_weights_ = parameter("R2", last);
            return;
        }
        std::vector<std::int64_t> gates(static_cast<std::size_t>(2 * hidden_));
        std::vector<std::int64_t> candidate(static_cast<std::size_t>(hidden_));
        for (std::int64_t j = 0; j < 2 * hidden_; ++j) {
            gates[static_cast<std::size_t>(j)] = j;
        }
        for (std::int64_t j = 0; j < hidden_; ++j) {
            candidate[static_cast<std::size_t>(j)] = 2 * hidden_ + j;
        }
        gate_weights_ = parameter("R2_gates", select(last, 1, gates));
        candidate_weights_ = parameter("R2_candidate", select(last, 1, candidate));
    }

    /// x W' + biases for each time, [N, gates * H].
    std::vector<ValueId> project(Tensor w) {
        const std::int64_t width = gates_ * hidden_;
        Tensor sums(DType::Float32, {width});
        if (layer_.input(kB) != kNoValue) {
            const Tensor b = graph_.parameter(layer_.inputs[kB])->effective();
            const auto both = b.data<float>();
            const auto to = sums.writable<float>();
            const bool apart = layer_.op == "GRU" && reset_after_;
            const std::int64_t joint = apart ? 2 * hidden_ : width;
            for (std::int64_t k = 0; k < width; ++k) {
                const auto at = static_cast<std::size_t>(k);
                to[at] = both[at] + (k < joint ? both[at + static_cast<std::size_t>(width)] : 0.0F);
            }
            if (apart) {
                const auto behind = both.last(static_cast<std::size_t>(hidden_));
                candidate_bias_ = parameter("candidate_bias", Tensor::of<float>({hidden_}, behind));
            }
        }
        const bool turned_before = turns_.source != kNoValue;
        if (turns_.first_between) {
            graph_.nodes[*turns_.first_between].inputs[0] = turns_.unturned;
        }
        const ValueId product =
            op("MatMul", "input",
               {turned_before ? turns_.source : layer_.inputs[0], parameter("W", std::move(w))});
        const ValueId biased = op("Add", "biased", {product, parameter("b", std::move(sums))});
        const std::int64_t axis = batch_first_ || turned_before ? 1 : 0;
        std::vector<ValueId> times =
            ops("Split", "times", {biased}, static_cast<std::size_t>(steps_), axis_attribute(axis));
        const ValueId axes = integers("time_axis", {axis});
        for (std::size_t t = 0; t < times.size(); ++t) {
            step_ = static_cast<std::int64_t>(t);
            times[t] = op("Squeeze", "sum", {times[t], axes});
        }
        step_ = -1;
        return times;
    }

    ValueId initial(std::size_t slot, const char* what) {
        if (layer_.input(slot) == kNoValue) {
            return kNoValue;
        }
        return op("Squeeze", what,
                  {layer_.inputs[slot],
                   integers((std::string(what) + "_axis").c_str(), {batch_first_ ? 1 : 0})});
    }

    ValueId product(ValueId state, ValueId last, const char* what) {
        for (const ValueId factor : thin_) {
            state = op("MatMul", "thin", {state, factor});
        }
        return op("MatMul", what, {state, last});
    }

    /// sum + h R'; the sum where there is no h yet.
    ValueId with_product(ValueId sum, const char* what) {
        return h_ == kNoValue ? sum : op("Add", "all", {sum, product(h_, gate_weights_, what)});
    }

    /// a * b + c * d; the second product alone where b is absent.
    ValueId mix(ValueId a, ValueId b, ValueId c, ValueId d, const char* what) {
        const ValueId fresh = op("Mul", "fresh", {c, d});
        return b == kNoValue ? fresh : op("Add", what, {op("Mul", "kept", {a, b}), fresh});
    }

    void lstm(ValueId sum) {
        const auto parts = ops("Split", "gates", {with_product(sum, "r")}, 4, axis_attribute(1));
        const ValueId i = op("Sigmoid", "i", {parts[0]});
        const ValueId o = op("Sigmoid", "o", {parts[1]});
        const ValueId f = op("Sigmoid", "f", {parts[2]});
        c_ = mix(f, c_, i, op("Tanh", "g", {parts[3]}), "c");
        h_ = op("Mul", "h", {o, op("Tanh", "squashed", {c_})});
    }

    /// z and r side by side, and what belongs to the candidate.
    std::vector<ValueId> parts(const char* what, ValueId value) {
        if (split_sizes_ == kNoValue) {
            split_sizes_ = integers("gate_sizes", {2 * hidden_, hidden_});
        }
        return ops("Split", what, {value, split_sizes_}, 2, axis_attribute(1));
    }

    void gru(ValueId sum) {
        const auto sums = parts("sums", sum);
        ValueId both = sums[0];
        ValueId back = candidate_bias_; // what the reset acts on behind the product
        if (h_ != kNoValue && reset_after_) {
            const auto products = parts("products", product(h_, gate_weights_, "r"));
            both = op("Add", "all", {both, products[0]});
            back = back == kNoValue ? products[1] : op("Add", "r_biased", {products[1], back});
        } else if (h_ != kNoValue) {
            both = op("Add", "all", {both, product(h_, gate_weights_, "r")});
        }
        const auto gates =
            ops("Split", "gates", {op("Sigmoid", "zr", {both})}, 2, axis_attribute(1));
        ValueId candidate = sums[1];
        if (reset_after_ && back != kNoValue) {
            candidate = op("Add", "q_sum", {candidate, op("Mul", "reset", {gates[1], back})});
        } else if (!reset_after_ && h_ != kNoValue) {
            const ValueId reset = op("Mul", "reset", {gates[1], h_});
            candidate =
                op("Add", "q_sum", {candidate, product(reset, candidate_weights_, "r_candidate")});
        }
        if (one_ == kNoValue) {
            one_ = graph_.add_parameter(layer_.name + "_one", Parameter(Tensor::scalar(1.0F)));
        }
        const ValueId take = op("Sub", "take", {one_, gates[0]});
        h_ = mix(gates[0], h_, take, op("Tanh", "q", {candidate}), "h");
    }

    /// Gives the layer's outputs to whoever reads them, those with the batch in front to who
    /// would turn them.
    void deliver(const std::vector<ValueId>& states) {
        for (std::size_t i = 0; i < layer_.outputs.size(); ++i) {
            if (const auto reader = turns_.behind.at(i)) {
                deliver(states, i, true, graph_.nodes[*reader].outputs[0]);
            }
            if (turns_.others.at(i)) {
                deliver(states, i, batch_first_, layer_.outputs[i]);
            }
        }
    }

    void deliver(const std::vector<ValueId>& states, std::size_t output, bool batch_first,
                 ValueId to) {
        step_ = -1;
        const bool turned = to != layer_.outputs[output];
        const std::int64_t axis = batch_first ? 1 : 0;
        if (output > 0) {
            finish("Unsqueeze",
                   {output == 1 ? h_ : c_, integers(turned ? "turned_axis" : "state_axis", {axis})},
                   output, to);
            return;
        }
        const ValueId axes = integers(turned ? "turned_axes" : "sequence_axes", {axis, axis + 1});
        std::vector<ValueId> parts;
        for (const ValueId state : states) {
            step_ = static_cast<std::int64_t>(parts.size());
            parts.push_back(op("Unsqueeze", turned ? "turned" : "state", {state, axes}));
        }
        step_ = -1;
        finish("Concat", std::move(parts), output, to, axis_attribute(axis));
    }

    void finish(const char* type, std::vector<ValueId> inputs, std::size_t output, ValueId to,
                Attributes attributes = {}) {
        Node node;
        // The graph does not have the others yet, which must not be called the same.
        constexpr std::array<const char*, 3> kNames{"output", "last_h", "last_c"};
        constexpr std::array<const char*, 3> kTurned{"turned_output", "turned_h", "turned_c"};
        const bool turned = to != layer_.outputs[output];
        node.name = graph_.unique_node_name(named((turned ? kTurned : kNames).at(output)));
        node.op = type;
        node.attributes = std::move(attributes);
        node.inputs = std::move(inputs);
        node.outputs = {to};
        node.origin = layer_.origin;
        nodes_.push_back(std::move(node));
    }

    Graph& graph_;
    Turns turns_;
    Node layer_;
    std::int64_t steps_;
    std::string provenance_;
    bool batch_first_;
    bool backwards_;
    bool reset_after_;
    std::int64_t gates_;
    std::int64_t hidden_;
    std::int64_t step_ = -1; ///< in names; -1 outside of steps
    std::vector<Node> nodes_;
    std::vector<ValueId> thin_; ///< all factors of R' but the last
    ValueId gate_weights_ = kNoValue;
    ValueId candidate_weights_ = kNoValue;
    ValueId candidate_bias_ = kNoValue;
    ValueId split_sizes_ = kNoValue;
    ValueId one_ = kNoValue;
    ValueId h_ = kNoValue;
    ValueId c_ = kNoValue;
};

} // namespace

std::string obstacle_to_unrolling(const Graph& graph, const Node& node) {
    if (node.attributes.text("direction", "forward") == "bidirectional") {
        return "it runs in two directions";
    }
    if (const Attribute* given = node.attributes.find("activations")) {
        const std::vector<std::string> usual =
            node.op == "LSTM"  ? std::vector<std::string>{"Sigmoid", "Tanh", "Tanh"}
            : node.op == "GRU" ? std::vector<std::string>{"Sigmoid", "Tanh"}
                               : std::vector<std::string>{"Tanh"};
        const auto* names = std::get_if<std::vector<std::string>>(given);
        if (names == nullptr || *names != usual) {
            return "it has other activations than the usual ones";
        }
    }
    if (node.attributes.real("clip", 0) != 0 || node.attributes.integer("input_forget", 0) != 0) {
        return "it clips or couples its gates";
    }
    if (node.input(4) != kNoValue || node.input(7) != kNoValue) {
        return "it has lengths or peepholes";
    }
    for (const std::size_t slot : {kW, kR, kB}) {
        const ValueId id = node.input(slot);
        const Parameter* parameter = graph.parameter(id);
        if (id != kNoValue &&
            (parameter == nullptr || parameter->latent().dtype() != DType::Float32)) {
            return "its weights are not float32 constants";
        }
    }
    return {};
}

void unroll_recurrent(Graph& graph, std::size_t position, std::int64_t steps,
                      const std::vector<Tensor>& recurrent, const std::string& provenance) {
    expect(steps > 0, "{}: a sequence of {} steps, expected at least one",
           graph.nodes.at(position).name, steps);
    const Node layer = graph.nodes.at(position);
    Unroller unroller(graph, layer, steps, provenance);
    std::vector<Node> nodes = unroller.run(recurrent);
    // All of them lie behind the layer: its own position stays.
    for (const std::size_t each : std::views::reverse(unroller.replaced())) {
        graph.nodes.erase(graph.nodes.begin() + static_cast<std::ptrdiff_t>(each));
    }
    const auto place = graph.nodes.begin() + static_cast<std::ptrdiff_t>(position);
    const auto behind = graph.nodes.erase(place);
    graph.nodes.insert(behind, std::make_move_iterator(nodes.begin()),
                       std::make_move_iterator(nodes.end()));
}

} // namespace espalier
