// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/layerwise.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/graph/infer.h"
#include "core/techniques/detail/calibrate.h"
#include "core/techniques/detail/kept_layer.h"
#include "core/techniques/detail/layer_matrix.h"
#include "core/techniques/detail/run_pictures.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace espalier::techniques {

namespace {

/// Columns of inputs that a layer's moments are taken over: this many, or some for each weight of
/// an output where that is more.
constexpr std::size_t kColumns = 4096;
constexpr std::size_t kColumnsForEach = 8;
/// How firmly weights that make up for earlier layers are held to the original ones.
constexpr double kFollowDamping = 0.05;

struct Chosen {
    std::vector<WeightLayer> layers;
    std::vector<std::string> notes;
};

Chosen choose(const Graph& graph, const Layerwise& settings, const Scope& scope) {
    Chosen chosen;
    const std::vector<WeightLayer> all = weight_layers(graph, scope, chosen.notes);
    std::vector<std::string> of_others;
    const std::vector<WeightLayer> every = weight_layers(graph, {}, of_others);
    for (const WeightLayer& layer : all) {
        const Node& node = graph.nodes[layer.node];
        if (settings.skip_ends && !every.empty() &&
            (layer.node == every.front().node || layer.node == every.back().node)) {
            chosen.notes.push_back(node.name + " stays float: it is one of the ends");
        } else if (!layer_matrix(graph, node)) {
            chosen.notes.push_back(
                fmt::format("{} stays as it is: a {} is no single product with a constant",
                            node.name, node.op));
        } else {
            chosen.layers.push_back(layer);
        }
    }
    return chosen;
}

InputMoments moments_of(const Graph& graph, const Node& node, const LayerMatrix& layer,
                        const Layerwise& settings, const Context& context) {
    InputMoments moments(layer);
    const std::size_t wanted = std::max(kColumns, kColumnsForEach * layer.cols);
    run_pictures(
        graph, node.inputs[0], context, settings.images, settings.id, [&](const Tensor& input) {
            const auto batch = static_cast<std::size_t>(input.shape()[0]);
            const std::size_t share = (wanted * batch + settings.images - 1) / settings.images;
            moments.add(graph, node, input, std::max<std::size_t>(share, 1));
        });
    return moments;
}

QuantiserSpec spec_of(const Layerwise& settings, ValueId weight) {
    QuantiserSpec spec = settings.spec;
    if (const auto own = settings.own_bits.find(weight); own != settings.own_bits.end()) {
        spec.bits = own->second;
    }
    return spec;
}

/// One layer's part of the work.
class LayerRounding {
public:
    LayerRounding(const Graph& graph, const WeightLayer& layer, const LayerMatrix& matrix,
                  const Layerwise& settings)
        : weight_(*graph.parameter(layer.weight))
        , matrix_(matrix)
        , values_(weight_.with_code(nullptr).effective())
        , code_(weight_code(weight_, spec_of(settings, layer.weight),
                            settings.by_channel ? channel_axis(graph, layer.weight) : -1)) {}

    /// Weights at the chosen levels, for the inputs there are now. With `before`, the inputs of the
    /// float network, the outputs on those are the aim.
    Parameter run(const InputMoments& moments, const InputMoments* before, const Rounder& rounder,
                  const Job& job) {
        const auto& affine = dynamic_cast<const AffineCode&>(*code_);
        Tensor rounded = values_;
        const auto target = rounded.writable<float>();
        for (std::size_t group = 0; group < matrix_.groups; ++group) {
            const std::vector<float> second = moments.second(group);
            RoundingProblem problem = problem_of(affine, group);
            problem.moments = second;
            std::vector<float> weights = weights_of(group);
            problem.weights = weights;
            if (before != nullptr) {
                weights =
                    weights_for_inputs(problem, moments.cross(group, *before), kFollowDamping);
                problem.weights = weights;
            }
            const Steps steps = rounder(problem, job);
            error_ += output_error(problem, steps);
            nearest_error_ += output_error(problem, round_to_nearest(problem));
            for (std::size_t row = 0; row < matrix_.rows; ++row) {
                for (std::size_t col = 0; col < matrix_.cols; ++col) {
                    target[matrix_.place(group, row, col)] =
                        static_cast<float>(steps[row * matrix_.cols + col]) *
                        problem.grids[row].scale;
                }
            }
        }
        return weight_.with_code(nullptr).with_latent(std::move(rounded)).with_code(code_);
    }

