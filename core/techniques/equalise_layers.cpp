// SPDX-License-Identifier: GPL-3.0-or-later
// Cross-layer equalisation: channels between two layers are scaled so that both layers' weights
// have the same range for each, which changes nothing of what the network computes.
//
//     W1_i / s_i,  b1_i / s_i,  W2_i * s_i   with   s_i = sqrt(r1_i / r2_i),  r = largest |w|
//
// Holds since f(x / s) = f(x) / s for ReLU and pooling. O(weights) a round.
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/compress/technique.h"
#include "core/graph/infer.h"
#include "core/techniques/detail/kept_layer.h"
#include "core/techniques/detail/layer_matrix.h"
#include "core/techniques/detail/layers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace espalier::techniques::equalise_layers {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "equalise.layers";
    info.title = "Equalise layers";
    info.summary = "Scales the channels between layers so that all of them have the same range.";
    info.family = Family::Quantisation;
    info.references = {{"Nagel et al., Data-Free Quantization Through Weight Equalization and Bias "
                        "Correction, ICCV 2019",
                        "arXiv:1906.04721"},
                       {"Meller et al., Same, Same But Different, ICML 2019", "arXiv:1902.01917"}};
    info.params = {
        integer_param("rounds", "Rounds", "Passes over all pairs of layers.", 20, 1, 1000),
        choice_param("clips", "Bounded activations",
                     "A ReLU that ends at 6 cannot be scaled channel by channel.", "keep",
                     {{"keep", "Leave them alone", "pairs around them are not equalised"},
                      {"relu", "Make them ReLU",
                       "the network computes something else where values are beyond the bound"}}),
    };
    info.explanation =
        "One scale for a whole weight, or one for all channels of an activation, is set by the "
        "widest channel and leaves narrow ones a few levels. Where one layer feeds another through "
        "nothing but ReLU and pooling, channel i may be divided by s_i > 0 in the first and "
        "multiplied by it in the second without changing anything. `s_i = sqrt(r1_i / r2_i)` "
        "gives both the range sqrt(r1_i r2_i), which makes the product of the relative precisions "
        "of all channels greatest (Nagel et al. 2019, eq. 11). Pairs overlap, so they are gone "
        "through in rounds until nothing moves.\n\n"
        "Complexity: O(weights) a round. Limits: helps where weights have one scale for all "
        "channels, and activations; weights with a scale for each output channel gain less. Fold "
        "batch normalisation first. Networks with bounded activations (MobileNetV2) compute "
        "something else once those are made ReLU; measure it. Layers whose weights or "
        "activations have codes already are left alone.";
    return info;
}

struct Pair {
    std::size_t first = 0;
    std::size_t second = 0;
    std::vector<std::size_t> clips; ///< nodes between them that would have to become ReLU
};

bool passes_scales(const Node& node) {
    static constexpr std::array<std::string_view, 5> kOps{"Relu", "LeakyRelu", "MaxPool",
                                                          "AveragePool", "GlobalAveragePool"};
    return std::ranges::find(kOps, node.op) != kOps.end();
}

/// A Clip from zero, as ReLU6 is written.
bool is_bounded_relu(const Graph& graph, const Node& node) {
    if (node.op != "Clip") {
        return false;
    }
    if (node.inputs.size() < 2) {
        return node.attributes.real("min", -1) == 0;
    }
    const Parameter* low = graph.parameter(node.inputs[1]);
    return low != nullptr && low->latent().dtype() == DType::Float32 &&
           low->latent().elements() == 1 && low->latent().data<float>()[0] == 0;
}

bool is_plain_weight(const Graph& graph, const Uses& uses, const Node& node, const Scope& scope) {
    return scope.contains(node) && layer_matrix(graph, node) &&
           graph.parameter(node.inputs[1])->code() == nullptr &&
           uses.consumers(node.inputs[1]).size() == 1;
}

std::size_t outputs(const LayerMatrix& layer) {
    return layer.groups * layer.rows;
}

