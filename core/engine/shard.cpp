// SPDX-License-Identifier: GPL-3.0-or-later
// When a batch may be cut into pieces that are computed apart.
#include "core/engine/engine.h"
#include "core/engine/fuse.h"

#include <algorithm>
#include <string_view>

namespace espalier {

namespace {

bool is_one_of(std::string_view op, std::initializer_list<std::string_view> ops) {
    return std::find(ops.begin(), ops.end(), op) != ops.end();
}

/// True when output image n of `node` depends on image n of its inputs alone, given that every
/// computed value has the batch as its first dimension.
bool keeps_images_apart(const Graph& graph, const Node& node, const Evaluation& evaluation) {
    const auto type = [&](ValueId value) -> const TensorType& {
        return evaluation.types[static_cast<std::size_t>(value)];
    };
    const auto known = [&](ValueId value) {
        return value == kNoValue || graph.parameter(value) != nullptr ||
               evaluation.constants[static_cast<std::size_t>(value)].defined();
    };
    const auto rank = [&](std::size_t i) { return type(node.inputs[i]).shape.rank(); };
    const auto axis_apart = [&](std::string_view name, std::int64_t otherwise) {
        const Shape& shape = type(node.inputs[0]).shape;
        return shape.normalised_axis(node.attributes.integer(name, otherwise), "axis") != 0;
    };
    // Operators whose axes come as an attribute or a constant input.
    const auto axes_apart = [&](std::size_t input) {
        std::vector<std::int64_t> axes = node.attributes.integers("axes", {});
        if (node.input(input) != kNoValue) {
            const Tensor& given =
                graph.parameter(node.inputs[input]) != nullptr
                    ? graph.parameter(node.inputs[input])->effective()
                    : evaluation.constants[static_cast<std::size_t>(node.inputs[input])];
            if (!given.defined()) {
                return false;
            }
            axes = given.to_int64();
        }
        return !axes.empty() && std::none_of(axes.begin(), axes.end(), [&](std::int64_t axis) {
            return axis == 0 || axis == -rank(0);
        });
    };
    if (is_one_of(node.op, {"Conv",
                            "BatchNormalization",
                            "MaxPool",
                            "AveragePool",
                            "GlobalAveragePool",
                            "GlobalMaxPool",
                            "Relu",
                            "LeakyRelu",
                            "Clip",
                            "Sigmoid",
                            "Tanh",
                            "HardSigmoid",
                            "HardSwish",
                            "Elu",
                            "Selu",
                            "Exp",
                            "Log",
                            "Sqrt",
                            "Abs",
                            "Neg",
                            "Erf",
                            "Softplus",
                            "Identity",
                            "Dropout",
                            "Cast",
                            "QuantizeLinear",
                            "DequantizeLinear"})) {
        return std::all_of(node.inputs.begin() + 1, node.inputs.end(), known);
    }
    if (is_one_of(node.op, {"Add", "Sub", "Mul", "Div", "Max", "Min", "PRelu", "Pow", "Sum"})) {
        // Inputs of fewer dimensions would be stretched along the batch of the others.
        const int full = type(node.outputs[0]).shape.rank();
        return std::all_of(node.inputs.begin(), node.inputs.end(), [&](ValueId input) {
            const Shape& shape = type(input).shape;
            return known(input) ? shape.rank() < full || shape[0] == 1 : shape.rank() == full;
        });
    }
    if (node.op == "Gemm") {
        return node.attributes.integer("transA", 0) == 0 && known(node.inputs[1]) &&
               known(node.input(2)) &&
               (node.input(2) == kNoValue || rank(2) < 2 || type(node.inputs[2]).shape[0] == 1);
    }
    if (node.op == "MatMul") {
        return known(node.inputs[1]) ? rank(0) >= 2 && rank(1) == 2
                                     : !known(node.inputs[0]) && rank(0) >= 3 && rank(0) == rank(1);
    }
    if (is_one_of(node.op, {"Softmax", "LogSoftmax"})) {
        return axis_apart("axis", -1);
    }
    if (is_one_of(node.op, {"Concat", "Split"})) {
        const bool computed =
            node.op == "Split" || std::none_of(node.inputs.begin(), node.inputs.end(), known);
        return computed && axis_apart("axis", node.op == "Split" ? 0 : 1);
    }
    if (is_one_of(node.op, {"Reshape", "Flatten", "Squeeze", "Unsqueeze"})) {
        return true; // the caller checks that the batch stays in front
    }
    if (node.op == "Transpose") {
        const auto perm = node.attributes.integers("perm", {});
        return !perm.empty() && perm[0] == 0;
    }
    if (node.op == "Slice") {
        return axes_apart(3);
    }
    if (is_one_of(node.op, {"ReduceMean", "ReduceSum", "ReduceMax"})) {
        return axes_apart(1);
    }
    if (node.op == "Pad") {
        return node.input(3) == kNoValue &&
               known(node.input(1)); // padding images changes the batch
    }
    return false;
}

} // namespace

Footprint footprint_of(const Graph& graph, const Evaluation& evaluation, std::int64_t images) {
    const auto bytes = [&](ValueId value) {
        const TensorType& type = evaluation.types[static_cast<std::size_t>(value)];
        return type.shape.elements() * static_cast<std::int64_t>(element_bytes(type.dtype));
    };
    Footprint result;
    for (const Node& node : graph.nodes) {
        std::int64_t touched = 0;
        for (const ValueId input : node.inputs) {
            const bool weight = graph.parameter(input) != nullptr;
            result.weights += weight ? bytes(input) : 0;
            touched += input == kNoValue || weight ? 0 : bytes(input) / images;
        }
        for (const ValueId output : node.outputs) {
            const std::int64_t made = output == kNoValue ? 0 : bytes(output) / images;
            touched += made;
            result.image += made;
        }
        result.widest_step = std::max(result.widest_step, touched);
    }
    return result;
}

std::int64_t shard_size(std::int64_t batch, const Footprint& footprint) {
    // Beyond eight images, weights are read often enough, and more, smaller pieces balance better.
    constexpr std::int64_t kMostImages = 8;
    constexpr std::int64_t kWantedShards = 8;
    // What a core keeps near itself. Where a shard outgrows it, every step goes to memory and back:
    // SqueezeNet ran 1.7 times slower with eight images in a shard than with one.
    constexpr std::int64_t kNear = std::int64_t{1} << 20;
    const auto share = [](std::int64_t whole, std::int64_t part) {
        return part > 0 ? (whole + part - 1) / part : kMostImages;
    };
    const std::int64_t fitting =
        footprint.widest_step > 0 ? kNear / footprint.widest_step : kMostImages;
    // But weights are to be no more of the traffic than what the images themselves make.
    const std::int64_t worthwhile = share(footprint.weights, footprint.image);
    const std::int64_t wanted =
        std::clamp<std::int64_t>(std::max(fitting, worthwhile), 1, kMostImages);
    return std::clamp<std::int64_t>(share(batch, kWantedShards), 1, wanted);
}

bool can_shard(const Graph& graph, const Evaluation& whole, const Evaluation& part,
               std::int64_t whole_batch, std::int64_t part_batch) {
    const auto computed = [&](ValueId value) {
        return value != kNoValue && graph.parameter(value) == nullptr &&
               !whole.constants[static_cast<std::size_t>(value)].defined();
    };
    const auto batch_leads = [&](ValueId value) {
        Shape large = whole.types[static_cast<std::size_t>(value)].shape;
        Shape small = part.types[static_cast<std::size_t>(value)].shape;
        if (large.rank() == 0 || large.rank() != small.rank() || large[0] != whole_batch ||
            small[0] != part_batch) {
            return false;
        }
        large[0] = small[0];
        return large == small;
    };
    if (!std::all_of(graph.inputs.begin(), graph.inputs.end(), batch_leads)) {
        return false;
    }
    for (const Node& node : graph.nodes) {
        const bool any = std::any_of(node.outputs.begin(), node.outputs.end(), computed);
        if (!any) {
            continue;
        }
        for (const ValueId output : node.outputs) {
            if (computed(output) && !batch_leads(output)) {
                return false;
            }
        }
        for (const ValueId input : node.inputs) {
            // A constant that follows from the batch size (a Shape) would be another one in a part.
            const auto i = static_cast<std::size_t>(input);
            if (input != kNoValue && whole.constants[i].defined() &&
                graph.parameter(input) == nullptr && node.op != "Reshape" &&
                (!part.constants[i].defined() || !whole.constants[i].equals(part.constants[i]))) {
                return false;
            }
        }
        if (!keeps_images_apart(graph, node, whole)) {
            return false;
        }
    }
    return std::all_of(graph.outputs.begin(), graph.outputs.end(), computed);
}

} // namespace espalier
