// SPDX-License-Identifier: GPL-3.0-or-later
// Fine-tuning: the network goes on learning on the training pictures, with every mask and code of
// the steps before it held.
//
//     w <- mask * (w - rate * v),   gradient taken at code(w)   (straight-through)
//
// The optimiser moves the float32 master underneath a code, since steps are mostly smaller than
// half a level; once the step ends the master is set to its coded value. O(epochs * pictures *
// MACs).
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/compress/technique.h"
#include "core/train/trainer.h"

#include <fmt/core.h>

namespace espalier::techniques::finetune {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "finetune";
    info.title = "Fine-tune";
    info.summary = "Trains the network on, with pruned weights kept at zero and quantised ones on "
                   "their levels.";
    info.family = Family::Utility;
    info.references = {
        {"Han et al., Learning both Weights and Connections for Efficient Neural Networks, NIPS "
         "2015",
         "arXiv:1506.02626"},
        {"Bengio et al., Estimating or Propagating Gradients Through Stochastic Neurons, 2013",
         "arXiv:1308.3432"},
        {"Courbariaux et al., BinaryConnect, NIPS 2015", "arXiv:1511.00363"}};
    info.params = {
        real_param("epochs", "Epochs", "Passes over the training pictures; a fraction is allowed.",
                   1, 0.001, 1000, 0.5, "epochs"),
        real_param("lr", "Learning rate", "The highest of the schedule.", 0.01, 1e-7, 10, 0.001),
        integer_param("batch", "Batch", "Pictures in one step.", 64, 1, 4096),
        real_param("momentum", "Momentum", "Share of the last step that is kept.", 0.9, 0, 0.999,
                   0.01),
        real_param("weight_decay", "Weight decay",
                   "Pull towards zero on weights (not on biases and batch norm).", 1e-4, 0, 0.1,
                   1e-4),
        choice_param("schedule", "Schedule", "How the learning rate goes over the step.", "cosine",
                     {{"constant", "Constant", "the same throughout"},
                      {"cosine", "Cosine", "down to zero along half a cosine"},
                      {"step", "Steps", "a tenth after one half and after three quarters"}}),
        real_param("warm_up", "Warm-up",
                   "Share of the steps in which the learning rate rises to its highest.", 0, 0, 0.5,
                   0.01),
        bool_param("nesterov", "Nesterov momentum", "Look ahead along the momentum.", false),
        bool_param("freeze_norm", "Freeze batch norm",
                   "Keep running statistics and normalise with them, for few pictures.", false),
    };
    ParamSpec augment;
    augment.key = "augment";
    augment.label = "Augmentation";
    augment.help = "none, or flip, shift2, crop4 (by up to so many pixels) joined by +.";
    augment.type = ParamType::Text;
    augment.initial = std::string("none");
    info.params.push_back(augment);
    info.explanation =
        "Softmax cross-entropy, minimised by stochastic gradient descent with momentum: "
        "`g = gradient + weight_decay * w`, `v = momentum * v + g`, `w = mask * (w - rate * v)`. "
        "The gradient of a coded weight is taken at its coded value and applied to the float32 "
        "master (straight through); that of a coded activation passes where the value lies within "
        "the code's range. Batch normalisation uses the statistics of each batch and moves the "
        "running ones, unless it is frozen.\n\n"
        "Complexity: three times the inference of all pictures, times the epochs. The same seed "
        "gives the same network on any number of threads. Limits: networks whose first output has "
        "one score per class; scales and codebooks of codes stay as they are. Only layers in the "
        "step's scope are trained.";
    return info;
}

class Finetune final : public Technique {
public:
    const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    Needs needs(const Params& /*params*/) const override { return Needs::Labels; }

    Preview plan(const Graph& graph, const Params& params, const Scope& scope) const override {
        static_cast<void>(Augmentation::parse(params.text("augment")));
        Preview preview;
        const Account before = account(graph);
        std::int64_t trained = 0;
        std::int64_t macs = 0;
        for (const LayerAccount& layer : before.layers) {
            const auto position = graph.find_node(layer.name);
            macs += layer.macs;
            if (layer.params == 0 || !position || !scope.contains(graph.nodes[*position])) {
                continue;
            }
            trained += layer.params;
            preview.layers.push_back(
                {.node = layer.name,
                 .origin = layer.origin,
                 .what = fmt::format("{} parameters trained",
                                     with_thousands(static_cast<std::uint64_t>(layer.params))),
                 .params_before = layer.params,
                 .params_after = layer.params,
                 .nonzeros_before = layer.nonzeros,
                 .nonzeros_after = layer.nonzeros,
                 .macs_before = layer.macs,
                 .macs_after = layer.macs});
        }
        preview.notes.push_back(
            fmt::format("{:g} epochs cost about {} multiply-accumulates for each training picture "
                        "({} parameters move).",
                        params.real("epochs"),
                        human_count(3 * params.real("epochs") * static_cast<double>(macs)),
                        with_thousands(static_cast<std::uint64_t>(trained))));
        return preview;
    }

    Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                const Context& context) const override {
        if (!context.train) {
            fail(ErrorCode::Usage, "finetune: no training data, expected a labelled set");
        }
        TrainOptions options;
        options.epochs = params.real("epochs");
        options.batch = static_cast<std::size_t>(params.integer("batch"));
        options.optimiser = {.momentum = params.real("momentum"),
                             .weight_decay = params.real("weight_decay"),
                             .nesterov = params.boolean("nesterov")};
        options.schedule = {.kind = schedule_kind(params.text("schedule")),
                            .rate = params.real("lr"),
                            .warm_up = params.real("warm_up")};
        options.augment = Augmentation::parse(params.text("augment"));
        options.seed = context.seed;
        options.freeze_batch_norm = params.boolean("freeze_norm");
        options.trains = [&](const Node& node) { return scope.contains(node); };
        options.observer = context.observer;
        TrainResult result = train(graph, *context.train, context.preprocess, options, context.job);
        if (context.note) {
            context.note(fmt::format("finetune: {} steps, final loss {:.4f}, {:.2f} % of the "
                                     "training pictures right, {:.0f} images/s",
                                     result.steps, result.loss,
                                     result.epochs.empty() ? 0.0 : result.epochs.back().accuracy,
                                     result.images_per_s));
        }
        if (context.note && result.interrupted) {
            context.note("finetune: ended early; this is the network of the epoch with the lowest "
                         "loss, or as it stood where no epoch was finished");
        }
        return std::move(result.graph);
    }
};

} // namespace

const Technique& technique();

const Technique& technique() {
    static const Finetune instance;
    return instance;
}

} // namespace espalier::techniques::finetune
