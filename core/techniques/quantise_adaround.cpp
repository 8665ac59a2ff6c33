// SPDX-License-Identifier: GPL-3.0-or-later
// For every weight up or down, learnt so that the outputs of its layer change least (AdaRound).
//
//     min over v of (w - q)^T H (w - q) + c sum (1 - |2 h(v) - 1|^b),   q = s (floor(w / s) + h(v))
//
// O(iterations rows d^2) for layers with d inputs an output; no labels.
#include "core/base/error.h"
#include "core/techniques/detail/layerwise.h"

namespace espalier::techniques::quantise_adaround {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.adaround";
    info.title = "Learn the rounding (AdaRound)";
    info.summary = "Learns for each weight whether to round up or down, layer by layer.";
    info.family = Family::Quantisation;
    info.references = {{"Nagel et al., Up or Down? Adaptive Rounding for Post-Training "
                        "Quantization, ICML 2020",
                        "arXiv:2004.10568"}};
    info.params = layerwise_params();
    info.params.push_back(integer_param("iterations", "Iterations",
                                        "Steps of Adam for each layer; the paper takes 10,000.",
                                        2000, 1, 100000));
    info.params.push_back(
        real_param("rate", "Learning rate", "Step size of Adam.", 0.01, 1e-5, 1, 0.01));
    info.params.push_back(real_param("weight", "Weight of deciding",
                                     "How strongly roundings are driven to up or down, over the "
                                     "curvature of the error.",
                                     0.5, 0, 10, 0.1));
    info.explanation =
        "Rounding to the nearest level is best for each weight alone, but not for their sum. The "
        "rounding becomes a number between 0 and 1, `h(v) = clip(1.2 sigmoid(v) - 0.1, 0, 1)`, "
        "that starts at the fraction of w / s, and Adam minimises the change of the layer's "
        "outputs, `(w - q)^T H (w - q)` with `H = mean of x x^T` over its inputs. A term "
        "`1 - |2 h - 1|^b`, whose exponent falls from 20 to 2 after a fifth of the iterations, "
        "makes each h decide for 0 or 1. A row that would end worse than by nearest levels keeps "
        "those.\n\n"
        "Layers are taken from the input on, each on what the ones before it give by now. With "
        "`follow_float` the aim is the output on the float network's inputs y: the weights that "
        "are "
        "rounded are `V = W + W (C - H) (H + d I)^-1`, C = mean of y x^T, which is least squares "
        "held to W. With `correct_bias` each bias makes up for the mean of what is left.\n\n"
        "Complexity: O(iterations rows d^2) a layer with d inputs an output: seconds for small "
        "networks, and `quantise.gptq` is much faster for large ones. Limits: a weight moves by "
        "one step at most; the activation behind the layer is not looked at; no labels, but "
        "pictures. The float weights underneath are moved to their levels.";
    return info;
}

Rounder rounder(const Params& params) {
    AdaptiveRounding settings;
    settings.iterations = static_cast<int>(params.integer("iterations"));
    settings.rate = params.real("rate");
    settings.weight = params.real("weight");
    return [settings](const RoundingProblem& problem, const Job& job) {
        return round_adaptively(problem, settings, job);
    };
}

} // namespace

const Technique& technique() {
    static const LayerwiseTechnique instance(make_info(), rounder);
    return instance;
}

} // namespace espalier::techniques::quantise_adaround
