// SPDX-License-Identifier: GPL-3.0-or-later
#include "networks.h"

#include "core/graph/infer.h"

#include <cmath>

namespace espalier::test {

NetworkBuilder::NetworkBuilder(std::uint64_t seed)
    : rng(seed) {}

ValueId NetworkBuilder::input(Shape dims) {
    const ValueId id = graph.add_value("x", {DType::Float32, dims});
    graph.inputs.push_back(id);
    shapes_[id] = std::move(dims);
    return id;
}

ValueId NetworkBuilder::parameter(Shape dims, double low, double high) {
    Tensor values(DType::Float32, std::move(dims));
    for (float& value : values.writable<float>()) {
        value = static_cast<float>(rng.uniform(low, high));
    }
    return graph.add_parameter("p", Parameter(values));
}

ValueId NetworkBuilder::integers(std::vector<std::int64_t> values) {
    const auto count = static_cast<std::int64_t>(values.size());
    return graph.add_parameter("i", Parameter(Tensor::of<std::int64_t>({count}, values)));
}

ValueId NetworkBuilder::node(const std::string& op, std::vector<ValueId> inputs,
                             Attributes attributes) {
    const ValueId out = graph.add_value(op);
    graph.add_node({op, op, std::move(attributes), std::move(inputs), {out}, {}});
    infer_types(graph);
    shapes_[out] = graph.value(out).type.shape;
    return out;
}

ValueId NetworkBuilder::conv(ValueId x, std::int64_t outputs, const ConvShape& c) {
    const std::int64_t inputs = shape(x)[1] / c.groups;
    const double limit = std::sqrt(6.0 / static_cast<double>(inputs * c.kernel * c.kernel));
    std::vector<ValueId> arguments{x,
                                   parameter({outputs, inputs, c.kernel, c.kernel}, -limit, limit)};
    if (c.bias) {
        arguments.push_back(parameter({outputs}, -0.1, 0.1));
    }
    Attributes attributes;
    attributes.set("strides", std::vector<std::int64_t>{c.stride, c.stride});
    attributes.set("pads", std::vector<std::int64_t>(4, c.pad));
    attributes.set("dilations", std::vector<std::int64_t>{c.dilation, c.dilation});
    attributes.set("group", c.groups);
    return node("Conv", arguments, attributes);
}

ValueId NetworkBuilder::norm(ValueId x) {
    const Shape channels{shape(x)[1]};
    return node("BatchNormalization",
                {x, parameter(channels, 0.5, 1.5), parameter(channels, -0.5, 0.5),
                 parameter(channels, -0.5, 0.5), parameter(channels, 0.5, 1.5)});
}

ValueId NetworkBuilder::relu(ValueId x) {
    return node("Relu", {x});
}

ValueId NetworkBuilder::relu6(ValueId x) {
    const ValueId low = graph.add_parameter("low", Parameter(Tensor::scalar<float>(0)));
    const ValueId high = graph.add_parameter("high", Parameter(Tensor::scalar<float>(6)));
    return node("Clip", {x, low, high});
}

ValueId NetworkBuilder::add(ValueId a, ValueId b) {
    return node("Add", {a, b});
}

ValueId NetworkBuilder::concat(std::vector<ValueId> parts) {
    Attributes attributes;
    attributes.set("axis", std::int64_t{1});
    return node("Concat", std::move(parts), attributes);
}

ValueId NetworkBuilder::pool(const std::string& op, ValueId x, std::int64_t kernel,
                             std::int64_t stride, std::int64_t pad) {
    Attributes attributes;
    attributes.set("kernel_shape", std::vector<std::int64_t>{kernel, kernel});
    attributes.set("strides", std::vector<std::int64_t>{stride, stride});
    attributes.set("pads", std::vector<std::int64_t>(4, pad));
    return node(op, {x}, attributes);
}

ValueId NetworkBuilder::gemm(ValueId x, std::int64_t outputs) {
    const std::int64_t inputs = shape(x)[1];
    const double limit = std::sqrt(3.0 / static_cast<double>(inputs));
    Attributes attributes;
    attributes.set("transB", std::int64_t{1});
    return node("Gemm",
                {x, parameter({outputs, inputs}, -limit, limit), parameter({outputs}, -0.1, 0.1)},
                attributes);
}

ValueId NetworkBuilder::shortcut_a(ValueId x, std::int64_t channels) {
    const ValueId sliced = node("Slice", {x, integers({0, 0}), integers({1 << 20, 1 << 20}),
                                          integers({2, 3}), integers({2, 2})});
    const std::int64_t more = (channels - shape(x)[1]) / 2;
    return node("Pad", {sliced, integers({0, more, 0, 0, 0, more, 0, 0})});
}

Graph NetworkBuilder::finish(std::vector<ValueId> outputs) {
    graph.outputs = std::move(outputs);
    graph.tidy();
    infer_types(graph);
    return graph;
}

Tensor random_tensor(const Shape& shape, std::uint64_t seed) {
    Rng rng(seed);
    Tensor tensor(DType::Float32, shape);
    for (float& value : tensor.writable<float>()) {
        value = static_cast<float>(rng.uniform(-1, 1));
    }
    return tensor;
}

Graph resnet20() {
    NetworkBuilder net(20);
    ValueId x = net.input({kUnknownDim, 3, 32, 32});
    const auto unit = [&](ValueId from, std::int64_t channels, std::int64_t stride) {
        return net.norm(net.conv(from, channels, {.stride = stride, .bias = false}));
    };
    x = net.relu(unit(x, 16, 1));
    for (std::int64_t stage = 0; stage < 3; ++stage) {
        const std::int64_t channels = 16 << stage;
        for (int block = 0; block < 3; ++block) {
            const bool first = stage > 0 && block == 0;
            const ValueId inside = net.relu(unit(x, channels, first ? 2 : 1));
            const ValueId direct = first ? net.shortcut_a(x, channels) : x;
            x = net.relu(net.add(unit(inside, channels, 1), direct));
        }
    }
    x = net.node("Flatten", {net.node("GlobalAveragePool", {x})});
    return net.finish({net.gemm(x, 10)});
}

Graph squeezenet() {
    NetworkBuilder net(10);
    ValueId x = net.input({kUnknownDim, 3, 227, 227});
    x = net.relu(net.conv(x, 96, {.kernel = 7, .stride = 2, .pad = 0}));
    const auto fire = [&](std::int64_t squeeze, std::int64_t expand) {
        const ValueId s = net.relu(net.conv(x, squeeze, {.kernel = 1, .pad = 0}));
        const ValueId one = net.relu(net.conv(s, expand, {.kernel = 1, .pad = 0}));
        const ValueId three = net.relu(net.conv(s, expand, {}));
        x = net.concat({one, three});
    };
    x = net.pool("MaxPool", x, 3, 2, 0);
    fire(16, 64);
    fire(16, 64);
    fire(32, 128);
    x = net.pool("MaxPool", x, 3, 2, 0);
    fire(32, 128);
    fire(48, 192);
    fire(48, 192);
    fire(64, 256);
    x = net.pool("MaxPool", x, 3, 2, 0);
    fire(64, 256);
    x = net.relu(net.conv(x, 1000, {.kernel = 1, .pad = 0}));
    x = net.node("GlobalAveragePool", {x});
    Attributes attributes;
    attributes.set("axis", std::int64_t{1});
    return net.finish({net.node("Softmax", {x}, attributes)});
}

Graph mobilenet_v1() {
    NetworkBuilder net(11);
    ValueId x = net.input({kUnknownDim, 3, 224, 224});
    x = net.relu6(net.conv(x, 32, {.stride = 2}));
    const auto block = [&](std::int64_t inputs, std::int64_t outputs, std::int64_t stride) {
        x = net.relu6(net.conv(x, inputs, {.stride = stride, .groups = inputs}));
        x = net.relu6(net.conv(x, outputs, {.kernel = 1, .pad = 0}));
    };
    block(32, 64, 1);
    block(64, 128, 2);
    block(128, 128, 1);
    block(128, 256, 2);
    block(256, 256, 1);
    block(256, 512, 2);
    for (int i = 0; i < 5; ++i) {
        block(512, 512, 1);
    }
    block(512, 1024, 2);
    block(1024, 1024, 1);
    x = net.node("Flatten", {net.node("GlobalAveragePool", {x})});
    return net.finish({net.node("Softmax", {net.gemm(x, 1000)})});
}

Graph mobilenet_v2() {
    NetworkBuilder net(12);
    ValueId x = net.input({kUnknownDim, 3, 224, 224});
    x = net.relu6(net.norm(net.conv(x, 32, {.stride = 2, .bias = false})));
    std::int64_t inputs = 32;
    const auto block = [&](std::int64_t expand, std::int64_t outputs, std::int64_t stride) {
        const ValueId before = x;
        const std::int64_t hidden = inputs * expand;
        const NetworkBuilder::ConvShape point{.kernel = 1, .pad = 0, .bias = false};
        if (expand > 1) {
            x = net.relu6(net.norm(net.conv(x, hidden, point)));
        }
        x = net.relu6(
            net.norm(net.conv(x, hidden, {.stride = stride, .groups = hidden, .bias = false})));
        x = net.norm(net.conv(x, outputs, point));
        if (stride == 1 && inputs == outputs) {
            x = net.add(before, x);
        }
        inputs = outputs;
    };
    block(1, 16, 1);
    const std::int64_t stages[][4] = {{6, 24, 2, 2}, {6, 32, 3, 2},  {6, 64, 4, 2},
                                      {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    for (const auto& [expand, outputs, repeats, stride] : stages) {
        for (std::int64_t i = 0; i < repeats; ++i) {
            block(expand, outputs, i == 0 ? stride : 1);
        }
    }
    x = net.relu6(net.norm(net.conv(x, 1280, {.kernel = 1, .pad = 0, .bias = false})));
    x = net.node("Flatten", {net.node("GlobalAveragePool", {x})});
    return net.finish({net.gemm(x, 1000)});
}

Graph lenet5() {
    NetworkBuilder net(5);
    ValueId x = net.input({kUnknownDim, 1, 28, 28});
    x = net.pool("MaxPool", net.relu(net.conv(x, 6, {.kernel = 5, .pad = 2})), 2, 2, 0);
    x = net.pool("MaxPool", net.relu(net.conv(x, 16, {.kernel = 5, .pad = 0})), 2, 2, 0);
    x = net.node("Flatten", {x});
    x = net.relu(net.gemm(x, 120));
    x = net.relu(net.gemm(x, 84));
    return net.finish({net.gemm(x, 10)});
}

} // namespace espalier::test
