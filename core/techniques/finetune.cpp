// SPDX-License-Identifier: GPL-3.0-or-later
// Fine-tuning: the network goes on learning on the training pictures, with every mask and code of
// the steps before it held.
//
//     w <- mask * (w - rate * v),   gradient taken at code(w)   (straight-through)
//
// The optimiser moves the float32 master underneath a code, since steps are mostly smaller than
// half a level; once the step ends the master is set to its coded value. O(epochs * pictures *
// MACs).
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/compress/distillation_settings.h"
#include "core/compress/technique.h"
#include "core/compress/training_settings.h"
#include "core/techniques/detail/kept_layer.h"
#include "core/techniques/detail/training.h"

#include <fmt/core.h>

#include <algorithm>

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
        {"Courbariaux et al., BinaryConnect, NIPS 2015", "arXiv:1511.00363"},
        {"Esser et al., Learned Step Size Quantization, ICLR 2020", "arXiv:1902.08153"},
        {"Zhu et al., Trained Ternary Quantization, ICLR 2017", "arXiv:1612.01064"},
        {"Han et al., Deep Compression, ICLR 2016", "arXiv:1510.00149"},
        {"Hinton et al., Distilling the Knowledge in a Neural Network, 2015", "arXiv:1503.02531"},
        {"Romero et al., FitNets, ICLR 2015", "arXiv:1412.6550"},
        {"Zagoruyko and Komodakis, Paying More Attention to Attention, ICLR 2017",
         "arXiv:1612.03928"},
        {"Park et al., Relational Knowledge Distillation, CVPR 2019", "arXiv:1904.05068"},
        {"Kingma and Ba, Adam, ICLR 2015", "arXiv:1412.6980"},
        {"Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019",
         "arXiv:1711.05101"},
        {"Smith and Topin, Super-Convergence, 2018", "arXiv:1708.07120"},
        {"Zhang et al., mixup, ICLR 2018", "arXiv:1710.09412"},
        {"Szegedy et al., Rethinking the Inception Architecture (label smoothing), CVPR 2016",
         "arXiv:1512.00567"},
        {"Izmailov et al., Averaging Weights Leads to Wider Optima and Better Generalization, UAI "
         "2018",
         "arXiv:1803.05407"}};
    info.params = training_params({});
    for (ParamSpec& spec : distillation_params()) {
        info.params.push_back(std::move(spec));
    }
    info.explanation =
        "Softmax cross-entropy, minimised by stochastic gradient descent with momentum: "
        "`g = gradient + weight_decay * w`, `v = momentum * v + g`, `w = mask * (w - rate * v)`, "
        "or by one of the other optimisers, each with the mask applied after every step to the "
        "weight and to what the optimiser remembers of it. "
        "The gradient of a coded weight is taken at its coded value and applied to the float32 "
        "master (straight through); that of a coded activation passes where the value lies within "
        "the code's range. With `learn_codes` the numbers of codes learn too: uniform steps by "
        "`g (round(x / s) - x / s)` inside the range and `g q` outside, divided by "
        "sqrt(n q_max) (LSQ), scales of other levels, factors of signs and codebooks by the sum of "
        "the gradients of the weights that have them (trained ternary weights, deep "
        "compression); steps of activations likewise. Batch normalisation uses the statistics of "
        "each batch and moves the "
        "running ones, unless it is frozen, from the start or late.\n\n"
        "Six kinds of numbers can be restricted while training, each on its own: weights, "
        "activations, errors, gradients, updates and batch-norm statistics, to few bits "
        "(nearest or stochastic) or to the largest ones.\n\n"
        "With a teacher (the original, or any other network), the loss is `alpha * H(labels, "
        "student) + (1 - alpha) * T^2 * KL(softmax(teacher / T) || softmax(student / T))`, without "
        "the T^2 where that is switched off, and hints compare what lies inside: outputs of layers "
        "(mean squared error), where in the picture they are active (attention), or how far the "
        "pictures of a batch are apart (relations).\n\n"
        "Complexity: three times the inference of all pictures, times the epochs. The same seed "
        "gives the same network on any number of threads. Limits: networks whose first output has "
        "one score per class; scales and codebooks of codes stay as they are unless they "
        "learn. Only layers in the "
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
            preview.layers.push_back(kept_layer(
                layer, fmt::format("{} parameters trained",
                                   with_thousands(static_cast<std::uint64_t>(layer.params)))));
        }
        // Layers that share their weights, as the steps of a recurrent one, count them each.
        trained = std::min(trained, before.params);
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
        const Training training = training_of("finetune", params, scope, context);
        TrainResult result =
            train_as_told(graph, {context.teacher, context.variants}, *training.data,
                          context.preprocess, params, training.options, context.job);
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

const Technique& technique() {
    static const Finetune instance;
    return instance;
}

} // namespace espalier::techniques::finetune
