// SPDX-License-Identifier: GPL-3.0-or-later
// Batch-norm re-estimation: pruning or rounding weights moves what batch normalisations see, while
// their running statistics still tell of the network as it was. They are measured anew on training
// pictures; weights, masks and codes stay.
//
//     mean = E[batch mean],   variance = E[batch variance] + Var[batch mean]
//
// One forward pass over the pictures. Needs no labels.
#include "core/base/error.h"
#include "core/compress/technique.h"
#include "core/train/batch_norm_estimate.h"
#include "core/train/image_source.h"

#include <fmt/core.h>

namespace espalier::techniques::reestimate_batchnorm {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "reestimate.batchnorm";
    info.title = "Re-estimate batch norm";
    info.summary = "Measures the statistics of batch normalisations anew after weights changed.";
    info.family = Family::Utility;
    info.references = {
        {"Wu and Johnson, Rethinking \"Batch\" in BatchNorm, 2021", "arXiv:2105.07576"},
        {"Li et al., EagleEye: Fast Sub-net Evaluation for Efficient Neural Network Pruning, ECCV "
         "2020",
         "arXiv:2007.02491"}};
    info.params = {
        integer_param("images", "Pictures", "Training pictures that are looked at.", 1024, 1,
                      1000000),
        integer_param("batch", "Batch", "Pictures that are normalised together, as in training.",
                      64, 2, 4096),
    };
    info.explanation =
        "Every batch is normalised by its own mean and variance, as in training, and the running "
        "statistics become those of all batches together: `mean = E[batch mean]`, `variance = "
        "E[batch variance] + Var[batch mean]`. Complexity: one forward pass over the pictures. The "
        "same seed picks the same pictures. Limits: normalisations that were folded into a "
        "convolution are gone and can not be measured; re-estimate before folding.";
    return info;
}

class ReestimateBatchNorm final : public Technique {
public:
    const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    Needs needs(const Params& /*params*/) const override { return Needs::Images; }

    Preview plan(const Graph& graph, const Params& params, const Scope& scope) const override {
        Preview preview;
        for (const Node& node : graph.nodes) {
            if (node.op == "BatchNormalization" && scope.contains(node)) {
                const Parameter* scale = graph.parameter(node.inputs.at(1));
                const std::int64_t both = scale == nullptr ? 0 : 2 * scale->latent().elements();
                preview.layers.push_back({.node = node.name,
                                          .origin = node.origin,
                                          .what = "mean and variance measured anew",
                                          .params_before = both,
                                          .params_after = both,
                                          .nonzeros_before = both,
                                          .nonzeros_after = both});
            }
        }
        preview.notes.push_back(
            fmt::format("{} batch normalisations are measured on {} pictures, without labels.",
                        preview.layers.size(), params.integer("images")));
        return preview;
    }

    Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                const Context& context) const override {
        context.job.check();
        if (!context.train) {
            fail(ErrorCode::Usage, "reestimate.batchnorm: no data, expected pictures");
        }
        ImageSource source(*context.train, context.preprocess, {}, context.seed, Labels::Ignored);
        return reestimate_batch_norm(
            graph, source,
            {.samples = static_cast<std::size_t>(params.integer("images")),
             .batch = static_cast<std::size_t>(params.integer("batch")),
             .seed = context.seed,
             .chosen = [&](const Node& node) { return scope.contains(node); }},
            context.job);
    }
};

} // namespace

const Technique& technique() {
    static const ReestimateBatchNorm instance;
    return instance;
}

} // namespace espalier::techniques::reestimate_batchnorm
