// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/layer_weight.h"

namespace espalier::studio {

namespace {

WeightGrid grid_of(const Node& node, const Shape& shape, bool left_factor) {
    WeightGrid grid;
    const bool matrix = node.op == "MatMul" || node.op == "Gemm";
    if (matrix || node.op == "LSTM" || node.op == "GRU" || node.op == "RNN") {
        // Leading axes are repeated matrices, or directions.
        const int rank = shape.rank();
        const bool transposed = node.op == "Gemm" && node.attributes.integer("transB", 0) != 0;
        grid.inputs_first = rank == 2 && matrix && !transposed && !left_factor;
        grid.outputs = grid.inputs_first ? shape[1] : shape.elements(0, rank - 1);
        grid.inputs = grid.inputs_first ? shape[0] : shape[rank - 1];
        return grid;
    }
    grid.inputs_first = node.op == "ConvTranspose";
    grid.outputs = shape[grid.inputs_first ? 1 : 0];
    grid.inputs = shape[grid.inputs_first ? 0 : 1];
    grid.width = shape.rank() > 2 ? shape[shape.rank() - 1] : 1;
    grid.height = shape.rank() > 3 ? shape.elements(2, shape.rank() - 1) : 1;
    return grid;
}

} // namespace

std::vector<LayerWeight> weights_of(const Graph& graph, const std::string& origin) {
    std::vector<LayerWeight> weights;
    for (const Node& node : graph.nodes) {
        if (node.origin != origin) {
            continue;
        }
        const ValueId id = mac_weight(graph, node);
        const Parameter* parameter = graph.parameter(id);
        if (parameter != nullptr && parameter->latent().dtype() == DType::Float32 &&
            parameter->shape().rank() >= 2 && parameter->latent().elements() > 0) {
            weights.push_back({node.name, node.op, *parameter,
                               grid_of(node, parameter->shape(), id == node.input(0))});
        }
    }
    return weights;
}

std::string heaviest_layer(const Account& account) {
    std::int64_t most = 0;
    std::string origin;
    for (const LayerAccount& layer : account.layers) {
        if (layer.weights > most) {
            most = layer.weights;
            origin = layer.origin;
        }
    }
    return origin;
}

} // namespace espalier::studio
