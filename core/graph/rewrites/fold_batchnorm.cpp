// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/rewrites/fold_batchnorm.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace espalier {

namespace {

constexpr std::size_t kNormInputs = 5;

bool is_float_parameter(const Graph& graph, ValueId id) {
    const Parameter* parameter = graph.parameter(id);
    return parameter != nullptr && parameter->latent().dtype() == DType::Float32;
}

/// Which output channel each element of a weight belongs to.
struct ChannelMap {
    int axis = 0;            ///< of the output channels; -1 where no single axis is it
    std::int64_t groups = 1; ///< of a transposed convolution
    std::int64_t channels = 0;

    ChannelMap(const Node& node, const Shape& weight) {
        if (node.op == "ConvTranspose") {
            groups = node.attributes.integer("group", 1);
            axis = groups == 1 ? 1 : -1;
            channels = weight[1] * groups;
        } else if (node.op == "Gemm" && node.attributes.integer("transB", 0) == 0) {
            axis = 1;
            channels = weight[1];
        } else {
            channels = weight[0];
        }
    }

    [[nodiscard]] std::vector<std::size_t> of_elements(const Shape& weight) const {
        std::vector<std::size_t> map(static_cast<std::size_t>(weight.elements()));
        const std::int64_t inner = weight.elements(axis == 0 ? 1 : 2, weight.rank());
        const std::int64_t second = weight[1];
        const std::int64_t rows_per_group = weight[0] / groups;
        for (std::size_t i = 0; i < map.size(); ++i) {
            const auto run = static_cast<std::int64_t>(i) / inner;
            map[i] = static_cast<std::size_t>(
                axis == 0 ? run : run / second / rows_per_group * second + run % second);
        }
        return map;
    }
};

/// The code of a weight whose channels are multiplied by `factor`; nullptr where its grid does not
/// follow.
CodePtr scaled_code(const AffineCode& code, const ChannelMap& map,
                    const std::vector<double>& factor) {
    const bool per_tensor = code.axis() < 0;
    if (map.axis < 0 || (!per_tensor && code.axis() != map.axis)) {
        return nullptr;
    }
    std::vector<float> scales;
    std::vector<std::int32_t> zeros;
    for (std::size_t c = 0; c < factor.size(); ++c) {
        const float scale = code.scales()[per_tensor ? 0 : c];
        const std::int32_t zero = code.zero_points()[per_tensor ? 0 : c];
        const auto scaled = static_cast<float>(static_cast<double>(scale) * std::abs(factor[c]));
        const bool mirrored = factor[c] < 0;
        const bool symmetric = code.is_signed() && code.narrow() && zero == 0;
        if (!std::isnormal(scaled) || (mirrored && !symmetric)) {
            return nullptr;
        }
        scales.push_back(scaled);
        zeros.push_back(zero);
    }
    return std::make_shared<AffineCode>(code.bits(), code.is_signed(), code.narrow(), map.axis,
                                        std::move(scales), std::move(zeros));
}

Tensor multiplied(const Tensor& values, const std::vector<std::size_t>& channel,
                  const std::vector<double>& factor) {
    Tensor result = values;
    const auto target = result.writable<float>();
    for (std::size_t i = 0; i < target.size(); ++i) {
        target[i] = static_cast<float>(target[i] * factor[channel[i]]);
    }
    return result;
}

Parameter fold_weight(const Parameter& weight, const ChannelMap& map,
                      const std::vector<double>& factor, const std::string& name,
                      std::vector<std::string>& notes) {
    const auto channel = map.of_elements(weight.shape());
    Parameter plain = Parameter(weight.latent(), weight.provenance()).with_mask(weight.mask());
    if (!weight.code()) {
        return plain.with_latent(multiplied(weight.latent(), channel, factor));
    }
    const auto* affine = dynamic_cast<const AffineCode*>(weight.code().get());
    const CodePtr code = affine == nullptr ? nullptr : scaled_code(*affine, map, factor);
    const Tensor values = multiplied(weight.effective(), channel, factor);
    if (!code) {
        notes.push_back(name + " loses the " + weight.code()->kind() +
                        " code of its weights, whose values stay: no such code has the levels "
                        "that each channel then needs");
        return plain.with_latent(values);
    }
    // A latent that lies half-way between two levels may fall to the other one after rounding: such
    // a one moves to its level.
    Tensor latent = multiplied(weight.latent(), channel, factor);
    const Tensor projected = code->project(latent);
    const Tensor wanted = code->project(values);
    const auto target = latent.writable<float>();
    for (std::size_t i = 0; i < target.size(); ++i) {
        if (projected.data<float>()[i] != wanted.data<float>()[i]) {
            target[i] = values.data<float>()[i];
        }
    }
    return plain.with_latent(latent).with_code(code);
}

/// The bias of a layer as one value for each channel; nullopt where it has another form.
std::optional<std::vector<double>> bias_of(const Graph& graph, const Node& node,
                                           std::int64_t channels) {
    std::vector<double> bias(static_cast<std::size_t>(channels), 0);
    const ValueId id = node.input(2);
    if (id == kNoValue) {
        return bias;
    }
    if (!is_float_parameter(graph, id)) {
        return std::nullopt;
    }
    const Tensor& values = graph.parameter(id)->effective();
    const std::int64_t count = values.elements();
    const Shape& shape = values.shape();
    // Anything else that Gemm stretches differs from sample to sample.
    const bool fits = count == 1 || (count == channels && shape[-1] == channels);
    if (!fits) {
        return std::nullopt;
    }
    const double beta =
        node.op == "Gemm" ? static_cast<double>(node.attributes.real("beta", 1)) : 1;
    for (std::size_t c = 0; c < bias.size(); ++c) {
        bias[c] = beta * values.at(count == 1 ? 0 : static_cast<std::int64_t>(c));
    }
    return bias;
}

std::string obstacle_of(const Graph& graph, const Uses& uses, const Node& norm,
                        std::optional<std::size_t> producer) {
    for (std::size_t i = 1; i < kNormInputs; ++i) {
        if (!is_float_parameter(graph, norm.input(i))) {
            return "its statistics are not float32 constants";
        }
    }
    if (!producer) {
        return "it follows an input of the network";
    }
    const Node& layer = graph.nodes[*producer];
    if (layer.op != "Conv" && layer.op != "ConvTranspose" && layer.op != "Gemm") {
        return "it follows " + layer.name + ", which is no linear layer (" + layer.op + ")";
    }
    const ValueId between = norm.input(0);
    if (uses.consumers(between).size() != 1 || uses.is_output(between)) {
        return "the output of " + layer.name + " is read elsewhere too";
    }
    if (graph.value(between).code) {
        return "the values between " + layer.name + " and it are quantised";
    }
    if (!is_float_parameter(graph, layer.input(1))) {
        return "the weights of " + layer.name + " are not a float32 constant";
    }
    const Shape& weight = graph.parameter(layer.input(1))->shape();
    if (weight.rank() < 2) {
        return "the weights of " + layer.name + " have shape " + weight.str();
    }
    const ChannelMap map(layer, weight);
    if (map.channels != graph.parameter(norm.input(1))->latent().elements()) {
        return "its channels are not the outputs of " + layer.name;
    }
    if (!bias_of(graph, layer, map.channels)) {
        return "the bias of " + layer.name + " is not one constant for each channel";
    }
    return {};
}

/// Puts `parameter` in the place of input `slot`, where nobody else reads it; else beside it.
void replace_input(Graph& graph, Node& node, std::size_t slot, Parameter parameter,
                   const std::string& name) {
    const ValueId old = node.input(slot);
    std::size_t readers = 0;
    for (const Node& other : graph.nodes) {
        readers += static_cast<std::size_t>(std::ranges::count(other.inputs, old));
    }
    if (old != kNoValue && readers == 1) {
        graph.set_parameter(old, std::move(parameter));
        return;
    }
    if (node.inputs.size() <= slot) {
        node.inputs.resize(slot + 1, kNoValue);
    }
    node.inputs[slot] =
        graph.add_parameter(old == kNoValue ? name : graph.value(old).name, std::move(parameter));
}

void fold_pair(Graph& graph, const NormPair& pair, std::vector<std::string>& notes) {
    const Node& norm = graph.nodes[pair.norm];
    Node& layer = graph.nodes[pair.layer];
    const auto constant = [&](std::size_t slot) {
        return graph.parameter(norm.input(slot))->effective().data<float>();
    };
    const ChannelAffine affine =
        channel_affine(constant(1), constant(2), constant(3), constant(4),
                       static_cast<double>(norm.attributes.real("epsilon", 1e-5F)));
    const Parameter& weight = *graph.parameter(layer.input(1));
    const ChannelMap map(layer, weight.shape());
    const auto bias = bias_of(graph, layer, map.channels);
    expect(bias.has_value(), "{} cannot be folded: its bias is not a constant", layer.name);
    Tensor shift(DType::Float32, {map.channels});
    const auto target = shift.writable<float>();
    for (std::size_t c = 0; c < target.size(); ++c) {
        target[c] = static_cast<float>(affine.factor[c] * (*bias)[c] + affine.shift[c]);
    }
    Parameter folded = fold_weight(weight, map, affine.factor, layer.name, notes);
    Parameter new_bias(shift);
    if (const Parameter* old = graph.parameter(layer.input(2))) {
        new_bias = new_bias.with_provenance(old->provenance());
        if (old->has_mask() || old->code()) {
            notes.push_back(layer.name + " loses the mask or code of its bias");
        }
    }
    replace_input(graph, layer, 1, std::move(folded), layer.name + "_weight");
    replace_input(graph, layer, 2, std::move(new_bias), layer.name + "_bias");
    if (layer.op == "Gemm") {
        layer.attributes.set("beta", 1.0F);
    }
    layer.outputs[0] = norm.outputs[0];
}

} // namespace

