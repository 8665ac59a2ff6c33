// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that only move data: most become another view of the same memory.
#include "core/kernels/copy_region.h"
#include "core/kernels/lowering.h"
#include "core/ops/detail/lower.h"

#include <algorithm>
#include <cstring>

namespace espalier::ops::detail {

namespace {

using dnn::Desc;
using dnn::Dims;

void plain_loops(Lowering& lowering) {
    lowering.keep_followers(0);
    lowering.reference();
}

/// Attribute `name`, or the constant input at `index`; nullopt where neither is known.
std::optional<std::vector<std::int64_t>> integers(const Lowering& lowering, std::size_t index,
                                                  std::string_view name) {
    const Node& node = lowering.node();
    if (const Tensor* constant = lowering.constant(node.input(index))) {
        return constant->to_int64();
    }
    if (node.input(index) == kNoValue && node.attributes.has(name)) {
        return node.attributes.integers(name, {});
    }
    return std::nullopt;
}

std::optional<Operand> view(Lowering& lowering, ValueId input, const Dims& dims,
                            const Dims& offsets, const Dims& steps) {
    if (auto found = view_of(lowering.source(input), dims, offsets, steps)) {
        return found;
    }
    const Operand plain = lowering.plain(input);
    return view_of(plain, dims, offsets, steps);
}

} // namespace

void lower_reshape(Lowering& lowering) {
    lowering.keep_followers(0);
    const Node& node = lowering.node();
    if (node.outputs.size() != 1 || lowering.constant(node.inputs[0]) != nullptr) {
        lowering.reference();
        return;
    }
    Operand operand = lowering.physical(node.inputs[0]);
    if (dnn::is_plain(operand.desc)) {
        operand.desc = dnn::plain(lowering.type(node.outputs[0]));
    }
    lowering.define(node.outputs[0], operand);
}

void lower_transpose(Lowering& lowering) {
    const Node& node = lowering.node();
    if (!lowering.is_float_activation(node.inputs[0])) {
        plain_loops(lowering);
        return;
    }
    lowering.keep_followers(0);
    const int rank = lowering.type(node.inputs[0]).shape.rank();
    std::vector<std::int64_t> order;
    for (int i = rank - 1; i >= 0; --i) {
        order.push_back(i);
    }
    order = node.attributes.integers("perm", order);
    std::vector<int> to(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        to[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
    }
    Operand operand = lowering.source(node.inputs[0]);
    operand.desc = operand.desc.permute_axes(to);
    lowering.define(node.outputs[0], operand);
}

void lower_slice(Lowering& lowering) {
    lowering.keep_followers(0);
    const Node& node = lowering.node();
    const auto starts = integers(lowering, 1, "starts");
    if (!lowering.is_float_activation(node.inputs[0]) || !starts) {
        lowering.reference();
        return;
    }
    const Shape& x = lowering.type(node.inputs[0]).shape;
    std::vector<std::int64_t> axes;
    for (std::size_t i = 0; i < starts->size(); ++i) {
        axes.push_back(static_cast<std::int64_t>(i));
    }
    axes = integers(lowering, 3, "axes").value_or(axes);
    const auto given =
        integers(lowering, 4, "steps").value_or(std::vector<std::int64_t>(starts->size(), 1));
    Dims offsets(static_cast<std::size_t>(x.rank()), 0);
    Dims steps(offsets.size(), 1);
    for (std::size_t i = 0; i < starts->size(); ++i) {
        const auto axis = static_cast<std::size_t>(x.normalised_axis(axes[i], "axes"));
        const std::int64_t size = x.dims()[axis];
        const std::int64_t start = (*starts)[i] < 0 ? (*starts)[i] + size : (*starts)[i];
        offsets[axis] = std::clamp<std::int64_t>(start, 0, size);
        steps[axis] = given[i];
    }
    const bool forward =
        std::all_of(steps.begin(), steps.end(), [](auto step) { return step > 0; });
    const Dims dims = dnn::dims_of(lowering.type(node.outputs[0]).shape);
    const auto shown =
        forward ? view(lowering, node.inputs[0], dims, offsets, steps) : std::nullopt;
    if (!shown) {
        lowering.reference();
        return;
    }
    lowering.define(node.outputs[0], *shown);
}

void lower_split(Lowering& lowering) {
    lowering.keep_followers(0);
    const Node& node = lowering.node();
    if (!lowering.is_float_activation(node.inputs[0])) {
        lowering.reference();
        return;
    }
    const Shape& x = lowering.type(node.inputs[0]).shape;
    const auto axis =
        static_cast<std::size_t>(x.normalised_axis(node.attributes.integer("axis", 0), "axis"));
    std::vector<Operand> parts;
    std::int64_t at = 0;
    for (const ValueId output : node.outputs) {
        if (output == kNoValue) {
            break;
        }
        const Dims dims = dnn::dims_of(lowering.type(output).shape);
        Dims offsets(dims.size(), 0);
        offsets[axis] = at;
        at += dims[axis];
        const auto part = view(lowering, node.inputs[0], dims, offsets, Dims(dims.size(), 1));
        if (!part) {
            break;
        }
        parts.push_back(*part);
    }
    if (parts.size() != node.outputs.size()) {
        lowering.reference();
        return;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        lowering.define(node.outputs[i], parts[i]);
    }
}

void lower_concat(Lowering& lowering) {
    lowering.keep_followers(0);
    const Node& node = lowering.node();
    const ValueId output = node.outputs[0];
    const bool floats = std::all_of(node.inputs.begin(), node.inputs.end(), [&](ValueId input) {
        return lowering.is_float_activation(input);
    });
    if (!floats) {
        lowering.reference();
        return;
    }
    const auto axis = static_cast<std::size_t>(
        lowering.type(output).shape.normalised_axis(node.attributes.integer("axis", 0), "axis"));
    // Where a part was made at its place already, the whole has its memory and layout.
    const Operand whole = lowering.concat_target(output);
    std::int64_t at = 0;
    for (const ValueId input : node.inputs) {
        const Dims dims = dnn::dims_of(lowering.type(input).shape);
        Dims offsets(dims.size(), 0);
        offsets[axis] = at;
        at += dims[axis];
        const auto place = view_of(whole, dims, offsets, Dims(dims.size(), 1));
        const Operand part = lowering.source(input);
        if (!place) {
            lowering.reference();
            return;
        }
        if (part.buffer != place->buffer || part.offset != place->offset) {
            lowering.copy(part, *place);
        }
    }
}

void lower_pad(Lowering& lowering) {
    lowering.keep_followers(0);
    const Node& node = lowering.node();
    const auto pads = integers(lowering, 1, "pads");
    const Shape& x = lowering.type(node.inputs[0]).shape;
    const int rank = x.rank();
    const Tensor* fill = lowering.constant(node.input(2));
    const bool simple =
        lowering.is_float_activation(node.inputs[0]) && pads && rank >= 2 && rank <= 4 &&
        pads->size() == static_cast<std::size_t>(2 * rank) && node.input(3) == kNoValue &&
        node.attributes.text("mode", "constant") == "constant" &&
        std::all_of(pads->begin(), pads->end(), [](auto pad) { return pad >= 0; }) &&
        (node.input(2) == kNoValue || (fill != nullptr && fill->elements() == 1));
    if (!simple) {
        lowering.reference();
        return;
    }
    Operand source = lowering.source(node.inputs[0]);
    const auto value = fill == nullptr ? 0.0F : static_cast<float>(fill->at(0));
    const Dims dims = dnn::dims_of(lowering.type(node.outputs[0]).shape);
    Desc layout = dnn::plain(dims);
    if (dnn::channel_block(source.desc) == 0) {
        source = lowering.plain(node.inputs[0]);
    } else if (rank >= 3 && dnn::channel_block(source.desc) > 1 && value == 0) {
        layout = dnn::blocked(dims, dnn::channel_block(source.desc));
    }
    const Operand target = lowering.destination(node.outputs[0], layout, Lowering::Place::Exact);
    CopyRegion region;
    region.from = Layout4::of(source.desc);
    region.to = Layout4::of(layout);
    region.extent = {x[0], x[1], 1, 1};
    region.to_channel = (*pads)[1];
    std::int64_t start = (*pads)[0] * region.to.image;
    if (rank == 4) {
        region.extent = {x[0], x[1], x[2], x[3]};
        start += (*pads)[2] * region.to.row + (*pads)[3] * region.to.column;
    } else if (rank == 3) {
        region.extent[3] = x[2];
        start += (*pads)[2] * region.to.column;
    }
    const std::size_t floats = layout.get_size() / sizeof(float);
    lowering.kernel("pad", {source, target}, [=]() -> Kernel {
        return [=](std::byte* const* at) {
            auto* to = reinterpret_cast<float*>(at[1]);
            std::fill_n(to, floats, value);
            copy_region(region, reinterpret_cast<const float*>(at[0]), to + start);
        };
    });
}

} // namespace espalier::ops::detail
