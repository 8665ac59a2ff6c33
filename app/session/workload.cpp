// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/workload.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/graph/infer.h"
#include "hwmodel/sparse/mask.h"

#include <limits>
#include <optional>

namespace espalier {

namespace {

constexpr int kFloatBits = 32;

/// The types of all values for one sample, and what is known of their densities.
struct View {
    const Graph& graph;
    std::vector<TensorType> types;
    const ActivationDensities& densities;
    Uses uses{graph};

    [[nodiscard]] const Shape& shape(ValueId id) const {
        return types.at(static_cast<std::size_t>(id)).shape;
    }
};

std::int32_t extent(std::int64_t value) {
    expect(value > 0 && value <= std::numeric_limits<std::int32_t>::max(),
           "dimension {} does not fit the accelerator model", value);
    return static_cast<std::int32_t>(value);
}

hw::OperandInfo weight_info(const Parameter& parameter) {
    hw::OperandInfo info;
    info.bits = kFloatBits;
    info.number = hw::Number::Float;
    if (parameter.code()) {
        info.bits = static_cast<std::uint8_t>(parameter.code()->bits());
        info.number = hw::Number::Integer;
    }
    const auto elements = parameter.latent().elements();
    const auto nonzeros = parameter.nonzeros();
    if (elements > 0 && nonzeros < elements) {
        info.kind = hw::DensityKind::Actual;
        info.density = static_cast<double>(nonzeros) / static_cast<double>(elements);
    }
    return info;
}

/// Where the zeros of a layer's weights lie, and whether they follow a rule; nothing to say of
/// dense weights, nor of those that are computed. `transposed`: stored [taps][filters].
void set_mask(hw::Workload& work, const Graph& graph, ValueId weight, bool transposed) {
    const Parameter* parameter = graph.parameter(weight);
    hw::OperandInfo& info = work.operand(hw::Operand::Weight);
    if (parameter == nullptr || info.kind != hw::DensityKind::Actual ||
        parameter->latent().dtype() != DType::Float32) {
        return;
    }
    const auto taps = static_cast<std::size_t>(work.dim(hw::Dim::C) * work.dim(hw::Dim::R) *
                                               work.dim(hw::Dim::S));
    const std::span<const float> values = parameter->effective().data<float>();
    const auto mask = std::make_shared<const hw::Mask>(
        hw::Mask::of_values(values.size() / taps, taps, values, transposed));
    work.weight_mask = mask;
    if (const auto structure = hw::block_structure(*mask)) {
        info.kind = hw::DensityKind::Structured;
        info.kept = static_cast<std::uint8_t>(structure->kept);
        info.block = static_cast<std::uint8_t>(structure->block);
    }
}

hw::OperandInfo activation_info(const View& view, ValueId id) {
    hw::OperandInfo info;
    info.bits = kFloatBits;
    info.number = hw::Number::Float;
    if (const CodePtr& code = view.graph.value(id).code) {
        info.bits = static_cast<std::uint8_t>(code->bits());
        info.number = hw::Number::Integer;
    }
    const auto index = static_cast<std::size_t>(id);
    if (index < view.densities.size() && view.densities[index] < 1) {
        info.kind = hw::DensityKind::Actual;
        info.density = view.densities[index];
    }
    return info;
}

hw::OperandInfo operand_info(const View& view, ValueId id) {
    const Parameter* parameter = view.graph.parameter(id);
    return parameter != nullptr ? weight_info(*parameter) : activation_info(view, id);
}

/// A layer's result as it leaves the machine: where only an activation function reads it, the
/// array's output stage has applied that.
hw::OperandInfo output_info(const View& view, ValueId result) {
    const hw::OperandInfo own = activation_info(view, result);
    const std::vector<std::size_t>& readers = view.uses.consumers(result);
    if (readers.size() != 1 || view.uses.is_output(result)) {
        return own;
    }
    const Node& reader = view.graph.nodes[readers.front()];
    if (reader.op != "Relu" && reader.op != "Clip" && reader.op != "LeakyRelu" &&
        reader.op != "BatchNormalization") {
        return own;
    }
    hw::OperandInfo stored = output_info(view, reader.outputs[0]);
    if (stored.number == hw::Number::Float) {
        stored.bits = own.bits;
        stored.number = own.number;
    }
    return stored;
}

/// Extents of the last two dimensions; a one-dimensional layer has height 1.
std::pair<std::int32_t, std::int32_t> plane(const Shape& shape) {
    return shape.rank() >= 4 ? std::pair{extent(shape[2]), extent(shape[3])}
                             : std::pair{1, extent(shape.rank() == 3 ? shape[2] : 1)};
}

/// Attribute `name` of a layer over one or two spatial dimensions.
std::pair<std::int32_t, std::int32_t> spatial(const Node& node, const char* name) {
    const auto values = node.attributes.integers(name, {});
    return values.size() >= 2   ? std::pair{extent(values[0]), extent(values[1])}
           : values.size() == 1 ? std::pair{1, extent(values[0])}
                                : std::pair{1, 1};
}

void set_windows(hw::Workload& work, const View& view, const Node& node) {
    const auto [rows, columns] = plane(view.shape(node.outputs[0]));
    work.set(hw::Dim::P, rows);
    work.set(hw::Dim::Q, columns);
    std::tie(work.stride_h, work.stride_w) = spatial(node, "strides");
    std::tie(work.dilation_h, work.dilation_w) = spatial(node, "dilations");
    std::tie(work.input_h, work.input_w) = plane(view.shape(node.inputs[0]));
}

hw::Workload convolution(const View& view, const Node& node) {
    const Shape& weight = view.shape(node.inputs[1]);
    const auto groups = extent(node.attributes.integer("group", 1));
    const bool flat = weight.rank() == 3;
    if (weight.rank() > 4) {
        fail(ErrorCode::Unsupported, "node {}: the accelerator model has no 3-D convolution",
             node.name);
    }
    hw::Workload work;
    work.set(hw::Dim::G, groups);
    work.set(hw::Dim::K, extent(weight[0] / groups));
    work.set(hw::Dim::C, extent(weight[1]));
    work.set(hw::Dim::R, flat ? 1 : extent(weight[2]));
    work.set(hw::Dim::S, extent(weight[-1]));
    work.kind = groups > 1 && weight[1] == 1 ? hw::OpKind::Depthwise : hw::OpKind::Conv;
    set_windows(work, view, node);
    work.operand(hw::Operand::Weight) = operand_info(view, node.inputs[1]);
    work.operand(hw::Operand::Input) = activation_info(view, node.inputs[0]);
    work.operand(hw::Operand::Output) = output_info(view, node.outputs[0]);
    set_mask(work, view.graph, node.inputs[1], false);
    return work;
}

/// Gemm and MatMul: rows x inner times inner x columns, as often as leading dimensions say.
hw::Workload product(const View& view, const Node& node) {
    const Shape& left = view.shape(node.inputs[0]);
    const Shape& result = view.shape(node.outputs[0]);
    const bool transposed = node.op == "Gemm" && node.attributes.integer("transA", 0) != 0;
    hw::Workload work;
    work.kind = hw::OpKind::Gemm;
    const bool matrix = result.rank() >= 2;
    work.set(hw::Dim::P, matrix ? extent(result[-2]) : 1);
    work.set(hw::Dim::K, result.rank() >= 1 ? extent(result[-1]) : 1);
    work.set(hw::Dim::C, extent(left[transposed ? -2 : -1]));
    // A constant right factor is shared by the leading dimensions: they are more rows.
    const std::int64_t leading = matrix ? result.elements(0, result.rank() - 2) : 1;
    if (view.shape(node.inputs[1]).rank() <= 2) {
        work.set(hw::Dim::P, extent(work.dim(hw::Dim::P) * leading));
    } else {
        work.set(hw::Dim::G, extent(leading));
    }
    work.operand(hw::Operand::Weight) = operand_info(view, node.inputs[1]);
    work.operand(hw::Operand::Input) = activation_info(view, node.inputs[0]);
    work.operand(hw::Operand::Output) = output_info(view, node.outputs[0]);
    if (view.shape(node.inputs[1]).rank() == 2) {
        set_mask(work, view.graph, node.inputs[1],
                 node.op != "Gemm" || node.attributes.integer("transB", 0) == 0);
    }
    return work;
}

hw::Workload pooling(const View& view, const Node& node, bool global) {
    hw::Workload work;
    work.kind = hw::OpKind::Pool;
    work.set(hw::Dim::G, extent(view.shape(node.outputs[0])[1]));
    set_windows(work, view, node);
    const auto [rows, columns] =
        global ? plane(view.shape(node.inputs[0])) : spatial(node, "kernel_shape");
    work.set(hw::Dim::R, rows);
    work.set(hw::Dim::S, columns);
    work.operand(hw::Operand::Input) = activation_info(view, node.inputs[0]);
    work.operand(hw::Operand::Output) = output_info(view, node.outputs[0]);
    return work;
}

hw::Workload elementwise(const View& view, const Node& node) {
    const Shape& result = view.shape(node.outputs[0]);
    hw::Workload work;
    work.kind = hw::OpKind::Eltwise;
    work.set(hw::Dim::G, result.rank() >= 2 ? extent(result[1]) : 1);
    work.set(hw::Dim::Q, extent(result.elements() / work.dim(hw::Dim::G)));
    work.input_tensors = static_cast<std::int32_t>(node.inputs.size());
    work.operand(hw::Operand::Input) = activation_info(view, node.inputs[0]);
    work.operand(hw::Operand::Output) = output_info(view, node.outputs[0]);
    return work;
}

/// A recurrent layer: the input of all steps as one product, and then a product with the recurrent
/// weights for each step, which has to wait for the one before. The steps are groups: each reads
/// its weights anew.
std::vector<hw::NamedWorkload> recurrent(const View& view, const Node& node) {
    const Shape& x = view.shape(node.inputs[0]);
    const Shape& w = view.shape(node.inputs[1]);
    const std::int64_t steps = x[node.attributes.integer("layout", 0) == 1 ? 1 : 0];
    const std::int64_t rows = x.elements(0, 2); // steps of all sequences
    const auto made = [&](std::int64_t groups, std::int64_t height, std::int64_t inner,
                          std::size_t weight) {
        hw::Workload work;
        work.kind = hw::OpKind::Gemm;
        work.set(hw::Dim::G, extent(groups));
        work.set(hw::Dim::P, extent(height));
        work.set(hw::Dim::K, extent(w[1]));
        work.set(hw::Dim::C, extent(inner));
        work.operand(hw::Operand::Weight) = operand_info(view, node.inputs[weight]);
        work.operand(hw::Operand::Input) = activation_info(view, node.inputs[0]);
        for (const ValueId output : node.outputs) {
            if (output != kNoValue) {
                work.operand(hw::Operand::Output) = activation_info(view, output);
                break;
            }
        }
        set_mask(work, view.graph, node.inputs[weight], false);
        return work;
    };
    return {{node.name, node.op, made(w[0], rows, w[2], 1)},
            {node.name + ".steps", node.op,
             made(w[0] * steps, rows / steps, w[1] / recurrent_gate_count(node), 2)}};
}

/// nullopt for what accelerators do on the way (activations, folded batch norms, shapes).
std::optional<hw::Workload> work_of(const View& view, const Node& node) {
    if (node.op == "Conv") {
        return convolution(view, node);
    }
    if (node.op == "Gemm" || node.op == "MatMul") {
        return product(view, node);
    }
    if (node.op == "MaxPool" || node.op == "AveragePool") {
        return pooling(view, node, false);
    }
    if (node.op == "GlobalAveragePool" || node.op == "GlobalMaxPool") {
        return pooling(view, node, true);
    }
    const bool binary =
        node.op == "Add" || node.op == "Sub" || node.op == "Mul" || node.op == "Sum";
    if (binary && node.inputs.size() >= 2 && view.graph.parameter(node.inputs[0]) == nullptr &&
        view.graph.parameter(node.inputs[1]) == nullptr) {
        return elementwise(view, node);
    }
    return std::nullopt;
}

} // namespace

hw::Network workload(const Graph& graph, const ActivationDensities& densities) {
    const View view{graph, types_for_batch(graph, 1), densities};
    hw::Network network;
    network.name = graph.name;
    for (const Node& node : graph.nodes) {
        located("node " + node.name, [&] {
            if (is_recurrent(node)) {
                for (hw::NamedWorkload& work : recurrent(view, node)) {
                    network.layers.push_back(std::move(work));
                }
            } else if (auto work = work_of(view, node)) {
                network.layers.push_back({node.name, node.op, *work});
            }
        });
    }
    return network;
}

hw::NetworkCost estimate(const Graph& graph, const AcceleratorChoice& choice, const Job& job,
                         const ActivationDensities& densities) {
    return hw::estimate_cached(workload(graph, densities), choice.accelerator, *choice.dataflow,
                               choice.technology, job, choice.costed->on(*choice.dataflow));
}

Cost AcceleratorOracle::cost(const Graph& graph) const {
    const hw::NetworkCost estimated = estimate(graph, choice_);
    Cost cost;
    cost.energy_pj = estimated.total.energy_pj();
    cost.latency_ms = estimated.total.latency_ms;
    cost.area_um2 = estimated.area_um2.value_or(0);
    return cost;
}

} // namespace espalier
