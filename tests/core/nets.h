// SPDX-License-Identifier: GPL-3.0-or-later
// Small networks for tests, built layer by layer.
#pragma once

#include "core/base/rng.h"
#include "core/engine/engine.h"
#include "core/graph/graph.h"
#include "core/graph/infer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace espalier::test {

inline Tensor noise(const Shape& shape, std::uint64_t seed, double deviation = 1, double mean = 0) {
    Rng rng(seed);
    Tensor tensor(DType::Float32, shape);
    for (float& value : tensor.writable<float>()) {
        value = static_cast<float>(mean + deviation * rng.normal());
    }
    return tensor;
}

/// 1 where kept, with probability `density`.
inline Tensor random_mask(const Shape& shape, double density, std::uint64_t seed) {
    Rng rng(seed);
    Tensor mask(DType::Bool, shape);
    for (bool& kept : mask.writable<bool>()) {
        kept = rng.uniform() < density;
    }
    return mask;
}

struct ConvSpec {
    std::int64_t in = 0;
    std::int64_t out = 0;
    std::vector<std::int64_t> kernel{3, 3};
    std::vector<std::int64_t> strides{1, 1};
    std::vector<std::int64_t> pads{1, 1, 1, 1};
    std::vector<std::int64_t> dilations{1, 1};
    std::int64_t group = 1;
    bool bias = true;
    std::string op = "Conv";
};

class Net {
public:
    Graph graph;

    ValueId input(const Shape& shape) {
        const ValueId id = graph.add_value("x", {DType::Float32, shape});
        graph.inputs.push_back(id);
        return id;
    }

    ValueId node(const std::string& op, std::vector<ValueId> inputs, const std::string& name,
                 Attributes attributes = {}) {
        const ValueId out = graph.add_value(name + "_out");
        graph.add_node({name, op, std::move(attributes), std::move(inputs), {out}, {}});
        return out;
    }

    ValueId parameter(const std::string& name, Tensor values) {
        return graph.add_parameter(name, Parameter(std::move(values)));
    }

    ValueId conv(ValueId x, const ConvSpec& spec, const std::string& name) {
        const bool transposed = spec.op == "ConvTranspose";
        std::vector<std::int64_t> shape{transposed ? spec.in : spec.out,
                                        (transposed ? spec.out : spec.in) / spec.group};
        std::int64_t fan_in = spec.in / spec.group;
        for (const std::int64_t k : spec.kernel) {
            shape.push_back(k);
            fan_in *= k;
        }
        std::vector<ValueId> inputs{
            x, parameter(name + "_W", noise(Shape(shape), seed_++,
                                            1.0 / std::sqrt(static_cast<double>(fan_in))))};
        if (spec.bias) {
            inputs.push_back(parameter(name + "_B", noise({spec.out}, seed_++, 0.1)));
        }
        Attributes attributes;
        attributes.set("kernel_shape", spec.kernel);
        attributes.set("strides", spec.strides);
        attributes.set("pads", spec.pads);
        attributes.set("dilations", spec.dilations);
        attributes.set("group", spec.group);
        return node(spec.op, std::move(inputs), name, std::move(attributes));
    }

    ValueId norm(ValueId x, std::int64_t channels, const std::string& name) {
        return node("BatchNormalization",
                    {x, parameter(name + "_scale", noise({channels}, seed_++, 0.2, 1)),
                     parameter(name + "_shift", noise({channels}, seed_++, 0.2)),
                     parameter(name + "_mean", noise({channels}, seed_++, 0.2)),
                     parameter(name + "_var", positive({channels}, seed_++))},
                    name);
    }

    ValueId gemm(ValueId x, std::int64_t in, std::int64_t out, const std::string& name,
                 bool transposed = true) {
        Attributes attributes;
        attributes.set("transB", std::int64_t{transposed ? 1 : 0});
        const Shape shape = transposed ? Shape{out, in} : Shape{in, out};
        return node("Gemm",
                    {x,
                     parameter(name + "_W",
                               noise(shape, seed_++, 1.0 / std::sqrt(static_cast<double>(in)))),
                     parameter(name + "_B", noise({out}, seed_++, 0.1))},
                    name, std::move(attributes));
    }

    Graph finish(ValueId output) {
        graph.outputs.push_back(output);
        validate(graph);
        infer_types(graph);
        return graph;
    }

private:
    static Tensor positive(const Shape& shape, std::uint64_t seed) {
        Tensor tensor = noise(shape, seed, 0.3, 1);
        for (float& value : tensor.writable<float>()) {
            value = std::abs(value) + 0.05F;
        }
        return tensor;
    }

    std::uint64_t seed_ = 100;
};

/// x [?,3,12,12]: conv + norm + relu, a residual block, a strided grouped conv, a classifier of 10.
inline Graph small_cnn() {
    Net net;
    ValueId x = net.input({kUnknownDim, 3, 12, 12});
    x = net.node("Relu", {net.norm(net.conv(x, {.in = 3, .out = 8}, "conv1"), 8, "bn1")}, "relu1");
    ValueId y = net.norm(net.conv(x, {.in = 8, .out = 8, .bias = false}, "conv2"), 8, "bn2");
    x = net.node("Relu", {net.node("Add", {y, x}, "add")}, "relu2");
    x = net.conv(x, {.in = 8, .out = 16, .strides = {2, 2}, .group = 2}, "conv3");
    x = net.node("GlobalAveragePool", {net.node("Relu", {x}, "relu3")}, "pool");
    x = net.gemm(net.node("Flatten", {x}, "flatten"), 16, 10, "fc");
    return net.finish(x);
}

/// The first output, by the plain references of the operators; codes act.
inline Tensor reference_output(const Graph& graph, const Tensor& x) {
    return reference_run(graph, std::span(&x, 1)).front();
}

inline double largest_difference(const Tensor& a, const Tensor& b) {
    double most = a.shape() == b.shape() ? 0 : 1e30;
    for (std::int64_t i = 0; i < std::min(a.elements(), b.elements()); ++i) {
        const double difference = std::abs(a.at(i) - b.at(i));
        most = difference <= most ? most : difference; // NaN counts
    }
    return most;
}

} // namespace espalier::test
