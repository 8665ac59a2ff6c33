// SPDX-License-Identifier: GPL-3.0-or-later
// Bias correction: rounding moves the mean of a layer's outputs, and a bias can move it back.
//
//     b_i <- b_i + E[y_i] - E[y'_i],   y the float layer's outputs, y' the coded network's
//
// Two runs of the pictures for each layer.
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/compress/technique.h"
#include "core/graph/infer.h"
#include "core/techniques/detail/integer_bias.h"
#include "core/techniques/detail/kept_layer.h"
#include "core/techniques/detail/layers.h"
#include "core/techniques/detail/run_pictures.h"

#include <cmath>

namespace espalier::techniques::correct_bias {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "correct.bias";
    info.title = "Correct biases";
    info.summary = "Shifts biases so that outputs have the mean they had before quantisation.";
    info.family = Family::Quantisation;
    info.references = {
        {"Nagel et al., Data-Free Quantization Through Weight Equalization and Bias "
         "Correction, ICCV 2019",
         "arXiv:1906.04721"},
        {"Finkelstein et al., Fighting Quantization Bias With Bias, 2019", "arXiv:1906.03193"}};
    info.params = {integer_param("images", "Pictures",
                                 "Pictures of the training split that means are taken over.", 128,
                                 1, 100000)};
    info.explanation =
        "Errors of rounding do not have the mean zero within one output channel: a channel of "
        "few weights may lose more than it gains, and everything behind it is shifted. The "
        "mean of every output is measured on pictures, in the network as it is and in the same "
        "network with the float weights and activations that lie underneath its codes, and the "
        "difference goes into the bias. Layers are taken from the input on, so that each "
        "makes up for what the ones before it left.\n\n"
        "Complexity: two runs of the pictures for each layer. Limits: layers without a bias of "
        "their own are left out (fold batch normalisation first); after `quantise.gptq` and "
        "`quantise.adaround`, which correct biases themselves and move the weights underneath, "
        "there is nothing to compare with.";
    return info;
}

/// The same network without codes.
Graph float_one(const Graph& graph) {
    Graph result = graph;
    for (std::size_t i = 0; i < result.value_count(); ++i) {
        const auto id = static_cast<ValueId>(i);
        result.value(id).code = nullptr;
        if (const Parameter* parameter = result.parameter(id);
            parameter != nullptr && parameter->code()) {
            result.set_parameter(id, parameter->with_code(nullptr));
        }
    }
    infer_types(result);
    return result;
}

/// Mean of each channel (axis 1) of a value.
std::vector<double> means(const Graph& graph, ValueId value, const Context& context,
                          std::size_t images) {
    std::vector<double> sums;
    double count = 0;
    run_pictures(graph, value, context, images, "correct.bias", [&](const Tensor& out) {
        const auto channels = static_cast<std::size_t>(out.shape()[1]);
        const auto plane = static_cast<std::size_t>(out.shape().elements(2, out.shape().rank()));
        sums.resize(channels, 0);
        const auto values = out.data<float>();
        for (std::size_t i = 0; i < values.size(); ++i) {
            sums[i / plane % channels] += values[i];
        }
        count += static_cast<double>(values.size() / channels);
    });
    for (double& sum : sums) {
        sum /= std::max(count, 1.0);
    }
    return sums;
}

/// Layers with codes somewhere before them, or in them, and a bias of their own.
std::vector<std::size_t> layers_of(const Graph& graph, const Scope& scope) {
    const Uses uses(graph);
    std::vector<std::size_t> layers;
    bool coded = false;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        for (const ValueId input : node.inputs) {
            const Parameter* parameter = graph.parameter(input);
            coded = coded || (parameter != nullptr && parameter->code()) ||
                    (input != kNoValue && graph.value(input).code);
        }
        const bool adds =
            node.op == "Conv" || (node.op == "Gemm" && node.attributes.real("beta", 1) == 1);
        const Parameter* bias = graph.parameter(node.input(2));
        if (coded && adds && scope.contains(node) && bias != nullptr && !bias->code() &&
            bias->shape().rank() == 1 && bias->latent().dtype() == DType::Float32 &&
            uses.consumers(node.inputs[2]).size() == 1) {
            layers.push_back(i);
        }
    }
    return layers;
}

class CorrectBias final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    [[nodiscard]] Needs needs(const Params& /*params*/) const override { return Needs::Images; }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& /*params*/,
                               const Scope& scope) const override {
        check_scope(graph, scope);
        Preview preview;
        const Account sizes = account(graph);
        for (const std::size_t position : layers_of(graph, scope)) {
            preview.layers.push_back(kept_layer(sizes.layers[position], "bias corrected"));
        }
        if (preview.layers.empty()) {
            preview.notes.emplace_back("nothing changes: no layer with a bias computes with codes");
        }
        return preview;
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        context.job.check();
        check_scope(graph, scope);
        const std::vector<std::size_t> layers = layers_of(graph, scope);
        const auto images = static_cast<std::size_t>(params.integer("images"));
        const Graph before = float_one(graph);
        Graph result = graph;
        double most = 0;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            context.job.check();
            const Node& node = graph.nodes[layers[i]];
            const std::vector<double> wanted = means(before, node.outputs[0], context, images);
            const std::vector<double> found = means(result, node.outputs[0], context, images);
            const Parameter& bias = *graph.parameter(node.inputs[2]);
            Tensor values = bias.latent();
            const auto target = values.writable<float>();
            for (std::size_t c = 0; target.size() == wanted.size() && c < target.size(); ++c) {
                const double shift = wanted[c] - found[c];
                most = std::max(most, std::abs(shift));
                target[c] += static_cast<float>(shift);
            }
            result.set_parameter(node.inputs[2],
                                 bias.with_latent(std::move(values)).with_provenance(info().id));
            round_bias(result, node);
            context.job.report(i + 1, layers.size(), "correct");
        }
        infer_types(result);
        tell(context, {fmt::format("{} biases corrected, by {:.3g} at most", layers.size(), most)});
        return result;
    }
};

} // namespace

const Technique& technique() {
    static const CorrectBias instance;
    return instance;
}

} // namespace espalier::techniques::correct_bias
