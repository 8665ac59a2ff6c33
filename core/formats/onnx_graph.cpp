// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx_graph.h"

#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"
#include "core/formats/onnx_scan.h"
#include "core/formats/onnx_tensor.h"
#include "core/graph/op.h"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace espalier {

namespace {

bool is_default_domain(const std::string& domain) {
    return domain.empty() || domain == "ai.onnx";
}

/// The number of the first NaN; -1 where there is none.
std::int64_t first_nan(const Tensor& tensor) {
    if (!is_float(tensor.dtype())) {
        return -1;
    }
    return visit_dtype(tensor.dtype(), [&tensor](auto sample) -> std::int64_t {
        using T = decltype(sample);
        const auto data = tensor.data<T>();
        const auto found = std::ranges::find_if(data, [](T value) {
            if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat>) {
                return std::isnan(to_float(value));
            } else {
                return std::isnan(static_cast<double>(value));
            }
        });
        return found == data.end() ? -1 : found - data.begin();
    });
}

/// The node's name, or where it has none that of its output, made speaking where it is a number.
std::string node_name(const onnx::NodeProto& node) {
    if (!node.name().empty()) {
        return node.name();
    }
    for (const std::string& output : node.output()) {
        if (!output.empty()) {
            const bool number = output.find_first_not_of("0123456789") == std::string::npos;
            return number ? node.op_type() + "_" + output : output;
        }
    }
    return node.op_type();
}

class Builder {
public:
    Builder(const onnx::ModelProto& model, const std::filesystem::path& folder)
        : model_(model)
        , proto_(model.graph())
        , folder_(folder) {}

    Graph build() {
        expect(model_.has_graph(), "the model has no graph");
        read_header();
        read_initializers();
        read_inputs();
        name_outputs();
        for (const onnx::NodeProto& node : proto_.node()) {
            read_node(node);
        }
        read_graph_outputs();
        report_unsupported();
        graph_.tidy();
        return std::move(graph_);
    }

private:
    void unsupported(std::string what, std::string place) {
        unsupported_[std::move(what)].push_back(std::move(place));
    }

    void report_unsupported() {
        std::string list;
        for (const auto& [what, places] : unsupported_) {
            list +=
                fmt::format("{}{} ({})", list.empty() ? "" : "; ", what, fmt::join(places, ", "));
        }
        if (!list.empty()) {
            throw Error(ErrorCode::Unsupported,
                        fmt::format("not supported, opset {}: {}", graph_.source_opset, list),
                        "write the network again with operators of the ONNX standard in place of "
                        "these, or cut off the part that has them and open the rest");
        }
    }

    void read_header() {
        graph_.name = proto_.name();
        graph_.producer = model_.producer_name();
        if (!model_.producer_version().empty()) {
            graph_.producer += " " + model_.producer_version();
        }
        for (const auto& entry : model_.metadata_props()) {
            graph_.metadata[entry.key()] = entry.value();
        }
        std::int64_t opset = 0;
        for (const auto& import : model_.opset_import()) {
            if (is_default_domain(import.domain())) {
                opset = import.version();
            }
        }
        expect(opset > 0 || model_.opset_import_size() > 0 || proto_.node_size() == 0,
               "the model names no operator set");
        if (opset != 0 && (opset < onnx_opset::kOldest || opset > onnx_opset::kNewest)) {
            fail(ErrorCode::Unsupported, "operator set {}, expected {} to {}", opset,
                 onnx_opset::kOldest, onnx_opset::kNewest);
        }
        graph_.source_opset = static_cast<int>(opset);
        if (proto_.sparse_initializer_size() > 0) {
            unsupported("sparse initializers",
                        fmt::format("{} of them", proto_.sparse_initializer_size()));
        }
    }

    /// A new value of exactly this name.
    ValueId define(const std::string& name, std::string_view what) {
        expect(!name.empty(), "{} has no name", what);
        expect(graph_.find_value(name) == kNoValue, "{}: a value called \"{}\" exists already",
               what, name);
        return graph_.add_value(name);
    }

    void add_parameter(const std::string& name, const onnx::TensorProto& tensor,
                       const std::string& what) {
        const ValueId id = define(name, what);
        if (!dtype_from_onnx(tensor.data_type()) &&
            onnx_type_name(tensor.data_type()) != "type 0") {
            unsupported(onnx_type_name(tensor.data_type()) + " values", what);
            return;
        }
        located(what, [&] {
            Tensor values = decode_tensor(tensor, folder_);
            const std::int64_t nan = first_nan(values);
            expect(nan < 0, "element {} is not a number (NaN)", nan);
            graph_.set_parameter(id, Parameter(std::move(values)));
        });
    }

