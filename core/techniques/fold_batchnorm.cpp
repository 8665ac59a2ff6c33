// SPDX-License-Identifier: GPL-3.0-or-later
// Batch normalisation is a scale and a shift for each channel once training is over, and so it goes
// into the weights and bias of the layer before it. The network computes the same with fewer steps.
//
//     f = scale / sqrt(var + epsilon);  W' = f W;  b' = f (b - mean) + B
//
// O(number of weights).
#include "core/graph/rewrites/fold_batchnorm.h"

#include "core/compress/technique.h"
#include "core/graph/infer.h"
#include "core/techniques/detail/layers.h"

#include <fmt/format.h>

#include <map>

namespace espalier::techniques::fold_batchnorm {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "fold.batchnorm";
    info.title = "Fold batch normalisation";
    info.summary =
        "Puts each batch normalisation into the weights and bias of the layer before it.";
    info.family = Family::Utility;
    info.references = {
        {"Ioffe and Szegedy, Batch Normalization, 2015 (algorithm 2)", "arXiv:1502.03167"},
        {"Jacob et al., Quantization and Training of Neural Networks for Efficient "
         "Integer-Arithmetic-Only Inference, 2018 (section 3.2)",
         "arXiv:1712.05877"}};
    info.explanation =
        "In inference a batch normalisation computes f (x - mean) + B with f = scale / sqrt(var + "
        "epsilon) for each channel. After a Conv, ConvTranspose or Gemm that is the same layer "
        "with "
        "W' = f W and b' = f (b - mean) + B (Ioffe and Szegedy 2015, algorithm 2). The outputs "
        "stay the same up to rounding, about 1e-6 of their size.\n\n"
        "Masks hold, since f times zero is zero. An affine code with one scale for each output "
        "channel, or one for all, is kept with its scales multiplied by |f|; where that is not the "
        "same grid (a negative f with a zero point, a codebook) the code is dropped and its values "
        "stay. A mask or code of the bias is dropped.\n\n"
        "Complexity: O(number of weights).\n\n"
        "Limits: a normalisation that follows something else than a linear layer, or a layer whose "
        "output is read elsewhere too, stays. Fine-tuning afterwards trains without normalisation. "
        "Fold before quantising: per-channel ranges after folding are what the hardware sees.";
    return info;
}

struct Outcome {
    Graph graph;
    std::vector<std::string> notes;
    std::map<std::string, std::string> folded_into; ///< norm -> layer
};

Outcome fold(const Graph& graph, const Scope& scope) {
    check_scope(graph, scope);
    Outcome outcome;
    std::vector<NormPair> chosen;
    for (const NormPair& pair : norm_pairs(graph)) {
        const Node& norm = graph.nodes[pair.norm];
        const bool whole = pair.obstacle.empty();
        if (!scope.contains(norm) && !(whole && scope.contains(graph.nodes[pair.layer]))) {
            continue;
        }
        if (!whole) {
            outcome.notes.push_back(fmt::format("{} stays: {}", norm.name, pair.obstacle));
            continue;
        }
        outcome.folded_into[norm.name] = graph.nodes[pair.layer].name;
        chosen.push_back(pair);
    }
    outcome.graph = graph;
    for (auto& note : fold_norms(outcome.graph, chosen)) {
        outcome.notes.push_back(std::move(note));
    }
    if (chosen.empty()) {
        outcome.notes.emplace_back("nothing changes: there is no batch normalisation to fold");
    }
    outcome.graph.tidy();
    infer_types(outcome.graph);
    return outcome;
}

class FoldBatchnorm final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& /*params*/,
                               const Scope& scope) const override {
        Outcome outcome = fold(graph, scope);
        Preview preview = preview_of(graph, outcome.graph, std::move(outcome.notes));
        for (LayerChange& change : preview.layers) {
            const auto folded = outcome.folded_into.find(change.node);
            change.what = folded == outcome.folded_into.end() ? "takes a batch normalisation in"
                                                              : "folded into " + folded->second;
        }
        return preview;
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& /*params*/, const Scope& scope,
                              const Context& context) const override {
        context.job.check();
        Outcome outcome = fold(graph, scope);
        tell(context, outcome.notes);
        return std::move(outcome.graph);
    }
};

} // namespace

const Technique& technique() {
    static const FoldBatchnorm instance;
    return instance;
}

} // namespace espalier::techniques::fold_batchnorm
