// SPDX-License-Identifier: GPL-3.0-or-later
// Uniform quantisation after training. Weights and, where asked, activations are rounded to evenly
// spaced levels; what is left to choose is the range that the levels cover.
//
//     q = clamp(round(x / s) + z, low, high);  x' = s (q - z)
//
// O(weights) for min-max, times about 80 for the range of least squared error.
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/compress/technique.h"
#include "core/graph/infer.h"
#include "core/techniques/detail/calibrate.h"
#include "core/techniques/detail/integer_bias.h"
#include "core/techniques/detail/layers.h"

#include <algorithm>
#include <set>

namespace espalier::techniques::quantise_uniform {

namespace {

constexpr int kMostBits = 16;

std::vector<std::string> quantising_bits() {
    std::vector<std::string> list;
    for (int bits = 2; bits <= kMostBits; ++bits) {
        list.push_back(std::to_string(bits));
    }
    return list;
}

std::vector<Choice> schemes() {
    return {{"symmetric", "Symmetric", "around zero, one level less: zero is in the middle"},
            {"asymmetric", "Asymmetric", "from the least to the greatest value, unsigned"}};
}

std::vector<Choice> rules() {
    return {{"minmax", "All values", "from the least to the greatest"},
            {"percentile", "Percentile", "all but a share at the ends"},
            {"mse", "Least squared error", "searched for each range"},
            {"entropy", "Least divergence", "Kullback-Leibler, as in TensorRT"},
            {"gauss", "Of a normal distribution", "analytic, from the variance alone"},
            {"laplace", "Of a Laplace distribution", "analytic, from the mean size alone"},
            {"moving", "Moving average", "of the least and greatest of each batch"},
            {"best", "The best of these", "by squared error, tensor for tensor"}};
}

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.uniform";
    info.title = "Quantise uniformly";
    info.summary = "Stores weights, and activations where asked, in 2 to 16 bits of even steps.";
    info.family = Family::Quantisation;
    info.references = {
        {"Jacob et al., Quantization and Training of Neural Networks for Efficient "
         "Integer-Arithmetic-Only Inference, 2018",
         "arXiv:1712.05877"},
        {"Krishnamoorthi, Quantizing deep convolutional networks for efficient inference, 2018",
         "arXiv:1806.08342"},
        {"Migacz, 8-bit Inference with TensorRT, GTC 2017", "GTC 2017, session S7310"},
        {"Banner et al., Post training 4-bit quantization of convolutional networks (ACIQ), "
         "NeurIPS "
         "2019",
         "arXiv:1810.05723"},
        {"Max, Quantizing for minimum distortion, 1960", "doi:10.1109/TIT.1960.1057548"}};
    const auto for_activations = [](ParamSpec spec) {
        return visible_when(std::move(spec), "activation_bits", quantising_bits());
    };
    info.params = {
        integer_param("weight_bits", "Bits of weights", "2 to 16; 0 leaves weights as they are.", 8,
                      0, kMostBits, "bits"),
        integer_param("activation_bits", "Bits of activations",
                      "2 to 16; 0 leaves activations float, and then no data is needed.", 0, 0,
                      kMostBits, "bits"),
        choice_param(
            "granularity", "Ranges of weights",
            "One range for each output channel fits better, for each group of its inputs better "
            "still; one for the whole weight stores fewer scales.",
            "channel",
            {{"channel", "For each output channel", ""},
             {"gate", "For each gate", "of a recurrent layer, and for the whole weight of others"},
             {"group", "For each group of inputs",
              "of each output channel; recurrent layers have one for each row"},
             {"tensor", "For the whole weight", ""}}),
        visible_when(integer_param("group", "Inputs in a group",
                                   "Input channels that share a range; a last group may have "
                                   "fewer. Layers with no more than these have one for each output "
                                   "channel.",
                                   32, 1, 65536),
                     "granularity", {"group"}),
        choice_param("weight_scheme", "Levels of weights", "Where the levels lie around zero.",
                     "symmetric", schemes()),
        choice_param("weight_range", "Range of weights",
                     "How the range is found that the levels cover.", "mse", rules()),
        for_activations(choice_param("activation_scheme", "Levels of activations",
                                     "Where the levels lie around zero.", "asymmetric", schemes())),
        for_activations(choice_param("activation_range", "Range of activations",
                                     "How the range is found that the levels cover.", "mse",
                                     rules())),
        for_activations(integer_param("images", "Pictures",
                                      "Pictures of the training split that ranges of activations "
                                      "are measured on.",
                                      64, 1, 100000)),
        real_param("percentile", "Percentile",
                   "Share of the values inside the range, where it is found by percentile.", 99.99,
                   90, 100, 0.01, "%"),
        bool_param("skip_ends", "Leave the ends float",
                   "The first and the last layer that multiply are left out: they are the most "
                   "sensitive ones.",
                   false),
    };
    info.explanation =
        "q = clamp(round(x / s) + z, low, high) and x' = s (q - z), rounding halves to even, as "
        "ONNX QuantizeLinear does. Symmetric: z = 0 and 2^b - 1 levels from -2^(b-1) + 1 to "
        "2^(b-1) - 1. Asymmetric: 2^b levels, and z is the level of zero. Zero is always a level, "
        "so masks hold.\n\n"
        "Inside the range the error is at most s/2; outside, values are clipped. `minmax` clips "
        "nothing; `percentile` leaves out a share at the ends; `mse` minimises the sum of "
        "(x - x')^2 (for normal weights in 4 bits the best clip lies at 2.45 standard deviations, "
        "with an error of 1.29 % of the power; Max 1960); `entropy` minimises the Kullback-Leibler "
        "divergence of the histogram before from that after (Migacz 2017); `gauss` and `laplace` "
        "take the clip that is best for such a distribution with the variance or the mean size "
        "found, 2.55 deviations or 5.03 mean sizes for 4 bits (Banner et al. 2019; values of one "
        "sign count as half of one); `moving` averages the ends over the batches; `best` tries all "
        "of them and keeps the one with the highest signal-to-noise ratio.\n\n"
        "Activations are quantised where they enter a Conv, ConvTranspose, Gemm or MatMul and on "
        "both sides of a residual addition, one range for each value, measured on pictures of the "
        "training split with the weights quantised already. Where the weights and the input of a "
        "layer both have steps, its bias is rounded to whole multiples of their product, as "
        "integer kernels hold it in 32 bits; other biases stay float.\n\n"
        "Complexity: O(n) for each candidate range, about 80 of them. Activations need one run of "
        "the network for each picture.\n\n"
        "Limits: below 4 bits rounding to nearest loses accuracy that only training brings back. "
        "Fold batch normalisation first, so that ranges are those of the weights that remain. "
        "Of recurrent layers the weights are quantised, by gate or by row of each gate, and the "
        "sequence that enters; states stay float. The float weights stay underneath for "
        "fine-tuning.";
    return info;
}

int bits_of(const Params& params, const char* key) {
    const std::int64_t bits = params.integer(key);
    if (bits == 1) {
        fail(ErrorCode::Usage, "{} is 1, expected 0 or 2 to {}", key, kMostBits);
    }
    return static_cast<int>(bits);
}

QuantiserSpec spec_of(const Params& params, const std::string& what) {
    return {bits_of(params, (what + "_bits").c_str()), params.text(what + "_scheme") == "symmetric",
            range_rule(params.text(what + "_range")), params.real("percentile")};
}

/// What a step does to a network, known before any data is seen.
class Quantisation {
public:
    Quantisation(const Graph& graph, const Params& params, const Scope& scope)
        : graph_(graph)
        , weights_(spec_of(params, "weight"))
        , activations_(spec_of(params, "activation"))
        , granularity_(params.text("granularity"))
        , group_(params.integer("group"))
        , images_(static_cast<std::size_t>(params.integer("images"))) {
        find_ends(params.boolean("skip_ends"));
        for (const WeightLayer& layer : weight_layers(graph, scope, notes_)) {
            const Node& node = graph.nodes[layer.node];
            if (ends_.contains(node.name)) {
                notes_.push_back(node.name + " stays float: it is one of the ends");
            } else {
                layers_.push_back(layer);
            }
        }
        if (activations_.bits > 0) {
            edges_ = activation_edges(graph, [&](const Node& node) {
                return scope.contains(node) && !ends_.contains(node.name);
            });
        }
        if (weights_.bits > 0) {
            note_replaced_codes();
        }
        if (weights_.bits == 0 && activations_.bits == 0) {
            notes_.emplace_back("nothing changes: weight_bits and activation_bits are both 0");
        }
    }