    /// What an output gains on average when inputs of these means meet the rounded weights.
    [[nodiscard]] std::vector<double> shift(const Parameter& rounded, const InputMoments& before,
                                            const InputMoments& now) const {
        const Tensor& after = rounded.effective();
        const auto old_weights = values_.data<float>();
        const auto new_weights = after.data<float>();
        std::vector<double> result;
        for (std::size_t group = 0; group < matrix_.groups; ++group) {
            const std::vector<double> mean = before.mean(group);
            const std::vector<double> mean_now = now.mean(group);
            for (std::size_t row = 0; row < matrix_.rows; ++row) {
                double sum = 0;
                for (std::size_t col = 0; col < matrix_.cols; ++col) {
                    const std::size_t place = matrix_.place(group, row, col);
                    sum += new_weights[place] * mean_now[col] - old_weights[place] * mean[col];
                }
                result.push_back(sum);
            }
        }
        return result;
    }

    [[nodiscard]] double error() const { return error_; }

    [[nodiscard]] double nearest_error() const { return nearest_error_; }

private:
    [[nodiscard]] RoundingProblem problem_of(const AffineCode& code, std::size_t group) const {
        RoundingProblem problem;
        problem.rows = matrix_.rows;
        problem.cols = matrix_.cols;
        for (std::size_t row = 0; row < matrix_.rows; ++row) {
            const std::size_t channel = code.scales().size() == 1 ? 0 : group * matrix_.rows + row;
            const std::int32_t zero = code.zero_points()[channel];
            problem.grids.push_back(
                {code.scales()[channel], code.low() - zero, code.high() - zero});
        }
        if (weight_.has_mask()) {
            const auto kept = weight_.mask().data<bool>();
            for (std::size_t i = 0; i < matrix_.rows * matrix_.cols; ++i) {
                problem.kept.push_back(
                    kept[matrix_.place(group, i / matrix_.cols, i % matrix_.cols)]);
            }
        }
        return problem;
    }

    [[nodiscard]] std::vector<float> weights_of(std::size_t group) const {
        const auto source = values_.data<float>();
        std::vector<float> weights;
        for (std::size_t row = 0; row < matrix_.rows; ++row) {
            for (std::size_t col = 0; col < matrix_.cols; ++col) {
                weights.push_back(source[matrix_.place(group, row, col)]);
            }
        }
        return weights;
    }

    const Parameter& weight_;
    LayerMatrix matrix_;
    Tensor values_;
    CodePtr code_;
    double error_ = 0;
    double nearest_error_ = 0;
};

/// Takes `shift` off the bias of a Conv or Gemm; false where it has none of its own.
bool correct_bias(Graph& graph, const Node& node, const std::vector<double>& shift) {
    const ValueId id = node.op == "MatMul" ? kNoValue : node.input(2);
    const Parameter* bias = graph.parameter(id);
    if (bias == nullptr || bias->latent().dtype() != DType::Float32 || bias->code() ||
        bias->latent().elements() != static_cast<std::int64_t>(shift.size()) ||
        node.attributes.real("beta", 1) != 1 || Uses(graph).consumers(id).size() != 1) {
        return false;
    }
    Tensor values = bias->latent();
    const auto target = values.writable<float>();
    for (std::size_t i = 0; i < shift.size(); ++i) {
        target[i] -= static_cast<float>(shift[i]);
    }
    graph.set_parameter(id, bias->with_latent(std::move(values)));
    return true;
}

} // namespace

