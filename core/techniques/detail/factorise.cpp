// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/factorise.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/graph/infer.h"
#include "core/graph/rewrites/unroll_recurrent.h"
#include "core/techniques/detail/layers.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace espalier::techniques {

namespace {

bool is_matrix_layer(const Node& node) {
    return node.op == "Gemm" || node.op == "MatMul";
}

/// Why a layer with a weight stays whole; empty where it need not.
std::string obstacle_of(const Graph& graph, const Uses& uses, const Node& node) {
    if (node.op != "Conv" && !is_matrix_layer(node) && !is_recurrent(node)) {
        return "no factors are known for " + node.op;
    }
    const ValueId id = node.input(1);
    const Parameter* weight = graph.parameter(id);
    if (weight == nullptr) {
        return "its weights are not a constant right factor";
    }
    if (weight->latent().dtype() != DType::Float32) {
        return fmt::format("its weights are {}, expected float32",
                           dtype_name(weight->latent().dtype()));
    }
    if (uses.consumers(id).size() != 1) {
        return "its weights are shared with another layer";
    }
    if (node.op == "Conv" && node.attributes.integer("group", 1) != 1) {
        return fmt::format("it has {} groups, and each is thin already",
                           node.attributes.integer("group", 1));
    }
    if (is_matrix_layer(node) && weight->shape().rank() != 2) {
        return "its weights have shape " + weight->shape().str();
    }
    if (is_recurrent(node) && weight->shape()[0] != 1) {
        return "it runs in two directions";
    }
    return {};
}

FactorLayer describe(const Graph& graph, std::size_t position, bool spatial, std::int64_t macs,
                     const std::vector<TensorType>& types) {
    const Node& node = graph.nodes[position];
    FactorLayer layer;
    layer.node = position;
    layer.weight = node.input(1);
    layer.macs = macs;
    const Shape& shape = graph.parameter(layer.weight)->shape();
    if (is_matrix_layer(node)) {
        layer.swapped = node.op == "MatMul" || node.attributes.integer("transB", 0) == 0;
        layer.rows = shape[0];
        layer.cols = shape[1];
        layer.macs_per_rank =
            layer.weights() == 0 ? 0 : macs / layer.weights() * (layer.rows + layer.cols);
        return layer;
    }
    const auto type = [&](ValueId id) { return types[static_cast<std::size_t>(id)].shape; };
    if (is_recurrent(node)) {
        const Shape& x = type(node.input(0));
        layer.rows = shape[1];
        layer.cols = shape[2];
        layer.steps = x[node.attributes.integer("layout", 0) == 1 ? 1 : 0];
        layer.macs = x.elements(0, 2) * layer.weights();
        layer.macs_per_rank = x.elements(0, 2) * (layer.rows + layer.cols);
        return layer;
    }
    const Shape out = type(node.outputs.front());
    const std::int64_t places = out.elements(2, out.rank());
    if (spatial && shape.rank() == 4 && shape[2] > 1 && shape[3] > 1) {
        layer.unfolding = Unfolding::Spatial;
        layer.rows = shape[1] * shape[2];
        layer.cols = shape[0] * shape[3];
        // The first factor sees all columns of the input, but only the rows that are kept.
        const std::int64_t between = out[2] * type(node.input(0))[3];
        layer.macs_per_rank = between * layer.rows + places * layer.cols;
    } else {
        layer.rows = shape[0];
        layer.cols = shape.elements(1, shape.rank());
        layer.macs_per_rank = places * (layer.rows + layer.cols);
    }
    return layer;
}

std::vector<std::int64_t> integers(const Node& node, const char* name, std::size_t size,
                                   std::int64_t otherwise) {
    return node.attributes.integers(name, std::vector<std::int64_t>(size, otherwise));
}

/// The attributes of a convolution that spans only the directions in `spans`.
Attributes convolution_attributes(const Node& node, const Shape& kernel,
                                  const std::vector<bool>& spans) {
    const std::size_t n = spans.size();
    const auto strides = integers(node, "strides", n, 1);
    const auto dilations = integers(node, "dilations", n, 1);
    const auto pads = integers(node, "pads", 2 * n, 0);
    std::vector<std::int64_t> own_kernel;
    std::vector<std::int64_t> own_strides;
    std::vector<std::int64_t> own_dilations;
    std::vector<std::int64_t> own_pads(2 * n, 0);
    for (std::size_t d = 0; d < n; ++d) {
        own_kernel.push_back(kernel[static_cast<int>(d) + 2]);
        own_strides.push_back(spans[d] ? strides[d] : 1);
        own_dilations.push_back(spans[d] ? dilations[d] : 1);
        if (spans[d]) {
            own_pads[d] = pads[d];
            own_pads[d + n] = pads[d + n];
        }
    }
    Attributes attributes;
    attributes.set("kernel_shape", std::move(own_kernel));
    attributes.set("strides", std::move(own_strides));
    attributes.set("dilations", std::move(own_dilations));
    attributes.set("group", std::int64_t{1});
    // With automatic padding, a direction of kernel 1 and stride 1 gets none.
    const std::string automatic = node.attributes.text("auto_pad", "NOTSET");
    if (automatic == "NOTSET") {
        attributes.set("pads", std::move(own_pads));
    } else {
        attributes.set("auto_pad", automatic);
    }
    return attributes;
}

struct NodePair {
    Attributes first;
    Attributes second;
};

NodePair matrix_attributes(const Node& node) {
    NodePair pair;
    if (node.op == "Gemm") {
        // alpha and transA belong to x, beta to the bias.
        pair.first = node.attributes;
        pair.first.erase("beta");
        pair.second = node.attributes;
        pair.second.erase("alpha");
        pair.second.erase("transA");
    }
    return pair;
}

NodePair convolution_pair(const Node& node, const FactorLayer& layer, const Factors& factors) {
    const auto n = static_cast<std::size_t>(factors.first.shape().rank() - 2);
    std::vector<bool> first(n, true);
    std::vector<bool> second(n, false);
    if (layer.unfolding == Unfolding::Spatial) {
        first = {true, false};
        second = {false, true};
    }
    return {convolution_attributes(node, factors.first.shape(), first),
            convolution_attributes(node, factors.second.shape(), second)};
}

} // namespace