    [[nodiscard]] Preview preview() const {
        Preview preview;
        preview.notes = notes_;
        const Account sizes = account(graph_);
        for (const WeightLayer& layer : layers_) {
            const LayerAccount& size = sizes.layers[layer.node];
            if (const std::string what = describe(layer); !what.empty()) {
                preview.layers.push_back({size.name, size.origin, what, size.params, size.params,
                                          size.nonzeros, size.nonzeros, size.macs, size.macs});
            }
        }
        return preview;
    }

    [[nodiscard]] Graph run(const Context& context) {
        Graph result = graph_;
        for (std::size_t i = 0; i < layers_.size() && weights_.bits > 0; ++i) {
            context.job.check();
            const Parameter& weight = *graph_.parameter(layers_[i].weight);
            const int axis = axis_of(layers_[i]);
            const CodePtr code = by_group(layers_[i])
                                     ? group_code(weight, weights_, axis, group_)
                                     : weight_code(weight, weights_, axis, parts_of(layers_[i]));
            result.set_parameter(layers_[i].weight,
                                 weight.with_code(code).with_provenance("quantise.uniform"));
            context.job.report(i + 1, layers_.size(), "quantise");
        }
        if (activations_.bits > 0) {
            quantise_activations(result, context);
        }
        for (const WeightLayer& layer : layers_) {
            round_bias(result, graph_.nodes[layer.node]);
        }
        infer_types(result);
        tell(context, notes_);
        return result;
    }

private:
    void find_ends(bool wanted) {
        for (std::size_t i = 0; wanted && i < graph_.nodes.size(); ++i) {
            if (mac_weight(graph_, graph_.nodes[i]) != kNoValue) {
                if (ends_.empty()) {
                    ends_.insert(graph_.nodes[i].name);
                }
                last_ = graph_.nodes[i].name;
            }
        }
        if (!ends_.empty()) {
            ends_.insert(last_);
        }
    }

