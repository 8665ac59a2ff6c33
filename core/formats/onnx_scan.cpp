// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx_scan.h"

#include "core/base/error.h"

#include <fmt/core.h>
#include <onnx/onnx_pb.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace espalier {

namespace {

using onnx::AttributeProto;
using onnx::GraphProto;
using onnx::NodeProto;

/// Nodes that one Scan may become.
constexpr std::int64_t kMostNodes = 200'000;
constexpr std::int64_t kBatchedOpset = 8;
constexpr std::int64_t kAxesAreInputs = 13; ///< of Unsqueeze, from this opset on

bool is_scan(const NodeProto& node) {
    return node.op_type() == "Scan" && (node.domain().empty() || node.domain() == "ai.onnx");
}

std::int64_t opset_of(const onnx::ModelProto& model) {
    for (const auto& import : model.opset_import()) {
        if (import.domain().empty() || import.domain() == "ai.onnx") {
            return import.version();
        }
    }
    return 0;
}

/// Dimensions of every value whose type the file says; -1 where one is open.
std::map<std::string, std::vector<std::int64_t>> known_shapes(const GraphProto& graph) {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    const auto take = [&](const onnx::ValueInfoProto& info) {
        if (!info.type().has_tensor_type() || !info.type().tensor_type().has_shape()) {
            return;
        }
        std::vector<std::int64_t> dims;
        for (const auto& dim : info.type().tensor_type().shape().dim()) {
            dims.push_back(dim.has_dim_value() ? dim.dim_value() : -1);
        }
        shapes[info.name()] = std::move(dims);
    };
    for (const auto* list : {&graph.input(), &graph.value_info(), &graph.output()}) {
        for (const auto& info : *list) {
            take(info);
        }
    }
    for (const onnx::TensorProto& tensor : graph.initializer()) {
        shapes[tensor.name()] = {tensor.dims().begin(), tensor.dims().end()};
    }
    return shapes;
}

class Unroller {
public:
    Unroller(const NodeProto& node, std::int64_t opset, std::string name, GraphProto& to)
        : node_(node)
        , opset_(opset)
        , name_(std::move(name))
        , to_(to) {
        for (const AttributeProto& attribute : node.attribute()) {
            if (attribute.name() == "body") {
                body_ = &attribute.g();
            } else if (attribute.name() == "num_scan_inputs") {
                scanned_ = static_cast<int>(attribute.i());
            }
        }
        expect(body_ != nullptr, "node {}: Scan has no body", name_);
        states_ = node.input_size() - scanned_;
        made_ = body_->output_size() - states_;
        expect(scanned_ > 0 && states_ >= 0 && body_->input_size() == node.input_size() &&
                   made_ >= 0 && node.output_size() <= body_->output_size(),
               "node {}: Scan over {} of {} inputs has a body of {} inputs and {} outputs", name_,
               scanned_, node.input_size(), body_->input_size(), body_->output_size());
    }

    void run(const std::map<std::string, std::vector<std::int64_t>>& shapes) {
        refuse_what_is_not_done();
        const std::int64_t length = length_of(shapes);
        for (const onnx::TensorProto& tensor : body_->initializer()) {
            onnx::TensorProto& copy = *to_.add_initializer();
            copy = tensor;
            copy.set_name(fmt::format("{}/{}", name_, tensor.name()));
            outside_[tensor.name()] = copy.name();
        }
        std::vector<std::string> states(node_.input().begin(), node_.input().begin() + states_);
        std::vector<std::vector<std::string>> made(static_cast<std::size_t>(made_));
        for (std::int64_t t = 0; t < length; ++t) {
            states = step(t, length, states, made);
        }
        for (int i = 0; i < states_ && i < node_.output_size(); ++i) {
            if (!node_.output(i).empty()) {
                add("Identity", fmt::format("{}/state{}", name_, i),
                    {states[static_cast<std::size_t>(i)]}, node_.output(i));
            }
        }
        for (int i = 0; states_ + i < node_.output_size(); ++i) {
            join(i, made[static_cast<std::size_t>(i)]);
        }
    }

private:
    void refuse_what_is_not_done() const {
        if (opset_ <= kBatchedOpset) {
            fail(ErrorCode::Unsupported, "node {}: the batched Scan of opset {}, expected opset 9",
                 name_, opset_);
        }
        for (const NodeProto& inner : body_->node()) {
            for (const AttributeProto& attribute : inner.attribute()) {
                if (attribute.has_g() || attribute.graphs_size() > 0) {
                    fail(ErrorCode::Unsupported,
                         "node {}: operator {} within its body has a body of its own", name_,
                         inner.op_type());
                }
            }
        }
    }