namespace {

/// The weight, that of a recurrent layer [1, gates * H, I] without its first dimension.
Tensor weight_of(const Graph& graph, const FactorLayer& layer) {
    const Tensor& weight = graph.parameter(layer.weight)->effective();
    return is_recurrent(graph.nodes[layer.node]) ? weight.reshaped({layer.rows, layer.cols})
                                                 : weight;
}

} // namespace

std::shared_ptr<const Spectrum> FactorLayer::spectrum(const Graph& graph) const {
    return espalier::spectrum(weight_of(graph, *this), unfolding);
}

namespace {

/// The recurrent weight beside the input weight that `layer` describes.
FactorLayer state_layer(const Graph& graph, FactorLayer layer) {
    const Node& node = graph.nodes[layer.node];
    const std::int64_t sequences = layer.macs / (layer.steps * layer.weights());
    layer.of_state = true;
    layer.weight = node.input(2);
    layer.cols = graph.parameter(layer.weight)->shape()[2];
    layer.macs = sequences * layer.steps * layer.weights();
    // Without a state to begin with, the first step has nothing to multiply.
    const std::int64_t products = layer.steps - (node.input(5) == kNoValue ? 1 : 0);
    const bool apart = node.op == "GRU" && node.attributes.integer("linear_before_reset", 0) != 0;
    // A GRU that multiplies with the reset state makes both states thin.
    const std::int64_t thin = node.op == "GRU" && !apart ? 2 : 1;
    layer.macs_per_rank = sequences * products * (layer.rows + thin * layer.cols);
    if (const Parameter* biases = graph.parameter(node.input(3))) {
        layer.dropped = biases->latent().elements() - layer.rows - (apart ? layer.cols : 0);
    } else {
        layer.dropped = -layer.rows; // the steps have one in any case
    }
    return layer;
}

} // namespace

std::vector<FactorLayer> factor_layers(const Graph& graph, const Scope& scope, bool spatial,
                                       bool states, std::vector<std::string>& notes) {
    check_scope(graph, scope);
    const Uses uses(graph);
    const Account sizes = account(graph);
    const auto types = types_for_batch(graph, 1);
    std::vector<FactorLayer> layers;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        if (mac_weight(graph, node) == kNoValue || !scope.contains(node)) {
            continue;
        }
        if (const std::string obstacle = obstacle_of(graph, uses, node); !obstacle.empty()) {
            notes.push_back(fmt::format("{} stays whole: {}", node.name, obstacle));
            continue;
        }
        const FactorLayer layer = describe(graph, i, spatial, sizes.layers[i].macs, types);
        if (states && is_recurrent(node)) {
            const std::string whole = obstacle_to_unrolling(graph, node);
            if (whole.empty() && uses.consumers(node.input(2)).size() == 1) {
                layers.push_back(state_layer(graph, layer));
            } else {
                notes.push_back(fmt::format("{}: its recurrent weights stay whole: {}", node.name,
                                            whole.empty() ? "another layer shares them" : whole));
            }
        }
        layers.push_back(layer);
    }
    return layers;
}

