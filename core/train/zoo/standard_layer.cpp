// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/zoo/recurrent_units.h"

#include <cmath>

namespace espalier {

namespace {

Attributes permutation(std::vector<std::int64_t> perm) {
    Attributes attributes;
    attributes.set("perm", std::move(perm));
    return attributes;
}

/// Both biases are parameters of ONNX; the forget gate of an LSTM begins open (Gers et al. 2000).
Tensor biases(const StandardLayer& layer, std::int64_t directions, std::int64_t gates) {
    const std::int64_t width = 2 * gates * layer.hidden;
    Tensor result(DType::Float32, {directions, width});
    if (layer.op == "LSTM") {
        const auto values = result.writable<float>();
        for (std::int64_t d = 0; d < directions; ++d) {
            for (std::int64_t j = 0; j < layer.hidden; ++j) {
                values[static_cast<std::size_t>(d * width + 2 * layer.hidden + j)] = 1;
            }
        }
    }
    return result;
}

} // namespace

Sequence rows_of_picture(NetBuilder& net, std::int64_t height, std::int64_t width) {
    return {net.node("Squeeze", "rows", {net.input(), net.integers("rows.axis", {1})}), height,
            width};
}

ValueId last_state(NetBuilder& net, const std::string& name, const Sequence& states) {
    Attributes axis;
    axis.set("axis", std::int64_t{1});
    return net.node(
        "Gather", name,
        {states.value, net.parameter(name + ".index", Tensor::scalar(states.steps - 1))},
        std::move(axis));
}

States standard_layer(NetBuilder& net, const std::string& name, const Sequence& x,
                      const StandardLayer& layer) {
    const std::int64_t gates = layer.op == "LSTM" ? 4 : layer.op == "GRU" ? 3 : 1;
    const std::int64_t directions = layer.bidirectional ? 2 : 1;
    const std::int64_t size = directions * layer.hidden;
    const double range = 1 / std::sqrt(static_cast<double>(layer.hidden));
    Attributes attributes;
    attributes.set("hidden_size", layer.hidden);
    attributes.set("direction", std::string(layer.bidirectional ? "bidirectional" : "forward"));
    if (layer.op == "GRU") {
        attributes.set("linear_before_reset", std::int64_t{layer.reset_after ? 1 : 0});
    }
    const ValueId turned =
        net.node("Transpose", name + ".time_first", {x.value}, permutation({1, 0, 2}));
    const std::int64_t width = gates * layer.hidden;
    const auto made =
        net.nodes(layer.op, name,
                  {turned, net.uniform(name + ".W", {directions, width, x.inputs}, range),
                   net.uniform(name + ".R", {directions, width, layer.hidden}, range),
                   net.parameter(name + ".B", biases(layer, directions, gates))},
                  2, std::move(attributes));
    // [T,D,N,H] -> [N,T,D,H] -> [N,T,D*H]
    const ValueId y =
        net.node("Transpose", name + ".batch_first", {made[0]}, permutation({2, 0, 1, 3}));
    const ValueId last = net.node("Transpose", name + ".last", {made[1]}, permutation({1, 0, 2}));
    return {net.node("Reshape", name + ".states",
                     {y, net.integers(name + ".states_shape", {0, 0, size})}),
            net.node("Reshape", name + ".state",
                     {last, net.integers(name + ".state_shape", {0, size})})};
}

} // namespace espalier
