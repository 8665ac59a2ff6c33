// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/recurrent.h"

#include "core/base/error.h"
#include "core/ops/detail/check.h"

#include <algorithm>

namespace espalier::ops::detail {

namespace {

std::vector<std::string> default_activations(RecurrentCell cell) {
    switch (cell) {
    case RecurrentCell::Lstm:
        return {"Sigmoid", "Tanh", "Tanh"};
    case RecurrentCell::Gru:
        return {"Sigmoid", "Tanh"};
    case RecurrentCell::Rnn:
        break;
    }
    return {"Tanh"};
}

std::vector<InputType> types_of(std::span<const Tensor* const> tensors) {
    std::vector<InputType> types;
    for (const Tensor* tensor : tensors) {
        types.push_back(tensor == nullptr
                            ? InputType{}
                            : InputType{true, {tensor->dtype(), tensor->shape()}, nullptr});
    }
    return types;
}

/// Input `index` where it is there, of `dtype` and this shape (kUnknownDim: any).
void check_input(std::span<const InputType> inputs, std::size_t index, std::string_view what,
                 DType dtype, const Shape& expected, std::string_view layout) {
    if (index >= inputs.size() || !inputs[index].present) {
        return;
    }
    expect_dtype(inputs[index], what, dtype);
    const Shape& found = inputs[index].type.shape;
    expect_rank(found, expected.rank(), what, layout);
    for (int axis = 0; axis < expected.rank(); ++axis) {
        expect_dim(found[axis], expected[axis], what);
    }
}

} // namespace

std::int64_t recurrent_gates(RecurrentCell cell) {
    switch (cell) {
    case RecurrentCell::Lstm:
        return 4;
    case RecurrentCell::Gru:
        return 3;
    case RecurrentCell::Rnn:
        break;
    }
    return 1;
}

Recurrent::Recurrent(RecurrentCell which, const Node& node, std::span<const Tensor* const> tensors)
    : Recurrent(which, node, types_of(tensors)) {}

Recurrent::Recurrent(RecurrentCell which, const Node& node, std::span<const InputType> given)
    : cell(which) {
    const InferArgs args{node, given};
    const TensorType& x = float_input(args, kX, "X").type;
    const InputType& w = float_input(args, kW, "W");
    const InputType& r = float_input(args, kR, "R");
    expect_rank(x.shape, 3, "X", "[T,N,I], or [N,T,I] with layout 1");
    expect_rank(r.type.shape, 3, "R", "[D,gates*H,H]");

    const std::string direction = node.attributes.text("direction", "forward");
    expect(direction == "forward" || direction == "reverse" || direction == "bidirectional",
           "direction is {}, expected forward, reverse or bidirectional", direction);
    directions = direction == "bidirectional" ? 2 : 1;
    reverse = direction == "reverse";
    const std::int64_t layout = node.attributes.integer("layout", 0);
    expect(layout == 0 || layout == 1, "layout is {}, expected 0 or 1", layout);
    batch_first = layout == 1;
    steps = x.shape[batch_first ? 1 : 0];
    batch = x.shape[batch_first ? 0 : 1];
    inputs = merged_dim(x.shape[2], w.type.shape.rank() == 3 ? w.type.shape[2] : kUnknownDim);
    hidden = r.type.shape[2];
    expect(hidden != 0, "the layer has no units");
    if (node.attributes.has("hidden_size")) {
        expect_dim(hidden, node.attributes.integer("hidden_size", 0), "the last dimension of R");
        hidden = node.attributes.integer("hidden_size", 0);
        expect(hidden > 0 && hidden < kMaxExtent, "hidden_size is {}", hidden);
    }
    const std::int64_t rows = hidden < 0 ? kUnknownDim : checked_product({gates(), hidden});
    check_input(given, kW, "W", x.dtype, {directions, rows, x.shape[2]}, "[D,gates*H,I]");
    check_input(given, kR, "R", x.dtype, {directions, rows, hidden}, "[D,gates*H,H]");
    const std::int64_t biases = rows < 0 ? kUnknownDim : checked_product({2, rows});
    check_input(given, kB, "B", x.dtype, {directions, biases}, "[D,2*gates*H]");
    check_input(given, kSequenceLens, "sequence_lens", DType::Int32, {batch}, "[N]");
    const std::string_view state = batch_first ? "[N,D,H]" : "[D,N,H]";
    check_input(given, kInitialH, "initial_h", x.dtype, state_shape(), state);
    if (cell == RecurrentCell::Lstm) {
        check_input(given, kInitialC, "initial_c", x.dtype, state_shape(), state);
        const std::int64_t peepholes = hidden < 0 ? kUnknownDim : checked_product({3, hidden});
        check_input(given, kPeepholes, "P", x.dtype, {directions, peepholes}, "[D,3*H]");
    }

    input_forget = node.attributes.integer("input_forget", 0) != 0;
    linear_before_reset = node.attributes.integer("linear_before_reset", 0) != 0;
    clip = static_cast<double>(node.attributes.real("clip", 0));
    expect(clip >= 0, "clip is {}, expected no less than 0", clip);
    const auto names = default_activations(cell);
    const auto all = recurrent_activations(node, names, static_cast<std::size_t>(directions));
    for (std::size_t i = 0; i < all.size(); ++i) {
        activations[i / names.size()].push_back(all[i]);
    }
}

Shape Recurrent::sequence_shape() const {
    return batch_first ? Shape{batch, steps, directions, hidden}
                       : Shape{steps, directions, batch, hidden};
}

Shape Recurrent::state_shape() const {
    return batch_first ? Shape{batch, directions, hidden} : Shape{directions, batch, hidden};
}

std::vector<TensorType> infer_recurrent(RecurrentCell cell, const InferArgs& args) {
    const Recurrent layer(cell, args.node, args.inputs);
    const DType dtype = args.inputs[kX].type.dtype;
    std::vector<TensorType> types{{dtype, layer.sequence_shape()}, {dtype, layer.state_shape()}};
    if (cell == RecurrentCell::Lstm) {
        types.push_back({dtype, layer.state_shape()});
    }
    types.resize(std::min(output_count(args.node), types.size()));
    return types;
}

std::int64_t recurrent_macs(RecurrentCell cell, const Node& node,
                            std::span<const TensorType> inputs) {
    std::vector<InputType> given;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        given.push_back({node.input(i) != kNoValue, inputs[i], nullptr});
    }
    const Recurrent layer(cell, node, given);
    return checked_product({layer.directions, layer.steps, layer.batch, layer.gates(), layer.hidden,
                            layer.inputs + layer.hidden});
}

} // namespace espalier::ops::detail