std::vector<ParamSpec> layerwise_params() {
    return {
        integer_param("bits", "Bits", "Of a weight, 2 to 8.", 4, 2, 8, "bits"),
        choice_param(
            "granularity", "Scales of weights",
            "One scale for each output channel fits better; one for the whole weight "
            "stores fewer numbers.",
            "channel",
            {{"channel", "For each output channel", ""}, {"tensor", "For the whole weight", ""}}),
        choice_param("range", "Range of weights", "How the range is found that the levels cover.",
                     "mse",
                     {{"minmax", "All values", "from the least to the greatest"},
                      {"mse", "Least squared error", "searched for each range"}}),
        integer_param("images", "Pictures",
                      "Pictures of the training split that layers are looked at with.", 128, 1,
                      100000),
        bool_param("correct_bias", "Correct biases",
                   "Shift each bias so that the mean of every output stays what it was.", true),
        bool_param("follow_float", "Make up for earlier layers",
                   "Aim at the outputs that layers have on the inputs of the float network, not on "
                   "those that rounding spoilt.",
                   true),
        bool_param("skip_ends", "Leave the ends float",
                   "The first and the last layer that multiply are left out: they are the most "
                   "sensitive ones.",
                   false),
    };
}

Layerwise layerwise_settings(const TechniqueInfo& info, const Params& params) {
    Layerwise settings;
    settings.id = info.id;
    settings.spec.bits = static_cast<int>(params.integer("bits"));
    settings.spec.symmetric = true;
    settings.spec.rule = range_rule(params.text("range"));
    settings.by_channel = params.text("granularity") == "channel";
    settings.images = static_cast<std::size_t>(params.integer("images"));
    settings.correct_bias = params.boolean("correct_bias");
    settings.follow_float = params.boolean("follow_float");
    settings.skip_ends = params.boolean("skip_ends");
    return settings;
}

std::vector<WeightLayer> layers_of(const Graph& graph, const Layerwise& settings,
                                   const Scope& scope) {
    return choose(graph, settings, scope).layers;
}

Preview plan_layerwise(const Graph& graph, const Layerwise& settings, const Scope& scope) {
    Chosen chosen = choose(graph, settings, scope);
    Preview preview;
    preview.notes = std::move(chosen.notes);
    const Account sizes = account(graph);
    for (const WeightLayer& layer : chosen.layers) {
        const bool channel = settings.by_channel && channel_axis(graph, layer.weight) >= 0;
        preview.layers.push_back(
            kept_layer(sizes.layers[layer.node],
                       fmt::format("weights {} bit per {}, rounded to keep the outputs",
                                   settings.spec.bits, channel ? "channel" : "tensor")));
    }
    return preview;
}

Graph apply_layerwise(const Graph& graph, const Layerwise& settings, const Scope& scope,
                      const Context& context, const Rounder& rounder) {
    context.job.check();
    const Chosen chosen = choose(graph, settings, scope);
    tell(context, chosen.notes);
    Graph result = graph;
    for (std::size_t i = 0; i < chosen.layers.size(); ++i) {
        context.job.check();
        const WeightLayer& layer = chosen.layers[i];
        const Node& node = graph.nodes[layer.node];
        const LayerMatrix matrix = *layer_matrix(graph, node);
        if (!std::ranges::all_of(graph.parameter(layer.weight)->latent().data<float>(),
                                 [](float x) { return std::isfinite(x); })) {
            fail(ErrorCode::BadInput, "{}: weights that are not finite, expected numbers",
                 node.name);
        }
        const InputMoments now = moments_of(result, node, matrix, settings, context);
        LayerRounding rounding(graph, layer, matrix, settings);
        std::optional<InputMoments> before;
        if (settings.follow_float || settings.correct_bias) {
            before = moments_of(graph, node, matrix, settings, context);
        }
        const Parameter rounded =
            rounding.run(now, settings.follow_float ? &*before : nullptr, rounder, context.job);
        result.set_parameter(layer.weight, rounded.with_provenance(settings.id));
        bool corrected = false;
        if (settings.correct_bias) {
            corrected = correct_bias(result, node, rounding.shift(rounded, *before, now));
        }
        if (context.note) {
            context.note(fmt::format("{}: mean squared change of its outputs {:.3g}, by nearest "
                                     "levels {:.3g}{}",
                                     node.name, rounding.error(), rounding.nearest_error(),
                                     corrected ? "; bias corrected" : ""));
        }
        context.job.report(i + 1, chosen.layers.size(), "round");
    }
    infer_types(result);
    return result;
}

} // namespace espalier::techniques
