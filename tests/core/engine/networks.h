// SPDX-License-Identifier: GPL-3.0-or-later
// Networks with random weights: small ones for each fusion, and the shapes of well-known ones.
#pragma once

#include "core/base/rng.h"
#include "core/graph/graph.h"

#include <string>
#include <vector>

namespace espalier::test {

/// Appends nodes to a graph; every function returns the value its node makes.
class NetworkBuilder {
public:
    explicit NetworkBuilder(std::uint64_t seed = 1);

    ValueId input(Shape shape);
    ValueId parameter(Shape shape, double low, double high);
    ValueId integers(std::vector<std::int64_t> values);

    struct ConvShape {
        std::int64_t kernel = 3;
        std::int64_t stride = 1;
        std::int64_t pad = 1;
        std::int64_t groups = 1;
        std::int64_t dilation = 1;
        bool bias = true;
    };

    ValueId conv(ValueId x, std::int64_t outputs, const ConvShape& shape);
    ValueId norm(ValueId x);
    ValueId relu(ValueId x);
    ValueId relu6(ValueId x);
    ValueId add(ValueId a, ValueId b);
    ValueId concat(std::vector<ValueId> parts);
    ValueId pool(const std::string& op, ValueId x, std::int64_t kernel, std::int64_t stride,
                 std::int64_t pad);
    ValueId gemm(ValueId x, std::int64_t outputs);
    /// Any node with inputs and attributes as given.
    ValueId node(const std::string& op, std::vector<ValueId> inputs, Attributes attributes = {});
    /// The residual shortcut without weights: every second row and column, zeros for new channels.
    ValueId shortcut_a(ValueId x, std::int64_t channels);

    [[nodiscard]] Graph finish(std::vector<ValueId> outputs);

    Graph graph;
    Rng rng;

private:
    [[nodiscard]] const Shape& shape(ValueId value) const { return shapes_.at(value); }

    std::map<ValueId, Shape> shapes_;
};

/// Uniform in [-1, 1).
[[nodiscard]] Tensor random_tensor(const Shape& shape, std::uint64_t seed);

[[nodiscard]] Graph resnet20();
[[nodiscard]] Graph squeezenet();
[[nodiscard]] Graph mobilenet_v1();
[[nodiscard]] Graph mobilenet_v2();
[[nodiscard]] Graph lenet5();

} // namespace espalier::test