    void read_initializers() {
        for (const onnx::TensorProto& tensor : proto_.initializer()) {
            add_parameter(tensor.name(), tensor, "initializer " + tensor.name());
        }
    }

    void read_inputs() {
        for (const onnx::ValueInfoProto& input : proto_.input()) {
            const ValueId known = graph_.find_value(input.name());
            if (known != kNoValue) {
                expect(std::ranges::find(graph_.inputs, known) == graph_.inputs.end(),
                       "input {} is declared twice", input.name());
                continue; // an initializer: a default that callers might change, taken as fixed
            }
            const ValueId id = define(input.name(), "input");
            located("input " + input.name(), [&] { read_type(input, id); });
            graph_.inputs.push_back(id);
        }
    }

    void read_type(const onnx::ValueInfoProto& info, ValueId id) {
        const onnx::TypeProto& type = info.type();
        if (type.value_case() != onnx::TypeProto::kTensorType) {
            unsupported(type.value_case() == onnx::TypeProto::VALUE_NOT_SET
                            ? "a value without a type"
                            : "a sequence, map or optional value",
                        "input " + info.name());
            return;
        }
        const auto dtype = dtype_from_onnx(type.tensor_type().elem_type());
        if (!dtype) {
            unsupported(onnx_type_name(type.tensor_type().elem_type()) + " values",
                        "input " + info.name());
            return;
        }
        if (!type.tensor_type().has_shape()) {
            unsupported("a value of unknown rank", "input " + info.name());
            return;
        }
        std::vector<std::int64_t> dims;
        std::vector<std::int64_t> sizes;
        for (const auto& dim : type.tensor_type().shape().dim()) {
            const bool known = dim.has_dim_value() && dim.dim_value() >= 0;
            dims.push_back(known ? dim.dim_value() : kUnknownDim);
            sizes.push_back(known ? dim.dim_value() : 1);
        }
        // Refuses what could never be held.
        static_cast<void>(Shape(std::move(sizes)).elements());
        graph_.value(id).type = {*dtype, Shape(std::move(dims))};
    }

    /// First all outputs, then all nodes: files need not be sorted.
    void name_outputs() {
        std::set<std::string> taken;
        for (const onnx::NodeProto& node : proto_.node()) {
            std::string name = node_name(node);
            const std::string base = name;
            for (int i = 1; !taken.insert(name).second; ++i) {
                name = fmt::format("{}_{}", base, i);
            }
            for (const std::string& output : node.output()) {
                if (!output.empty() && node.op_type() != "Constant") {
                    define(output, "node " + name);
                }
            }
            names_.push_back(std::move(name));
        }
        for (int i = 0; i < proto_.node_size(); ++i) {
            const onnx::NodeProto& node = proto_.node(i);
            if (node.op_type() == "Constant" && is_default_domain(node.domain())) {
                read_constant(node, names_[static_cast<std::size_t>(i)]);
            }
        }
    }

    void read_constant(const onnx::NodeProto& node, const std::string& name) {
        const std::string place = "node " + name;
        expect(node.output_size() == 1 && node.attribute_size() == 1,
               "{}: a Constant has {} outputs and {} attributes, expected one of both", place,
               node.output_size(), node.attribute_size());
        const onnx::AttributeProto& attribute = node.attribute(0);
        if (attribute.name() == "value" && attribute.has_t()) {
            add_parameter(node.output(0), attribute.t(), place);
            return;
        }
        Tensor values;
        if (attribute.name() == "value_float") {
            values = Tensor::scalar(attribute.f());
        } else if (attribute.name() == "value_int") {
            values = Tensor::scalar(std::int64_t{attribute.i()});
        } else if (attribute.name() == "value_floats") {
            values = Tensor::of<float>(
                {attribute.floats_size()},
                std::vector<float>(attribute.floats().begin(), attribute.floats().end()));
        } else if (attribute.name() == "value_ints") {
            values = Tensor::of<std::int64_t>(
                {attribute.ints_size()},
                std::vector<std::int64_t>(attribute.ints().begin(), attribute.ints().end()));
        } else {
            define(node.output(0), place);
            unsupported("Constant with " + attribute.name(), place);
            return;
        }
        graph_.set_parameter(define(node.output(0), place), Parameter(std::move(values)));
    }