bool own_bias(const Graph& graph, const Uses& uses, const Node& node, std::size_t channels) {
    const ValueId id = node.op == "MatMul" ? kNoValue : node.input(2);
    if (id == kNoValue) {
        return true;
    }
    const Parameter* bias = graph.parameter(id);
    return bias != nullptr && bias->code() == nullptr && uses.consumers(id).size() == 1 &&
           bias->latent().dtype() == DType::Float32 &&
           bias->latent().elements() == static_cast<std::int64_t>(channels);
}

/// Input channels of a layer behind a convolution or product with `channels` outputs; 0 where they
/// do not match one by one.
bool reads(const Graph& graph, const Node& node, const LayerMatrix& layer, std::size_t channels) {
    if (node.op != "Conv") {
        return layer.cols == channels;
    }
    const auto inner = static_cast<std::size_t>(graph.parameter(node.inputs[1])->shape()[1]);
    return inner * layer.groups == channels;
}

std::vector<Pair> pairs_of(const Graph& graph, const Scope& scope, bool make_relu,
                           std::vector<std::string>& notes) {
    const Uses uses(graph);
    std::vector<Pair> pairs;
    std::size_t bounded = 0;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& first = graph.nodes[i];
        if (!is_plain_weight(graph, uses, first, scope) ||
            !own_bias(graph, uses, first, outputs(*layer_matrix(graph, first)))) {
            continue;
        }
        Pair pair{i, 0, {}};
        ValueId value = first.outputs[0];
        while (true) {
            if (uses.consumers(value).size() != 1 || uses.is_output(value) ||
                graph.value(value).code) {
                break;
            }
            const std::size_t next = uses.consumers(value).front();
            const Node& node = graph.nodes[next];
            if (node.inputs[0] != value) {
                break;
            }
            if (is_bounded_relu(graph, node)) {
                pair.clips.push_back(next);
            } else if (!passes_scales(node)) {
                const auto layer = layer_matrix(graph, node);
                if (layer && is_plain_weight(graph, uses, node, scope) &&
                    reads(graph, node, *layer, outputs(*layer_matrix(graph, first)))) {
                    pair.second = next;
                }
                break;
            }
            value = node.outputs[0];
        }
        if (pair.second != 0 && !pair.clips.empty() && !make_relu) {
            ++bounded;
        } else if (pair.second != 0) {
            pairs.push_back(std::move(pair));
        }
    }
    if (bounded > 0) {
        notes.push_back(fmt::format("{} pairs of layers stay: a bounded activation lies between "
                                    "them",
                                    bounded));
    }
    if (pairs.empty()) {
        notes.emplace_back("nothing changes: no layer feeds another through ReLU or pooling alone");
    }
    return pairs;
}

/// The weights of one layer, seen by output or by input channel.
class Channels {
public:
    Channels(const Graph& graph, const Node& node)
        : layer_(*layer_matrix(graph, node)) {
        inner_ = node.op == "Conv"
                     ? static_cast<std::size_t>(graph.parameter(node.inputs[1])->shape()[1])
                     : layer_.cols;
    }

    /// Calls body(place, channel) for every weight, by its output channel.
    template <typename Body>
    void for_outputs(const Body& body) const {
        each([&](std::size_t group, std::size_t row, std::size_t col) {
            body(layer_.place(group, row, col), group * layer_.rows + row);
        });
    }

    /// The same by the input channel.
    template <typename Body>
    void for_inputs(const Body& body) const {
        each([&](std::size_t group, std::size_t row, std::size_t col) {
            body(layer_.place(group, row, col), group * inner_ + col / (layer_.cols / inner_));
        });
    }

private:
    template <typename Body>
    void each(const Body& body) const {
        for (std::size_t group = 0; group < layer_.groups; ++group) {
            for (std::size_t row = 0; row < layer_.rows; ++row) {
                for (std::size_t col = 0; col < layer_.cols; ++col) {
                    body(group, row, col);
                }
            }
        }
    }

    LayerMatrix layer_;
    std::size_t inner_ = 1;
};

