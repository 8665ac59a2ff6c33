// SPDX-License-Identifier: GPL-3.0-or-later
// Small networks with every joint that channels pass through, random weights, and a plain way to
// run them.
#pragma once

#include "core/base/rng.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace espalier::test {

struct ConvOptions {
    std::int64_t kernel = 3;
    std::int64_t stride = 1;
    std::int64_t groups = 1;
    bool bias = true;
};

/// Builds a graph node by node; pictures are 8x8 unless strided down.
class NetBuilder {
public:
    explicit NetBuilder(std::string name, std::uint64_t seed = 1);

    ValueId input(std::int64_t channels, std::int64_t size = 8);

    ValueId conv(ValueId x, std::int64_t from, std::int64_t to, ConvOptions options = {});
    ValueId conv_with(ValueId x, ValueId weight);
    ValueId weight(Shape shape);
    ValueId norm(ValueId x, std::int64_t channels);
    ValueId gemm(ValueId x, std::int64_t from, std::int64_t to);
    /// An operator without constants.
    ValueId op(const std::string& type, std::vector<ValueId> inputs, Attributes attributes = {});
    std::vector<ValueId> ops(const std::string& type, std::vector<ValueId> inputs,
                             Attributes attributes, std::size_t outputs);

    ValueId relu(ValueId x) { return op("Relu", {x}); }

    ValueId concat(std::vector<ValueId> inputs);
    ValueId integers(std::vector<std::int64_t> numbers);
    ValueId reshape(ValueId x, std::vector<std::int64_t> shape);
    ValueId slice(ValueId x, int axis, std::int64_t from, std::int64_t to, std::int64_t step = 1);
    ValueId pad_channels(ValueId x, std::int64_t before, std::int64_t after);
    /// Global average, flatten, Gemm to 10 classes; ends the network.
    Graph classify(ValueId x, std::int64_t channels);
    Graph finish(ValueId output);

    Graph graph;

private:
    Tensor random(Shape shape, double scale);

    Rng rng_;
};

struct NamedNet {
    std::string name;
    std::function<Graph()> make;
};

/// All small networks; each takes one input [N, 3, 8, 8] and gives [N, 10].
[[nodiscard]] const std::vector<NamedNet>& small_nets();
[[nodiscard]] Graph small_net(const std::string& name);

/// Random pictures of the network's shape.
[[nodiscard]] Tensor random_pictures(const Graph& graph, std::int64_t count, std::uint64_t seed);
/// The network's first output by the operators' plain loops.
[[nodiscard]] Tensor run_plain(const Graph& graph, const Tensor& input);
/// Largest difference over the range of `expected`; infinite where shapes differ or a value is not
/// finite.
[[nodiscard]] double relative_error(const Tensor& found, const Tensor& expected);

} // namespace espalier::test