    void read_node(const onnx::NodeProto& proto) {
        const std::string& name = names_[next_name_++];
        const bool standard = is_default_domain(proto.domain());
        if (standard && proto.op_type() == "Constant") {
            return;
        }
        Node node;
        node.name = name;
        node.origin = name;
        node.op = standard ? proto.op_type() : proto.domain() + "." + proto.op_type();
        if (!standard || !is_known(node.op)) {
            unsupported("operator " + node.op, "node " + name);
            return;
        }
        for (int i = 0; i < proto.input_size(); ++i) {
            const std::string& input = proto.input(i);
            const ValueId id = input.empty() ? kNoValue : graph_.find_value(input);
            expect(input.empty() || id != kNoValue,
                   "node {}: input {} reads \"{}\", which is neither an input, nor an initializer, "
                   "nor made by a node",
                   name, i, input);
            node.inputs.push_back(id);
        }
        for (const std::string& output : proto.output()) {
            node.outputs.push_back(output.empty() ? kNoValue : graph_.find_value(output));
        }
        for (const onnx::AttributeProto& attribute : proto.attribute()) {
            located("node " + name, [&] { read_attribute(attribute, node); });
        }
        graph_.nodes.push_back(std::move(node));
    }

    /// Operators of ours, and those that the upgrade turns into them.
    static bool is_known(const std::string& op) {
        return find_op(op) != nullptr || onnx_opset::is_replaced(op);
    }

    void read_attribute(const onnx::AttributeProto& attribute, Node& node) {
        using Proto = onnx::AttributeProto;
        const std::string& key = attribute.name();
        Proto::AttributeType type = attribute.type();
        if (type == Proto::UNDEFINED) { // older files do not say
            type = attribute.has_f()          ? Proto::FLOAT
                   : attribute.has_i()        ? Proto::INT
                   : attribute.has_s()        ? Proto::STRING
                   : attribute.has_t()        ? Proto::TENSOR
                   : attribute.has_g()        ? Proto::GRAPH
                   : attribute.floats_size()  ? Proto::FLOATS
                   : attribute.strings_size() ? Proto::STRINGS
                                              : Proto::INTS;
        }
        switch (type) {
        case Proto::FLOAT:
            node.attributes.set(key, attribute.f());
            break;
        case Proto::INT:
            node.attributes.set(key, std::int64_t{attribute.i()});
            break;
        case Proto::STRING:
            node.attributes.set(key, attribute.s());
            break;
        case Proto::TENSOR:
            node.attributes.set(key, decode_tensor(attribute.t(), folder_));
            break;
        case Proto::FLOATS:
            node.attributes.set(
                key, std::vector<float>(attribute.floats().begin(), attribute.floats().end()));
            break;
        case Proto::INTS:
            node.attributes.set(
                key, std::vector<std::int64_t>(attribute.ints().begin(), attribute.ints().end()));
            break;
        case Proto::STRINGS:
            node.attributes.set(key, std::vector<std::string>(attribute.strings().begin(),
                                                              attribute.strings().end()));
            break;
        default:
            unsupported(
                fmt::format("attribute {} of {} (a graph, type or sparse tensor)", key, node.op),
                "node " + node.name);
            break;
        }
    }

    void read_graph_outputs() {
        expect(proto_.output_size() > 0, "the graph has no outputs");
        for (const onnx::ValueInfoProto& output : proto_.output()) {
            const ValueId id = graph_.find_value(output.name());
            expect(id != kNoValue, "output \"{}\" is not made by any node", output.name());
            graph_.outputs.push_back(id);
        }
    }

    const onnx::ModelProto& model_;
    const onnx::GraphProto& proto_;
    const std::filesystem::path& folder_;
    Graph graph_;
    std::vector<std::string> names_;
    std::size_t next_name_ = 0;
    std::map<std::string, std::vector<std::string>> unsupported_;
};

} // namespace

Graph graph_from_onnx(const onnx::ModelProto& model, const std::filesystem::path& folder) {
    if (has_scan(model.graph())) {
        onnx::ModelProto unrolled = model;
        unroll_scans(unrolled);
        return Builder(unrolled, folder).build();
    }
    return Builder(model, folder).build();
}

} // namespace espalier
