// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx_inspect.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/formats/onnx_tensor.h"

#include <onnx/onnx_pb.h>

#include <limits>

namespace espalier {

namespace {

void add_type(const onnx::TypeProto& type, OnnxContents& contents) {
    switch (type.value_case()) {
    case onnx::TypeProto::kTensorType:
        contents.types.insert(onnx_type_name(type.tensor_type().elem_type()));
        break;
    case onnx::TypeProto::kSequenceType:
        contents.types.insert("sequence");
        break;
    case onnx::TypeProto::kOptionalType:
        contents.types.insert("optional");
        break;
    case onnx::TypeProto::kMapType:
        contents.types.insert("map");
        break;
    case onnx::TypeProto::kSparseTensorType:
        contents.types.insert("sparse tensor");
        break;
    default:
        break;
    }
}

void add_nodes(const onnx::GraphProto& graph, OnnxContents& contents) {
    for (const auto* values : {&graph.input(), &graph.output(), &graph.value_info()}) {
        for (const onnx::ValueInfoProto& value : *values) {
            add_type(value.type(), contents);
        }
    }
    for (const onnx::TensorProto& tensor : graph.initializer()) {
        contents.types.insert(onnx_type_name(tensor.data_type()));
    }
    for (const onnx::NodeProto& node : graph.node()) {
        const bool standard = node.domain().empty() || node.domain() == "ai.onnx";
        contents.operators.insert(standard ? node.op_type() : node.domain() + "." + node.op_type());
        for (const onnx::AttributeProto& attribute : node.attribute()) {
            if (attribute.has_g()) {
                contents.types.insert("graph attribute");
                add_nodes(attribute.g(), contents);
            }
            if (attribute.has_t()) {
                contents.types.insert(onnx_type_name(attribute.t().data_type()));
            }
        }
    }
}

} // namespace

OnnxContents inspect_onnx(const std::filesystem::path& path) {
    return located(path.string(), [&] {
        const auto bytes = read_bytes(path, std::numeric_limits<int>::max());
        onnx::ModelProto model;
        expect(model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())),
               "no complete ONNX model in {} bytes", bytes.size());
        OnnxContents contents;
        for (const auto& import : model.opset_import()) {
            if (import.domain().empty() || import.domain() == "ai.onnx") {
                contents.opset = static_cast<int>(import.version());
            }
        }
        add_nodes(model.graph(), contents);
        for (const auto& input : model.graph().input()) {
            contents.inputs.push_back(input.name());
        }
        for (const auto& output : model.graph().output()) {
            contents.outputs.push_back(output.name());
        }
        return contents;
    });
}

} // namespace espalier
