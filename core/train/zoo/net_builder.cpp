// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/zoo/net_builder.h"

#include "core/graph/infer.h"

#include <fmt/core.h>

#include <cmath>
#include <limits>

namespace espalier {

NetBuilder::NetBuilder(std::string_view name, std::int64_t channels, std::int64_t height,
                       std::int64_t width, const Preprocess& preprocess, std::uint64_t seed)
    : NetBuilder(name, "input", Shape{kUnknownDim, channels, height, width}, seed) {
    graph_.metadata = preprocess.to_metadata();
}

NetBuilder::NetBuilder(std::string_view name, const std::string& input, Shape shape,
                       std::uint64_t seed)
    : rng_(seed, 0x7a6f6fU) {
    graph_.name = name;
    graph_.producer = "espalier";
    input_ = graph_.add_value(input, {DType::Float32, std::move(shape)});
    graph_.inputs = {input_};
}

ValueId NetBuilder::conv(const std::string& name, ValueId x, std::int64_t in, const Conv& conv) {
    const std::int64_t fan_in = in / conv.groups * conv.kernel * conv.kernel;
    std::vector<ValueId> inputs{x, drawn(name + ".weight",
                                         {conv.out, in / conv.groups, conv.kernel, conv.kernel},
                                         fan_in, conv.follows)};
    if (conv.bias) {
        inputs.push_back(filled(name + ".bias", conv.out, 0.0F));
    }
    Attributes attributes;
    attributes.set("kernel_shape", std::vector<std::int64_t>{conv.kernel, conv.kernel});
    attributes.set("strides", std::vector<std::int64_t>{conv.stride, conv.stride});
    attributes.set("pads", std::vector<std::int64_t>(4, conv.pad));
    attributes.set("group", conv.groups);
    return node("Conv", name, std::move(inputs), std::move(attributes));
}

ValueId NetBuilder::batch_norm(const std::string& name, ValueId x, std::int64_t channels) {
    return node("BatchNormalization", name,
                {x, filled(name + ".weight", channels, 1.0F), filled(name + ".bias", channels, 0),
                 filled(name + ".running_mean", channels, 0),
                 filled(name + ".running_var", channels, 1.0F)});
}

ValueId NetBuilder::relu(const std::string& name, ValueId x) {
    return node("Relu", name, {x});
}

ValueId NetBuilder::relu6(const std::string& name, ValueId x) {
    return node("Clip", name,
                {x, graph_.add_parameter(name + ".min", Parameter(Tensor::scalar(0.0F))),
                 graph_.add_parameter(name + ".max", Parameter(Tensor::scalar(6.0F)))});
}

ValueId NetBuilder::add(const std::string& name, ValueId a, ValueId b) {
    return node("Add", name, {a, b});
}

ValueId NetBuilder::max_pool(const std::string& name, ValueId x, std::int64_t size) {
    Attributes attributes;
    attributes.set("kernel_shape", std::vector<std::int64_t>{size, size});
    attributes.set("strides", std::vector<std::int64_t>{size, size});
    return node("MaxPool", name, {x}, std::move(attributes));
}

ValueId NetBuilder::global_average(const std::string& name, ValueId x) {
    return node("GlobalAveragePool", name, {x});
}

ValueId NetBuilder::flatten(const std::string& name, ValueId x) {
    return node("Flatten", name, {x});
}

ValueId NetBuilder::linear(const std::string& name, ValueId x, std::int64_t in, std::int64_t out,
                           Follows follows) {
    Attributes attributes;
    attributes.set("transB", std::int64_t{1});
    return node(
        "Gemm", name,
        {x, drawn(name + ".weight", {out, in}, in, follows), filled(name + ".bias", out, 0)},
        std::move(attributes));
}

ValueId NetBuilder::subsample_and_pad(const std::string& name, ValueId x, std::int64_t in,
                                      std::int64_t out) {
    constexpr std::int64_t kEnd = std::numeric_limits<std::int32_t>::max();
    const ValueId sliced =
        node("Slice", name + ".slice",
             {x, integers(name + ".starts", {0, 0}), integers(name + ".ends", {kEnd, kEnd}),
              integers(name + ".axes", {2, 3}), integers(name + ".steps", {2, 2})});
    const std::int64_t front = (out - in) / 2;
    return node("Pad", name + ".pad",
                {sliced, integers(name + ".pads", {0, front, 0, 0, 0, out - in - front, 0, 0})});
}

Graph NetBuilder::finish(ValueId scores) {
    graph_.outputs = {scores};
    graph_.tidy();
    infer_types(graph_);
    return std::move(graph_);
}

ValueId NetBuilder::node(const std::string& op, const std::string& name,
                         std::vector<ValueId> inputs, Attributes attributes) {
    Node made;
    made.op = op;
    made.name = name;
    made.attributes = std::move(attributes);
    made.inputs = std::move(inputs);
    made.outputs = {graph_.add_value(name + ".out")};
    const ValueId output = made.outputs.front();
    graph_.add_node(std::move(made));
    return output;
}

std::vector<ValueId> NetBuilder::nodes(const std::string& op, const std::string& name,
                                       std::vector<ValueId> inputs, std::size_t outputs,
                                       Attributes attributes) {
    Node made;
    made.op = op;
    made.name = name;
    made.attributes = std::move(attributes);
    made.inputs = std::move(inputs);
    for (std::size_t i = 0; i < outputs; ++i) {
        made.outputs.push_back(graph_.add_value(fmt::format("{}.out{}", name, i)));
    }
    const std::vector<ValueId> results = made.outputs;
    graph_.add_node(std::move(made));
    return results;
}

ValueId NetBuilder::parameter(const std::string& name, Tensor values) {
    return graph_.add_parameter(name, Parameter(std::move(values)));
}

ValueId NetBuilder::uniform(const std::string& name, Shape shape, double range) {
    Tensor tensor(DType::Float32, std::move(shape));
    for (float& value : tensor.writable<float>()) {
        value = static_cast<float>(range * (2 * rng_.uniform() - 1));
    }
    return parameter(name, std::move(tensor));
}

ValueId NetBuilder::integers(const std::string& name, const std::vector<std::int64_t>& values) {
    return graph_.add_parameter(
        name, Parameter(Tensor::of<std::int64_t>(Shape{static_cast<std::int64_t>(values.size())},
                                                 values)));
}

ValueId NetBuilder::drawn(const std::string& name, Shape shape, std::int64_t fan_in,
                          Follows follows) {
    Tensor tensor(DType::Float32, std::move(shape));
    const double gain = follows == Follows::Rectifier ? 2 : 1;
    const double deviation = std::sqrt(gain / static_cast<double>(fan_in));
    for (float& value : tensor.writable<float>()) {
        value = static_cast<float>(deviation * rng_.normal());
    }
    return graph_.add_parameter(name, Parameter(std::move(tensor)));
}

ValueId NetBuilder::filled(const std::string& name, std::int64_t count, float value) {
    return graph_.add_parameter(
        name, Parameter(Tensor::of<float>(
                  Shape{count}, std::vector<float>(static_cast<std::size_t>(count), value))));
}

} // namespace espalier
