// SPDX-License-Identifier: GPL-3.0-or-later
// Layer-wise reconstruction: each layer that was pruned, rounded or factorised learns to give what
// the original layer gives, on the inputs it now gets.
//
//     min over W  mean |mask * W * x' - y|^2,   x' the layer's input now, y the original's output
//
// Needs pictures, no labels. One layer at a time: O(pictures * epochs * MACs), without a gradient
// through the network.
#include "core/base/error.h"
#include "core/compress/technique.h"
#include "core/techniques/detail/kept_layer.h"
#include "core/train/distil/layer_groups.h"
#include "core/train/distil/reconstruction.h"
#include "core/train/image_source.h"

#include <fmt/core.h>

#include <algorithm>

namespace espalier::techniques::reconstruct_layers {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "reconstruct.layers";
    info.title = "Reconstruct layers";
    info.summary = "Lets each layer learn to give what the original layer gave, without labels.";
    info.family = Family::Distillation;
    info.references = {
        {"He et al., Channel Pruning for Accelerating Very Deep Neural Networks, ICCV 2017",
         "arXiv:1707.06168"},
        {"Luo et al., ThiNet, ICCV 2017", "arXiv:1707.06342"},
        {"Li et al., BRECQ, ICLR 2021", "arXiv:2102.05426"}};
    info.params = {
        integer_param("images", "Pictures", "Training pictures that are looked at.", 256, 1,
                      100000),
        integer_param("batch", "Batch", "Pictures in one step.", 32, 1, 4096),
        real_param("epochs", "Epochs", "Passes over the pictures, for each layer.", 10, 0.1, 1000,
                   1, "epochs"),
        real_param("lr", "Learning rate", "The highest of a cosine; the optimiser is Adam.", 1e-3,
                   1e-7, 1, 1e-4),
    };
    info.explanation =
        "Layers are taken from the input on, each on what the ones before it give by now: "
        "`min over W of mean |W x' - y|^2` with x' the layer's input in this network and y the "
        "output of the layer it stems from in the original, by Adam along half a cosine. Masks and "
        "codes hold as in fine-tuning. A layer whose error would grow stays as it was. Complexity: "
        "pictures times epochs times MACs; no gradient runs through more than one layer. Limits: a "
        "layer whose output changed its shape (channels were taken out) has nothing to be held "
        "against and is left out; a batch normalisation behind a layer is not part of it.";
    return info;
}

class ReconstructLayers final : public Technique {
public:
    const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    Needs needs(const Params& /*params*/) const override { return Needs::Images; }

    Preview plan(const Graph& graph, const Params& params, const Scope& scope) const override {
        Preview preview;
        for (const LayerAccount& layer : account(graph).layers) {
            const auto position = graph.find_node(layer.name);
            if (!position || layer.params == 0 || !is_product_layer(graph.nodes[*position]) ||
                !scope.contains(graph.nodes[*position])) {
                continue;
            }
            preview.layers.push_back(kept_layer(layer, "held to the output of the original layer"));
        }
        preview.notes.push_back(fmt::format("{} layers learn one by one on {} pictures, without "
                                            "labels.",
                                            preview.layers.size(), params.integer("images")));
        return preview;
    }

    Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                const Context& context) const override {
        context.job.check();
        if (!context.train) {
            fail(ErrorCode::Usage, "reconstruct.layers: no data, expected pictures");
        }
        ImageSource source(*context.train, context.preprocess, {}, context.seed, Labels::Ignored);
        ReconstructionSettings settings;
        settings.samples = static_cast<std::size_t>(params.integer("images"));
        settings.batch = static_cast<std::size_t>(params.integer("batch"));
        settings.epochs = params.real("epochs");
        settings.schedule.rate = params.real("lr");
        settings.seed = context.seed;
        settings.chosen = [&](const Node& node) { return scope.contains(node); };
        const Graph& teacher = context.teacher != nullptr ? *context.teacher : graph;
        Reconstruction done =
            espalier::reconstruct_layers(graph, teacher, source, settings, context.job);
        tell(context, done);
        return std::move(done.graph);
    }

private:
    static void tell(const Context& context, const Reconstruction& done) {
        if (!context.note) {
            return;
        }
        for (const ReconstructedLayer& layer : done.layers) {
            context.note(fmt::format("{}: mean squared error {:.3g} before, {:.3g} after",
                                     layer.node, layer.before, layer.after));
        }
        for (const std::string& name : done.left_out) {
            context.note(
                fmt::format("{} is left out: the original has no layer with this output", name));
        }
    }
};

} // namespace

const Technique& technique() {
    static const ReconstructLayers instance;
    return instance;
}

} // namespace espalier::techniques::reconstruct_layers