    /// Entry `index` of a list attribute; 0 where it is absent.
    [[nodiscard]] std::int64_t entry(const char* name, int index) const {
        for (const AttributeProto& attribute : node_.attribute()) {
            if (attribute.name() == name && index < attribute.ints_size()) {
                return attribute.ints(index);
            }
        }
        return 0;
    }

    [[nodiscard]] std::int64_t
    length_of(const std::map<std::string, std::vector<std::int64_t>>& shapes) const {
        std::optional<std::int64_t> length;
        for (int i = 0; i < scanned_; ++i) {
            const auto found = shapes.find(node_.input(states_ + i));
            if (found == shapes.end()) {
                continue;
            }
            const auto rank = static_cast<std::int64_t>(found->second.size());
            const std::int64_t given = entry("scan_input_axes", i);
            const std::int64_t axis = given < 0 ? given + rank : given;
            expect(axis >= 0 && axis < rank, "node {}: Scan along axis {} of {}", name_, given,
                   rank);
            const std::int64_t here = found->second[static_cast<std::size_t>(axis)];
            expect(here < 0 || !length || *length == here,
                   "node {}: Scan over sequences of {} and of {} steps", name_, length.value_or(0),
                   here);
            length = here >= 0 ? here : length;
        }
        if (!length || *length == 0 || *length * body_->node_size() > kMostNodes) {
            throw Error(ErrorCode::Unsupported,
                        fmt::format("node {}: Scan over {} steps, expected a fixed number of them "
                                    "(at most {} nodes in all)",
                                    name_, length ? fmt::to_string(*length) : "unknown",
                                    kMostNodes),
                        "write the network again with the length of its sequences fixed");
        }
        return *length;
    }

    /// Adds the body once; returns the states after it.
    std::vector<std::string> step(std::int64_t t, std::int64_t length,
                                  const std::vector<std::string>& states,
                                  std::vector<std::vector<std::string>>& made) {
        std::map<std::string, std::string> names = outside_;
        for (int i = 0; i < states_; ++i) {
            names[body_->input(i).name()] = states[static_cast<std::size_t>(i)];
        }
        for (int i = 0; i < scanned_; ++i) {
            const bool backwards = entry("scan_input_directions", i) != 0;
            names[body_->input(states_ + i).name()] = slice(i, t, backwards ? length - 1 - t : t);
        }
        for (const NodeProto& inner : body_->node()) {
            for (const std::string& output : inner.output()) {
                if (!output.empty()) {
                    names[output] = fmt::format("{}/{}/{}", name_, t, output);
                }
            }
        }
        const auto name_of = [&](const std::string& name) {
            const auto found = names.find(name);
            return found == names.end() ? name : found->second; // of the graph around it
        };
        int number = 0;
        for (const NodeProto& inner : body_->node()) {
            NodeProto& copy = *to_.add_node();
            copy = inner;
            copy.set_name(fmt::format("{}/{}/{}", name_, t,
                                      inner.name().empty()
                                          ? fmt::format("{}{}", inner.op_type(), number)
                                          : inner.name()));
            for (auto* list : {copy.mutable_input(), copy.mutable_output()}) {
                for (std::string& name : *list) {
                    name = name.empty() ? name : name_of(name);
                }
            }
            ++number;
        }
        std::vector<std::string> after;
        for (int i = 0; i < states_; ++i) {
            after.push_back(name_of(body_->output(i).name()));
        }
        for (int i = 0; i < made_; ++i) {
            made[static_cast<std::size_t>(i)].push_back(name_of(body_->output(states_ + i).name()));
        }
        return after;
    }

