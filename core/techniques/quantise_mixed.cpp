// SPDX-License-Identifier: GPL-3.0-or-later
// Mixed precision: each layer gets as many bits as it needs, all together no more than allowed.
//
//     min over b of sum_l cost_l(b_l)   subject to   sum_l n_l b_l <= bits * sum_l n_l
//
// with cost_l(b) the mean squared change of the network's outputs when layer l alone has b bits.
#include "core/analysis/accounting.h"
#include "core/analysis/grids/bit_allocation.h"
#include "core/base/error.h"
#include "core/techniques/detail/calibrate.h"
#include "core/techniques/detail/kept_layer.h"
#include "core/techniques/detail/layers.h"
#include "core/techniques/detail/layerwise.h"
#include "core/techniques/detail/run_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::techniques::quantise_mixed {

namespace {

constexpr std::array kBits{2, 3, 4, 5, 6, 7, 8};

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.mixed";
    info.title = "Mixed precision";
    info.summary = "Gives each layer as many bits as it needs, within an average.";
    info.family = Family::Quantisation;
    info.references = {{"Wang et al., HAQ, CVPR 2019", "arXiv:1811.08886"},
                       {"Dong et al., HAWQ, ICCV 2019", "arXiv:1905.03696"},
                       {"Hubara et al., Accurate Post Training Quantization With Small Calibration "
                        "Sets, ICML 2021",
                        "arXiv:2006.10518"}};
    info.params = {
        real_param("bits", "Bits on average", "Of a weight, over all layers that are quantised.", 4,
                   2, 8, 0.25, "bits"),
        integer_param("images", "Pictures",
                      "Pictures of the training split that sensitivities are measured on.", 32, 1,
                      100000),
        choice_param("rounding", "Rounding", "How weights go to the levels of their bits.",
                     "compensated",
                     {{"nearest", "Nearest", "the least error for each weight"},
                      {"compensated", "Compensated", "as `quantise.gptq` does"}}),
        bool_param("skip_ends", "Leave the ends float",
                   "The first and the last layer that multiply are left out: they are the most "
                   "sensitive ones.",
                   false),
    };
    info.explanation =
        "Layers differ in how much rounding they bear and in how much they weigh. For every layer "
        "and every width from 2 to 8 bits, that layer alone is rounded (to nearest, one scale for "
        "each output channel) and the mean squared change of the network's outputs is measured on "
        "pictures. Changes of small size from different layers add up, so the best choice of "
        "widths "
        "is an integer program: least sum of changes with `sum n_l b_l` at most the budget. It "
        "is solved exactly, up to a 50,000th of the budget, by dynamic programming. What an even "
        "width of the same average would cost is told beside it.\n\n"
        "Complexity: seven runs of the pictures for each layer. Limits: the sum holds for small "
        "changes; at 2 and 3 bits layers do not err independently. Hardware must be able to "
        "work with such widths; stored bytes follow them in any case.";
    return info;
}

QuantiserSpec spec_of(int bits) {
    return {.bits = bits, .symmetric = true, .rule = RangeRule::Mse};
}

std::vector<Tensor> outputs_of(const Graph& graph, const Context& context, std::size_t images) {
    std::vector<Tensor> outputs;
    run_pictures(graph, graph.outputs.front(), context, images, "quantise.mixed",
                 [&](const Tensor& out) { outputs.push_back(out); });
    return outputs;
}

double change(const std::vector<Tensor>& before, const std::vector<Tensor>& after) {
    double sum = 0;
    double count = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const auto a = before[i].data<float>();
        const auto b = after[i].data<float>();
        for (std::size_t k = 0; k < a.size(); ++k) {
            const double off = static_cast<double>(a[k]) - b[k];
            sum += off * off;
        }
        count += static_cast<double>(a.size());
    }
    return sum / std::max(count, 1.0);
}

/// Layers that are quantised, with the change that each width makes.
std::vector<BitLayer> measure(const Graph& graph, const std::vector<WeightLayer>& layers,
                              std::size_t images, const Context& context) {
    const std::vector<Tensor> before = outputs_of(graph, context, images);
    std::vector<BitLayer> result;
    for (const WeightLayer& layer : layers) {
        const Parameter& weight = *graph.parameter(layer.weight);
        BitLayer row{weight.latent().elements(), {}};
        for (const int bits : kBits) {
            context.job.check();
            Graph one = graph;
            one.set_parameter(layer.weight,
                              weight.with_code(weight_code(weight, spec_of(bits),
                                                           channel_axis(graph, layer.weight))));
            row.choices.push_back({bits, change(before, outputs_of(one, context, images))});
        }
        result.push_back(std::move(row));
        context.job.report(result.size(), layers.size(), "sensitivity");
    }
    return result;
}

/// The change that an even width makes by the same sum; for a width between two, between theirs.
double even_cost(const std::vector<BitLayer>& layers, double bits) {
    double cost = 0;
    for (const BitLayer& layer : layers) {
        const auto below = static_cast<std::size_t>(std::floor(bits)) - 2;
        const std::size_t above = std::min(below + 1, layer.choices.size() - 1);
        const double share = bits - std::floor(bits);
        cost += (1 - share) * layer.choices[below].cost + share * layer.choices[above].cost;
    }
    return cost;
}

class QuantiseMixed final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    [[nodiscard]] Needs needs(const Params& /*params*/) const override { return Needs::Images; }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& params,
                               const Scope& scope) const override {
        Preview preview = plan_layerwise(graph, settings(params), scope);
        for (LayerChange& layer : preview.layers) {
            layer.what = "weights 2 to 8 bit per channel, as measured";
        }
        return preview;
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        context.job.check();
        const std::vector<WeightLayer> layers = layers_of(graph, settings(params), scope);
        if (layers.empty()) {
            return graph;
        }
        const auto costs =
            measure(graph, layers, static_cast<std::size_t>(params.integer("images")), context);
        double weights = 0;
        for (const BitLayer& layer : costs) {
            weights += static_cast<double>(layer.weights);
        }
        const double bits = params.real("bits");
        const std::vector<std::size_t> chosen =
            allocate_bits(costs, static_cast<std::int64_t>(bits * weights));
        Layerwise layerwise = settings(params);
        double cost = 0;
        double used = 0;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const BitChoice& choice = costs[i].choices[chosen[i]];
            layerwise.own_bits[layers[i].weight] = choice.bits;
            cost += choice.cost;
            used += choice.bits * static_cast<double>(costs[i].weights);
            tell(context,
                 {fmt::format("{}: {} bits", graph.nodes[layers[i].node].name, choice.bits)});
        }
        tell(context, {fmt::format("{:.2f} bits on average; expected change of the outputs {:.3g}, "
                                   "with even widths {:.3g}",
                                   used / weights, cost, even_cost(costs, bits))});
        const bool nearest = params.text("rounding") == "nearest";
        return apply_layerwise(graph, layerwise, scope, context,
                               [nearest](const RoundingProblem& problem, const Job& /*job*/) {
                                   return nearest ? round_to_nearest(problem)
                                                  : round_in_sequence(problem, {});
                               });
    }

private:
    [[nodiscard]] Layerwise settings(const Params& params) const {
        Layerwise layerwise;
        layerwise.id = info().id;
        layerwise.spec = spec_of(8);
        layerwise.images = static_cast<std::size_t>(params.integer("images"));
        layerwise.skip_ends = params.boolean("skip_ends");
        return layerwise;
    }
};

} // namespace

const Technique& technique() {
    static const QuantiseMixed instance;
    return instance;
}

} // namespace espalier::techniques::quantise_mixed
