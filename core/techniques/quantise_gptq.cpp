// SPDX-License-Identifier: GPL-3.0-or-later
// Weights rounded one column after the other, what each rounding spoils being made up for by the
// columns that follow (GPTQ), layer by layer.
//
//     min over q of sum over rows of (w - q)^T H (w - q),   H = mean of x x^T over the inputs x
//
// O(d^3 + rows d^2) for layers with d inputs an output; no gradient, no labels.
#include "core/base/error.h"
#include "core/techniques/detail/layerwise.h"

namespace espalier::techniques::quantise_gptq {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.gptq";
    info.title = "Round with compensation (GPTQ)";
    info.summary = "Rounds weights so that each makes up for the errors of those before it.";
    info.family = Family::Quantisation;
    info.references = {
        {"Frantar et al., GPTQ, ICLR 2023", "arXiv:2210.17323"},
        {"Frantar and Alistarh, Optimal Brain Compression, NeurIPS 2022", "arXiv:2208.11580"},
        {"Babai, On Lovasz' lattice reduction and the nearest lattice point problem, 1986",
         "doi:10.1007/BF02579403"}};
    info.params = layerwise_params();
    info.params.push_back(real_param("damping", "Damping",
                                     "Added to the diagonal of H, as a share of its mean: steadies "
                                     "what few pictures leave open.",
                                     0.01, 1e-6, 1, 0.01));
    info.params.push_back(bool_param("by_activity", "Largest inputs first",
                                     "Round the columns with the largest inputs first, while there "
                                     "are many others left to make up for them.",
                                     true));
    info.params.push_back(integer_param("sweeps", "Sweeps",
                                        "Passes over all weights afterwards, in which each moves "
                                        "where that shrinks the error.",
                                        4, 0, 100));
    info.explanation =
        "Rounding to the nearest level is best for each weight alone, but not for their sum: what "
        "counts is the layer's output. With `H = mean of x x^T` over the layer's inputs, an output "
        "changes by `(w - q)^T H (w - q)` on average. GPTQ goes through the columns; each weight "
        "takes the level nearest to where it is wanted by now, and its error moves the places of "
        "those that follow by `-e [H^-1]_jk / [H^-1]_jj`, which is the optimal update of OBQ. One "
        "Cholesky factor serves all rows. The sweeps that follow are not in the paper: single "
        "weights move by whole steps while the error shrinks.\n\n"
        "Layers are taken from the input on, each on what the ones before it give by now. With "
        "`follow_float` the aim is the output on the float network's inputs y: the weights that "
        "are "
        "rounded are `V = W + W (C - H) (H + d I)^-1`, C = mean of y x^T, which is least squares "
        "held to W. With `correct_bias` each bias makes up for the mean of what is left: `b - (E[q "
        "x'] - E[w x])`. "
        "Ranges and scales are those of `quantise.uniform`, symmetric.\n\n"
        "Complexity: O(d^3 + rows d^2) a layer with d inputs an output. Limits: no labels and no "
        "training, but pictures; the float weights underneath are moved to their levels, so "
        "fine-tuning begins there. Where a layer has more inputs than pictures show, damping "
        "decides.";
    return info;
}

Rounder rounder(const Params& params) {
    SequentialRounding settings;
    settings.damping = params.real("damping");
    settings.by_activity = params.boolean("by_activity");
    settings.sweeps = static_cast<int>(params.integer("sweeps"));
    return [settings](const RoundingProblem& problem, const Job& /*job*/) {
        return round_in_sequence(problem, settings);
    };
}

} // namespace

const Technique& technique() {
    static const LayerwiseTechnique instance(make_info(), rounder);
    return instance;
}

} // namespace espalier::techniques::quantise_gptq
