// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets/small_nets.h"

#include "core/base/error.h"
#include "core/graph/evaluate.h"
#include "core/graph/infer.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::test {

NetBuilder::NetBuilder(std::string name, std::uint64_t seed)
    : rng_(seed) {
    graph.name = std::move(name);
}

Tensor NetBuilder::random(Shape shape, double scale) {
    Tensor tensor(DType::Float32, std::move(shape));
    for (float& value : tensor.writable<float>()) {
        value = static_cast<float>(scale * rng_.normal());
    }
    return tensor;
}

ValueId NetBuilder::input(std::int64_t channels, std::int64_t size) {
    const ValueId id =
        graph.add_value("input", {DType::Float32, {kUnknownDim, channels, size, size}});
    graph.inputs.push_back(id);
    return id;
}

ValueId NetBuilder::weight(Shape shape) {
    const double fan_in = static_cast<double>(shape.elements()) / static_cast<double>(shape[0]);
    return graph.add_parameter("weight", Parameter(random(shape, std::sqrt(2.0 / fan_in))));
}

ValueId NetBuilder::op(const std::string& type, std::vector<ValueId> inputs,
                       Attributes attributes) {
    return ops(type, std::move(inputs), std::move(attributes), 1).front();
}

std::vector<ValueId> NetBuilder::ops(const std::string& type, std::vector<ValueId> inputs,
                                     Attributes attributes, std::size_t outputs) {
    Node node;
    node.op = type;
    node.name = graph.unique_node_name(type);
    node.inputs = std::move(inputs);
    node.attributes = std::move(attributes);
    for (std::size_t i = 0; i < outputs; ++i) {
        node.outputs.push_back(graph.add_value(node.name + "_out"));
    }
    const std::vector<ValueId> made = node.outputs;
    graph.add_node(std::move(node));
    return made;
}

ValueId NetBuilder::conv(ValueId x, std::int64_t from, std::int64_t to, ConvOptions options) {
    const std::int64_t pad = options.kernel / 2;
    Attributes attributes;
    attributes.set("strides", std::vector<std::int64_t>(2, options.stride));
    attributes.set("pads", std::vector<std::int64_t>(4, pad));
    attributes.set("group", options.groups);
    std::vector<ValueId> inputs{
        x, weight({to, from / options.groups, options.kernel, options.kernel})};
    if (options.bias) {
        inputs.push_back(graph.add_parameter("bias", Parameter(random({to}, 0.3))));
    }
    return op("Conv", std::move(inputs), std::move(attributes));
}

ValueId NetBuilder::conv_with(ValueId x, ValueId shared) {
    Attributes attributes;
    attributes.set("pads", std::vector<std::int64_t>(4, 1));
    return op("Conv", {x, shared}, std::move(attributes));
}

ValueId NetBuilder::norm(ValueId x, std::int64_t channels) {
    const auto add = [&](const char* name, double centre, double spread) {
        Tensor tensor = random({channels}, spread);
        for (float& value : tensor.writable<float>()) {
            value = static_cast<float>(centre + (centre == 0 ? value : std::abs(value)));
        }
        return graph.add_parameter(name, Parameter(std::move(tensor)));
    };
    const ValueId scale = add("scale", 0.5, 0.3);
    const ValueId shift = add("shift", 0, 0.5);
    const ValueId mean = add("mean", 0, 0.5);
    const ValueId variance = add("variance", 0.5, 0.5);
    return op("BatchNormalization", {x, scale, shift, mean, variance});
}

ValueId NetBuilder::gemm(ValueId x, std::int64_t from, std::int64_t to) {
    Attributes attributes;
    attributes.set("transB", std::int64_t{1});
    return op("Gemm",
              {x, weight({to, from}), graph.add_parameter("bias", Parameter(random({to}, 0.3)))},
              std::move(attributes));
}

ValueId NetBuilder::concat(std::vector<ValueId> inputs) {
    Attributes attributes;
    attributes.set("axis", std::int64_t{1});
    return op("Concat", std::move(inputs), std::move(attributes));
}

ValueId NetBuilder::integers(std::vector<std::int64_t> numbers) {
    const Shape shape{static_cast<std::int64_t>(numbers.size())};
    return graph.add_parameter("integers", Parameter(Tensor::of(shape, numbers)));
}

ValueId NetBuilder::reshape(ValueId x, std::vector<std::int64_t> shape) {
    return op("Reshape", {x, integers(std::move(shape))});
}

