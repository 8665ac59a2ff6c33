// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the nodes of a file to the meaning that their operators have in opset 17, the one that the
// rest of the program speaks. Older ones are upgraded, later ones downgraded where the operator
// still means the same. Operators that stand for a few others (functions of ONNX, operators on
// integers) become those. Source: the operator changelog of ONNX (Changelog.md).
#pragma once

#include "core/graph/evaluate.h"
#include "core/graph/graph.h"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::onnx_opset {

inline constexpr int kOldest = 1;
inline constexpr int kNewest = 25;
inline constexpr int kSpoken = 17;

/// What is known of the whole graph while its nodes are walked over.
struct Record {
    std::set<std::string>& names;     ///< of nodes, taken
    const std::vector<bool>& read;    ///< per value: somebody reads it
    const std::set<ValueId>& unknown; ///< values whose type does not follow from the graph
};

/// One node on its way. Rules change `node` in place and may put nodes before and after it.
class Step {
public:
    Step(Graph& graph, Evaluator& evaluator, Record record, Node& given, int opset);

    Node& node;
    const int opset;
    std::vector<Node> before;
    std::vector<Node> after;

    [[nodiscard]] bool has_input(std::size_t index) const { return node.input(index) != kNoValue; }

    /// Sets input `index`, filling up with absent ones.
    void set_input(std::size_t index, ValueId value);
    /// Drops inputs or outputs from position `count` on.
    void keep_inputs(std::size_t count);
    void keep_outputs(std::size_t count);
    /// Drops absent inputs at the end.
    void trim_inputs();

    /// A constant of the network named after the node.
    ValueId add_constant(std::string_view suffix, Tensor value);
    ValueId add_integers(std::string_view suffix, const std::vector<std::int64_t>& values);
    /// The integers of a constant input; nullopt where it is absent or no constant.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> integers(std::size_t index) const;
    /// The values of a constant input; nullptr as above.
    [[nodiscard]] const Tensor* constant(std::size_t index) const;

    /// The type of an input; sizes that depend on unknown input dimensions are examples. Throws
    /// Unsupported where it does not follow from what comes before the node.
    [[nodiscard]] const TensorType& type(std::size_t index) const;
    /// A node with a free name derived from this one's, of the same origin.
    [[nodiscard]] Node sibling(std::string_view op, std::string_view suffix,
                               std::vector<ValueId> inputs, std::vector<ValueId> outputs);
    /// A fresh value named after the node.
    ValueId add_value(std::string_view suffix);
    /// A sibling put before the node; what it makes. `attributes` are its own.
    ValueId before_node(std::string_view op, std::string_view suffix, std::vector<ValueId> inputs,
                        Attributes attributes = {});
    /// `base` with `updates` in place of the elements at `positions`, all of them vectors.
    ValueId replaced(std::string_view suffix, ValueId base, ValueId positions, ValueId updates);
    /// Makes the node one of another operator, of the same outputs and without attributes.
    void become(std::string_view op, std::vector<ValueId> inputs);
    /// Outputs after the first, where nobody reads them, are forgotten; those that are read are
    /// Unsupported: "output 1 (mask) of Dropout".
    void forget_outputs_after(std::size_t count, std::string_view what);

    /// Nobody reads output `index`.
    [[nodiscard]] bool unread(std::size_t index) const;

private:
    Graph& graph_;
    Evaluator& evaluator_;
    Record record_;
};

struct Rule {
    std::string_view op;
    void (*apply)(Step& step);
    bool replaces = false; ///< the operator exists in files only
};

/// Brings a node of opset 1 to 5 to opset 6.
void upgrade_to_six(Step& step);

[[nodiscard]] std::span<const Rule> arithmetic_rules();
[[nodiscard]] std::span<const Rule> function_rules();
[[nodiscard]] std::span<const Rule> integer_rules();
[[nodiscard]] std::span<const Rule> normalisation_rules();
[[nodiscard]] std::span<const Rule> reduction_rules();
[[nodiscard]] std::span<const Rule> resize_rules();
[[nodiscard]] std::span<const Rule> shape_rules();
[[nodiscard]] std::span<const Rule> softmax_rules();

/// Whether upgrade() turns this operator into others.
[[nodiscard]] bool is_replaced(std::string_view op);

/// All nodes of a graph whose nodes are in topological order. Errors name the node.
void upgrade(Graph& graph, int opset);

} // namespace espalier::onnx_opset