Factors factorise(const Graph& graph, const FactorLayer& layer, std::int64_t rank) {
    const Tensor weight = weight_of(graph, layer);
    const Shape& shape = weight.shape();
    const LowRank parts = low_rank(unfold(weight, layer.unfolding), rank);
    if (layer.unfolding == Unfolding::Spatial) {
        // left [(i, h), r] -> [r, i, h, 1]; right [r, (o, w)] -> [o, r, 1, w].
        Tensor second(DType::Float32, {shape[0], rank, 1, shape[3]});
        const auto target = second.writable<float>();
        std::size_t at = 0;
        for (std::int64_t o = 0; o < shape[0]; ++o) {
            for (std::int64_t r = 0; r < rank; ++r) {
                for (std::int64_t w = 0; w < shape[3]; ++w) {
                    target[at++] = static_cast<float>(parts.right(r, o * shape[3] + w));
                }
            }
        }
        return {parts.left.transposed().to_tensor({rank, shape[1], shape[2], 1}), second};
    }
    if (layer.of_state) {
        return {parts.right.transposed().to_tensor({shape[1], rank}),
                parts.left.transposed().to_tensor({rank, shape[0]})};
    }
    if (is_recurrent(graph.nodes[layer.node])) {
        return {parts.right.transposed().to_tensor({shape[1], rank}),
                parts.left.to_tensor({1, shape[0], rank})};
    }
    if (layer.swapped) {
        return {parts.left.to_tensor({shape[0], rank}), parts.right.to_tensor({rank, shape[1]})};
    }
    Shape first = shape;
    first[0] = rank;
    std::vector<std::int64_t> second{shape[0], rank};
    second.resize(static_cast<std::size_t>(shape.rank()), 1);
    return {parts.right.to_tensor(first), parts.left.to_tensor(Shape(second))};
}

void split_layer(Graph& graph, const FactorLayer& layer, const Factors& factors,
                 const std::string& provenance) {
    if (layer.of_state) {
        // Its input weights may have been split before: then a MatMul stands in front.
        const std::size_t position = layer.node + (is_recurrent(graph.nodes[layer.node]) ? 0 : 1);
        unroll_recurrent(graph, position, layer.steps, {factors.first, factors.second}, provenance);
        return;
    }
    const Node node = graph.nodes[layer.node];
    const NodePair attributes =
        node.op == "Conv" ? convolution_pair(node, layer, factors) : matrix_attributes(node);
    const std::string weight = graph.value(layer.weight).name;
    const ValueId between = graph.add_value(node.name + "_between");
    const auto part = [&](const char* suffix, const Tensor& values, Attributes own, ValueId from,
                          ValueId to) {
        Node made;
        made.name = graph.unique_node_name(node.name + suffix);
        made.op = node.op;
        made.attributes = std::move(own);
        made.inputs = {from, graph.add_parameter(weight + suffix, Parameter(values, provenance))};
        made.outputs = {to};
        made.origin = node.origin;
        return made;
    };
    const auto place = static_cast<std::ptrdiff_t>(layer.node);
    if (is_recurrent(node)) {
        Node first = part("_1", factors.first, {}, node.input(0), between);
        first.op = "MatMul";
        Node rest = node;
        rest.name = graph.unique_node_name(node.name + "_2");
        rest.inputs[0] = between;
        rest.inputs[1] = graph.add_parameter(weight + "_2", Parameter(factors.second, provenance));
        graph.nodes[layer.node] = std::move(first);
        graph.nodes.insert(graph.nodes.begin() + place + 1, std::move(rest));
        return;
    }
    Node second = part("_2", factors.second, attributes.second, between, node.outputs.front());
    if (node.input(2) != kNoValue) {
        second.inputs.push_back(node.input(2));
    }
    graph.nodes[layer.node] = part("_1", factors.first, attributes.first, node.input(0), between);
    graph.nodes.insert(graph.nodes.begin() + place + 1, std::move(second));
}

} // namespace espalier::techniques