    void note_replaced_codes() {
        for (const WeightLayer& layer : layers_) {
            if (const CodePtr& code = graph_.parameter(layer.weight)->code()) {
                notes_.push_back(fmt::format("{}: the {} code of {} bits is replaced; the float "
                                             "weights underneath are quantised anew",
                                             graph_.nodes[layer.node].name, code->kind(),
                                             code->bits()));
            }
        }
    }

    /// Ranges by gate are a matter of recurrent layers; the others then have one each.
    [[nodiscard]] bool by_gate(const WeightLayer& layer) const {
        return granularity_ == "gate" && is_recurrent(graph_.nodes[layer.node]);
    }

    /// Groups lie along the other of the first two axes, where there are enough inputs.
    [[nodiscard]] bool by_group(const WeightLayer& layer) const {
        const Shape& shape = graph_.parameter(layer.weight)->shape();
        const int axis = axis_of(layer);
        return granularity_ == "group" && !is_recurrent(graph_.nodes[layer.node]) && axis >= 0 &&
               axis < 2 && shape.rank() >= 2 && shape[1 - axis] > group_;
    }

    [[nodiscard]] int axis_of(const WeightLayer& layer) const {
        return granularity_ == "channel" || granularity_ == "group" || by_gate(layer)
                   ? channel_axis(graph_, layer.weight)
                   : -1;
    }

    [[nodiscard]] std::size_t parts_of(const WeightLayer& layer) const {
        return by_gate(layer) && axis_of(layer) >= 0
                   ? static_cast<std::size_t>(recurrent_gate_count(graph_.nodes[layer.node]))
                   : 0;
    }

    [[nodiscard]] std::string describe(const WeightLayer& layer) const {
        std::string what;
        if (weights_.bits > 0) {
            what = fmt::format("weights {} bit per {}, {}", weights_.bits,
                               by_group(layer)       ? fmt::format("group of {} inputs", group_)
                               : parts_of(layer) > 0 ? "gate"
                               : axis_of(layer) < 0  ? "tensor"
                                                     : "channel",
                               weights_.symmetric ? "symmetric" : "asymmetric");
        }
        const Node& node = graph_.nodes[layer.node];
        const bool enters = std::ranges::any_of(
            node.inputs, [&](ValueId id) { return std::ranges::find(edges_, id) != edges_.end(); });
        if (enters) {
            what += fmt::format("{}input {} bit", what.empty() ? "" : "; ", activations_.bits);
        }
        return what;
    }

    void quantise_activations(Graph& result, const Context& context) {
        for (const ValueId edge : edges_) {
            result.value(edge).code = nullptr; // ranges are those of the float values
        }
        const auto records = record_values(result, edges_, context, images_);
        for (std::size_t i = 0; i < edges_.size(); ++i) {
            if (records[i].count() == 0) {
                notes_.push_back(
                    fmt::format("{} stays float: it held no values", result.value(edges_[i]).name));
                continue;
            }
            const Grid1D grid = grid_for(range_of(records[i], activations_), activations_);
            result.value(edges_[i]).code = affine_code({grid}, activations_, -1);
        }
    }

    const Graph& graph_;
    QuantiserSpec weights_;
    QuantiserSpec activations_;
    std::string granularity_;
    std::int64_t group_; ///< inputs that share a range, where that is the granularity
    std::size_t images_;
    std::set<std::string> ends_;
    std::string last_;
    std::vector<WeightLayer> layers_;
    std::vector<ValueId> edges_;
    std::vector<std::string> notes_;
};

class QuantiseUniform final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    [[nodiscard]] Needs needs(const Params& params) const override {
        return params.integer("activation_bits") > 0 ? Needs::Images : Needs::Nothing;
    }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& params,
                               const Scope& scope) const override {
        return Quantisation(graph, params, scope).preview();
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        return Quantisation(graph, params, scope).run(context);
    }
};

} // namespace

const Technique& technique() {
    static const QuantiseUniform instance;
    return instance;
}

} // namespace espalier::techniques::quantise_uniform