    /// Place `at` of scanned input `i`, without the axis it is scanned along.
    std::string slice(int i, std::int64_t t, std::int64_t at) {
        const std::string name = fmt::format("{}/{}/scanned{}", name_, t, i);
        onnx::TensorProto& index = *to_.add_initializer();
        index.set_name(name + ".index");
        index.set_data_type(onnx::TensorProto::INT64);
        index.add_int64_data(at);
        NodeProto& gather =
            add("Gather", name, {node_.input(states_ + i), index.name()}, name + ".out");
        set_axis(gather, entry("scan_input_axes", i));
        return name + ".out";
    }

    /// What the steps made becomes one tensor.
    void join(int i, const std::vector<std::string>& parts) {
        const std::string& output = node_.output(states_ + i);
        if (output.empty()) {
            return;
        }
        const std::int64_t axis = entry("scan_output_axes", i);
        const bool backwards = entry("scan_output_directions", i) != 0;
        const std::string axes = fmt::format("{}/made{}.axes", name_, i);
        if (opset_ >= kAxesAreInputs) {
            onnx::TensorProto& tensor = *to_.add_initializer();
            tensor.set_name(axes);
            tensor.set_data_type(onnx::TensorProto::INT64);
            tensor.add_dims(1);
            tensor.add_int64_data(axis);
        }
        std::vector<std::string> raised;
        for (std::size_t t = 0; t < parts.size(); ++t) {
            const std::string name = fmt::format("{}/{}/made{}", name_, t, i);
            NodeProto& node = add("Unsqueeze", name, {parts[t]}, name + ".out");
            if (opset_ >= kAxesAreInputs) {
                node.add_input(axes);
            } else {
                AttributeProto& attribute = *node.add_attribute();
                attribute.set_name("axes");
                attribute.set_type(AttributeProto::INTS);
                attribute.add_ints(axis);
            }
            raised.insert(backwards ? raised.begin() : raised.end(), name + ".out");
        }
        set_axis(add("Concat", fmt::format("{}/made{}", name_, i), raised, output), axis);
    }

    NodeProto& add(const char* op, const std::string& name, const std::vector<std::string>& inputs,
                   const std::string& output) {
        NodeProto& node = *to_.add_node();
        node.set_op_type(op);
        node.set_name(name);
        for (const std::string& input : inputs) {
            node.add_input(input);
        }
        node.add_output(output);
        return node;
    }

    static void set_axis(NodeProto& node, std::int64_t axis) {
        AttributeProto& attribute = *node.add_attribute();
        attribute.set_name("axis");
        attribute.set_type(AttributeProto::INT);
        attribute.set_i(axis);
    }

    const NodeProto& node_;
    std::int64_t opset_;
    std::string name_;
    GraphProto& to_;
    const GraphProto* body_ = nullptr;
    int scanned_ = 0;                            ///< inputs that are cut into steps
    int states_ = 0;                             ///< inputs that go from step to step
    int made_ = 0;                               ///< outputs that are put together from all steps
    std::map<std::string, std::string> outside_; ///< initializers of the body
};

} // namespace

bool has_scan(const GraphProto& graph) {
    for (const NodeProto& node : graph.node()) {
        if (is_scan(node)) {
            return true;
        }
    }
    return false;
}

void unroll_scans(onnx::ModelProto& model) {
    GraphProto& graph = *model.mutable_graph();
    const auto shapes = known_shapes(graph);
    google::protobuf::RepeatedPtrField<NodeProto> nodes;
    nodes.Swap(graph.mutable_node());
    int number = 0;
    for (NodeProto& node : nodes) {
        if (is_scan(node)) {
            std::string name = node.name().empty() ? fmt::format("Scan_{}", number) : node.name();
            Unroller(node, opset_of(model), std::move(name), graph).run(shapes);
        } else {
            graph.add_node()->Swap(&node);
        }
        ++number;
    }
}

} // namespace espalier
