// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx_read.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/formats/onnx_graph.h"
#include "core/formats/onnx_opset/upgrade.h"
#include "core/graph/infer.h"
#include "core/graph/rewrites/absorb_qdq.h"
#include "core/graph/rewrites/canonicalise.h"
#include "core/graph/rewrites/fold_constants.h"
#include "core/graph/rewrites/make_batchable.h"

#include <onnx/onnx_pb.h>

#include <limits>

namespace espalier {

void simplify(Graph& graph) {
    fold_constants(graph);
    absorb_qdq(graph);
    fold_dequantised(graph);
    make_batchable(graph);
    infer_types(graph);
    canonicalise(graph);
    infer_types(graph);
}

Graph parse_onnx(std::span<const std::byte> bytes, std::string_view name,
                 const std::filesystem::path& folder, OnnxLoad load) {
    return located(name, [&] {
        expect(bytes.size() <= std::numeric_limits<int>::max(),
               "a model of {} bytes, expected at most 2 GB (larger ones keep their weights in "
               "external files)",
               bytes.size());
        onnx::ModelProto model;
        expect(model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())),
               "no complete ONNX model in {} bytes", bytes.size());
        Graph graph = graph_from_onnx(model, folder);
        model.Clear();
        onnx_opset::upgrade(graph, graph.source_opset);
        validate(graph);
        if (load == OnnxLoad::Simplified) {
            simplify(graph);
        }
        return graph;
    });
}

Graph read_onnx(const std::filesystem::path& path, OnnxLoad load) {
    const auto bytes = read_bytes(path);
    return parse_onnx(bytes, path.string(), path.parent_path(), load);
}

} // namespace espalier