ValueId NetBuilder::slice(ValueId x, int axis, std::int64_t from, std::int64_t to,
                          std::int64_t step) {
    return op("Slice", {x, integers({from}), integers({to}), integers({axis}), integers({step})});
}

ValueId NetBuilder::pad_channels(ValueId x, std::int64_t before, std::int64_t after) {
    return op("Pad", {x, integers({0, before, 0, 0, 0, after, 0, 0})});
}

Graph NetBuilder::classify(ValueId x, std::int64_t channels) {
    return finish(gemm(op("Flatten", {op("GlobalAveragePool", {x})}), channels, 10));
}

Graph NetBuilder::finish(ValueId output) {
    graph.outputs.push_back(output);
    infer_types(graph);
    return std::move(graph);
}

namespace {

Graph plain() {
    NetBuilder b("plain");
    const ValueId x = b.relu(b.norm(b.conv(b.input(3), 3, 8, {.bias = false}), 8));
    return b.classify(b.relu(b.conv(x, 8, 12, {.stride = 2})), 12);
}

/// Two blocks; the second widens with a padded shortcut, as the CIFAR ResNets do (option A).
Graph residual() {
    NetBuilder b("residual");
    const ValueId stem = b.relu(b.norm(b.conv(b.input(3), 3, 8, {.bias = false}), 8));
    ValueId y = b.relu(b.norm(b.conv(stem, 8, 8, {.bias = false}), 8));
    y = b.norm(b.conv(y, 8, 8, {.bias = false}), 8);
    const ValueId first = b.relu(b.op("Add", {y, stem}));
    y = b.relu(b.norm(b.conv(first, 8, 16, {.stride = 2, .bias = false}), 16));
    y = b.norm(b.conv(y, 16, 16, {.bias = false}), 16);
    const ValueId down = b.slice(b.slice(first, 2, 0, 8, 2), 3, 0, 8, 2);
    return b.classify(b.relu(b.op("Add", {y, b.pad_channels(down, 4, 4)})), 16);
}

Graph dense_concat() {
    NetBuilder b("concat");
    const ValueId x = b.input(3);
    const ValueId a = b.relu(b.conv(x, 3, 6));
    const ValueId c = b.relu(b.norm(b.conv(b.concat({x, a}), 9, 5), 5));
    const ValueId all = b.concat({a, c, a});
    return b.classify(b.relu(b.conv(all, 17, 7)), 7);
}

Graph concat_slice() {
    NetBuilder b("concat_slice");
    const ValueId x = b.input(3);
    const ValueId both = b.concat({b.relu(b.conv(x, 3, 6)), b.relu(b.conv(x, 3, 6))});
    const ValueId front = b.conv(b.slice(both, 1, 0, 7), 7, 8);
    const ValueId back = b.conv(b.slice(both, 1, -6, 100), 6, 8);
    return b.classify(b.relu(b.op("Add", {front, back})), 8);
}

Graph flatten_fc() {
    NetBuilder b("flatten");
    ValueId x = b.relu(b.norm(b.conv(b.input(3), 3, 6), 6));
    Attributes pool;
    pool.set("kernel_shape", std::vector<std::int64_t>{2, 2});
    pool.set("strides", std::vector<std::int64_t>{2, 2});
    x = b.op("MaxPool", {x}, std::move(pool));
    x = b.relu(b.gemm(b.op("Flatten", {x}), 6 * 16, 20));
    x = b.gemm(b.reshape(x, {-1, 20}), 20, 10);
    return b.finish(x);
}

Graph depthwise() {
    NetBuilder b("depthwise");
    ValueId x = b.relu(b.norm(b.conv(b.input(3), 3, 8), 8));
    const ValueId entry = x;
    x = b.relu(b.norm(b.conv(x, 8, 24, {.kernel = 1}), 24));
    x = b.relu(b.norm(b.conv(x, 24, 24, {.groups = 24}), 24));
    x = b.norm(b.conv(x, 24, 8, {.kernel = 1}), 8);
    x = b.op("Add", {x, entry});
    x = b.relu(b.conv(x, 8, 16, {.groups = 8})); // two filters a channel
    return b.classify(x, 16);
}

/// ShuffleNet's unit: grouped 1x1, shuffle, grouped 3x3.
Graph shuffle() {
    NetBuilder b("shuffle");
    ValueId x = b.relu(b.conv(b.input(3), 3, 12));
    x = b.relu(b.norm(b.conv(x, 12, 12, {.kernel = 1, .groups = 2}), 12));
    Attributes swap;
    swap.set("perm", std::vector<std::int64_t>{0, 2, 1, 3, 4});
    x = b.op("Transpose", {b.reshape(x, {0, 2, 6, 8, 8})}, std::move(swap));
    x = b.reshape(x, {-1, 12, 8, 8});
    return b.classify(b.relu(b.conv(x, 12, 6, {.groups = 2})), 6);
}

/// One module used twice, and a Split whose halves are multiplied (a gated unit).
Graph tied() {
    NetBuilder b("tied");
    ValueId x = b.relu(b.conv(b.input(3), 3, 6));
    const ValueId shared = b.weight({6, 6, 3, 3});
    x = b.relu(b.conv_with(x, shared));
    x = b.relu(b.conv_with(x, shared));
    x = b.conv(x, 6, 10);
    Attributes axis;
    axis.set("axis", std::int64_t{1});
    const auto halves = b.ops("Split", {x, b.integers({5, 5})}, std::move(axis), 2);
    x = b.op("Mul", {b.op("Sigmoid", {halves[0]}), halves[1]});
    return b.classify(b.relu(b.conv(x, 5, 4)), 4);
}

/// Squeeze and excite, PRelu, a fixed permutation, and pictures joined in again.
Graph gated() {
    NetBuilder b("gated");
    const ValueId input = b.input(3);
    ValueId x = b.norm(b.conv(input, 3, 8), 8);
    x = b.op("PRelu", {x, b.weight({8, 1, 1})});
    ValueId gate = b.op("GlobalAveragePool", {x});
    gate = b.relu(b.conv(gate, 8, 4, {.kernel = 1}));
    gate = b.op("Sigmoid", {b.conv(gate, 4, 8, {.kernel = 1})});
    x = b.op("Mul", {x, gate});
    Attributes axis;
    axis.set("axis", std::int64_t{1});
    x = b.op("Gather", {x, b.integers({7, 1, 5, 3, 2, 4, -2, 0})}, std::move(axis));
    return b.classify(b.relu(b.conv(b.concat({x, input}), 11, 6)), 6);
}

} // namespace

