// SPDX-License-Identifier: GPL-3.0-or-later
// A network: nodes in topological order, the values that flow between them, and the parameters.
// A Graph is a value: copying it is cheap (tensors are shared), and nobody changes it behind
// somebody's back. Operators have the meaning of ONNX opset 17, whatever the file said: readers
// translate.
#pragma once

#include "core/graph/attributes.h"
#include "core/graph/parameter.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

/// Index of a value in its graph; stable for the life of the graph and in copies of it.
enum class ValueId : std::uint32_t {};
/// An absent optional input or output.
inline constexpr ValueId kNoValue{std::numeric_limits<std::uint32_t>::max()};

/// What kind of tensor a value is; dimensions may be kUnknownDim (the batch).
struct TensorType {
    DType dtype = DType::Float32;
    Shape shape;

    bool operator==(const TensorType&) const = default;
};

struct Value {
    std::string name;
    TensorType type; ///< set by infer_types for all but inputs and parameters
    std::optional<Parameter> parameter;
    CodePtr code; ///< activation code of the edge, nullptr where it stays float
};

struct Node {
    std::string name; ///< unique and not empty
    std::string op;   ///< ONNX operator type
    Attributes attributes;
    std::vector<ValueId> inputs;
    std::vector<ValueId> outputs;
    /// Name of the node of the original network this one stems from; itself for an original node.
    std::string origin;

    /// kNoValue where the optional input is absent.
    [[nodiscard]] ValueId input(std::size_t index) const {
        return index < inputs.size() ? inputs[index] : kNoValue;
    }
};

class Graph {
public:
    std::string name;
    std::string producer;                        ///< who wrote the file it came from
    int source_opset = 0;                        ///< opset of that file; 0 when built here
    std::map<std::string, std::string> metadata; ///< ONNX metadata properties

    /// Values. Names are unique; add_value makes an empty or taken one unique by a suffix.
    ValueId add_value(std::string name, TensorType type = {});
    ValueId add_parameter(std::string name, Parameter parameter);

    [[nodiscard]] const Value& value(ValueId id) const { return values_.at(index(id)); }

    [[nodiscard]] Value& value(ValueId id) { return values_.at(index(id)); }

    [[nodiscard]] std::size_t value_count() const { return values_.size(); }

    /// kNoValue where no value has this name.
    [[nodiscard]] ValueId find_value(std::string_view name) const;

    /// nullptr where the value (or kNoValue) is no parameter.
    [[nodiscard]] const Parameter* parameter(ValueId id) const;
    void set_parameter(ValueId id, Parameter parameter);

    std::vector<ValueId> inputs;
    std::vector<ValueId> outputs;

    /// Nodes in topological order. Rewrites edit the list and call tidy() at their end.
    std::vector<Node> nodes;

    /// A node with a unique name (suffix added where taken) and origin = its name when empty,
    /// appended. Returns its position.
    std::size_t add_node(Node node);
    /// Position of the node of this name, or nullopt.
    [[nodiscard]] std::optional<std::size_t> find_node(std::string_view node_name) const;
    /// A name that no node has yet, `base` where it is free.
    [[nodiscard]] std::string unique_node_name(std::string_view base) const;
    /// Every use of `from` as a node's input or a graph output becomes `to`.
    void replace_uses(ValueId from, ValueId to);

    /// Sorts nodes topologically (keeping the order where it is free), drops nodes whose outputs
    /// nobody reads and parameters nobody uses. BadInput names a cycle's nodes.
    void tidy();

    /// Identifies everything that changes what the network computes (hex SHA-256).
    [[nodiscard]] std::string content_hash() const;

private:
    [[nodiscard]] static std::size_t index(ValueId id) { return static_cast<std::size_t>(id); }

    std::vector<Value> values_;
    std::map<std::string, ValueId, std::less<>> by_name_;
};

/// Who makes and who reads each value; a snapshot, to be built again after nodes changed.
class Uses {
public:
    explicit Uses(const Graph& graph);

    /// Position of the node that makes `value`; nullopt for inputs and parameters.
    [[nodiscard]] std::optional<std::size_t> producer(ValueId value) const;
    /// Positions of the nodes that read `value`, ascending, once per node.
    [[nodiscard]] const std::vector<std::size_t>& consumers(ValueId value) const;
    [[nodiscard]] bool is_output(ValueId value) const;

private:
    std::vector<std::optional<std::size_t>> producer_;
    std::vector<std::vector<std::size_t>> consumers_;
    std::vector<bool> output_;
};

} // namespace espalier