ChannelAffine channel_affine(std::span<const float> scale, std::span<const float> shift,
                             std::span<const float> mean, std::span<const float> variance,
                             double epsilon) {
    expect(shift.size() == scale.size() && mean.size() == scale.size() &&
               variance.size() == scale.size(),
           "a normalisation with {} scales, {} shifts, {} means and {} variances", scale.size(),
           shift.size(), mean.size(), variance.size());
    ChannelAffine result;
    for (std::size_t c = 0; c < scale.size(); ++c) {
        const double factor = scale[c] / std::sqrt(static_cast<double>(variance[c]) + epsilon);
        result.factor.push_back(factor);
        result.shift.push_back(shift[c] - factor * mean[c]);
    }
    return result;
}

std::vector<NormPair> norm_pairs(const Graph& graph) {
    const Uses uses(graph);
    std::vector<NormPair> pairs;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        if (node.op == "BatchNormalization" && node.inputs.size() == kNormInputs) {
            const auto producer = uses.producer(node.input(0));
            pairs.push_back({producer.value_or(0), i, obstacle_of(graph, uses, node, producer)});
        }
    }
    return pairs;
}

std::vector<std::string> fold_norms(Graph& graph, std::span<const NormPair> pairs) {
    std::vector<std::string> notes;
    std::set<std::size_t> folded;
    for (const NormPair& pair : pairs) {
        if (pair.obstacle.empty()) {
            fold_pair(graph, pair, notes);
            folded.insert(pair.norm);
        }
    }
    std::size_t position = 0;
    std::erase_if(graph.nodes, [&](const Node&) { return folded.contains(position++); });
    return notes;
}

} // namespace espalier