using Latents = std::map<ValueId, Tensor>;

/// Makes both ranges of each channel equal; the largest |log s|.
double equalise(const Graph& graph, const Pair& pair, Latents& latents) {
    const Node& first = graph.nodes[pair.first];
    const Node& second = graph.nodes[pair.second];
    const Channels before(graph, first);
    const Channels behind(graph, second);
    const std::size_t channels = outputs(*layer_matrix(graph, first));
    std::vector<float> range(channels, 0);
    std::vector<float> other(channels, 0);
    const auto w1 = latents.at(first.inputs[1]).writable<float>();
    const auto w2 = latents.at(second.inputs[1]).writable<float>();
    before.for_outputs([&](std::size_t place, std::size_t channel) {
        range[channel] = std::max(range[channel], std::abs(w1[place]));
    });
    behind.for_inputs([&](std::size_t place, std::size_t channel) {
        other[channel] = std::max(other[channel], std::abs(w2[place]));
    });
    double most = 0;
    std::vector<float> scale(channels, 1);
    for (std::size_t i = 0; i < channels; ++i) {
        const float s = std::sqrt(range[i] / other[i]);
        if (std::isfinite(s) && s > 0) {
            scale[i] = s;
            most = std::max(most, std::abs(std::log(static_cast<double>(s))));
        }
    }
    before.for_outputs(
        [&](std::size_t place, std::size_t channel) { w1[place] /= scale[channel]; });
    behind.for_inputs([&](std::size_t place, std::size_t channel) { w2[place] *= scale[channel]; });
    if (const ValueId bias = first.op == "MatMul" ? kNoValue : first.input(2); bias != kNoValue) {
        const auto b = latents.at(bias).writable<float>();
        for (std::size_t i = 0; i < b.size(); ++i) {
            b[i] /= scale[i];
        }
    }
    return most;
}

class EqualiseLayers final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& params,
                               const Scope& scope) const override {
        check_scope(graph, scope);
        Preview preview;
        const Account sizes = account(graph);
        for (const Pair& pair :
             pairs_of(graph, scope, params.text("clips") == "relu", preview.notes)) {
            preview.layers.push_back(kept_layer(sizes.layers[pair.first],
                                                "equalised with " + graph.nodes[pair.second].name));
        }
        return preview;
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        context.job.check();
        check_scope(graph, scope);
        std::vector<std::string> notes;
        const std::vector<Pair> pairs =
            pairs_of(graph, scope, params.text("clips") == "relu", notes);
        Latents latents;
        for (const Pair& pair : pairs) {
            for (const std::size_t position : {pair.first, pair.second}) {
                latents.try_emplace(graph.nodes[position].inputs[1],
                                    graph.parameter(graph.nodes[position].inputs[1])->latent());
            }
            const Node& first = graph.nodes[pair.first];
            if (const ValueId bias = first.op == "MatMul" ? kNoValue : first.input(2);
                bias != kNoValue) {
                latents.try_emplace(bias, graph.parameter(bias)->latent());
            }
        }
        constexpr double kStill = 1e-4;
        for (std::int64_t round = 0; round < params.integer("rounds"); ++round) {
            context.job.check();
            double most = 0;
            for (const Pair& pair : pairs) {
                most = std::max(most, equalise(graph, pair, latents));
            }
            if (most < kStill) {
                break;
            }
        }
        Graph result = graph;
        for (const auto& [id, latent] : latents) {
            result.set_parameter(
                id, graph.parameter(id)->with_latent(latent).with_provenance(info().id));
        }
        for (const Pair& pair : pairs) {
            for (const std::size_t clip : pair.clips) {
                Node& node = result.nodes[clip];
                node.op = "Relu";
                node.inputs.resize(1);
                node.attributes = {};
            }
        }
        result.tidy();
        infer_types(result);
        tell(context, notes);
        return result;
    }
};

} // namespace

const Technique& technique() {
    static const EqualiseLayers instance;
    return instance;
}

} // namespace espalier::techniques::equalise_layers