const std::vector<NamedNet>& small_nets() {
    static const std::vector<NamedNet> nets{
        {"plain", plain},
        {"residual", residual},
        {"dense_concat", dense_concat},
        {"flatten", flatten_fc},
        {"concat_slice", concat_slice},
        {"depthwise", depthwise},
        {"shuffle", shuffle},
        {"tied", tied},
        {"gated", gated},
    };
    return nets;
}

Graph small_net(const std::string& name) {
    for (const auto& net : small_nets()) {
        if (net.name == name) {
            return net.make();
        }
    }
    fail(ErrorCode::Usage, "no small network {}", name);
}

Tensor random_pictures(const Graph& graph, std::int64_t count, std::uint64_t seed) {
    TensorType type = graph.value(graph.inputs.front()).type;
    type.shape[0] = count;
    Tensor tensor(type.dtype, type.shape);
    Rng rng(seed);
    for (float& value : tensor.writable<float>()) {
        value = static_cast<float>(rng.normal());
    }
    return tensor;
}

Tensor run_plain(const Graph& graph, const Tensor& input) {
    // With its input as a constant the whole network is one constant.
    Graph constant = graph;
    constant.set_parameter(constant.inputs.front(), Parameter(input));
    constant.inputs.clear();
    const Evaluation evaluation = evaluate(constant, {}, std::numeric_limits<std::int64_t>::max());
    return evaluation.constants.at(static_cast<std::size_t>(graph.outputs.front()));
}

double relative_error(const Tensor& found, const Tensor& expected) {
    constexpr double kInfinite = std::numeric_limits<double>::infinity();
    if (!found.defined() || !expected.defined() || found.shape() != expected.shape()) {
        return kInfinite;
    }
    const auto a = found.data<float>();
    const auto b = expected.data<float>();
    double difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!std::isfinite(a[i]) || !std::isfinite(b[i])) {
            return kInfinite;
        }
        difference = std::max(difference, std::abs(double{a[i]} - double{b[i]}));
    }
    const auto [low, high] = std::minmax_element(b.begin(), b.end());
    return difference / std::max(double{*high} - double{*low}, 1e-30);
}

} // namespace espalier::test
