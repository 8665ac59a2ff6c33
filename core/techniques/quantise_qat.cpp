// SPDX-License-Identifier: GPL-3.0-or-later
// Quantisation-aware training: the network learns while its weights, and activations where asked,
// are rounded, by one of several published methods (core/train/quantise/methods).
//
//     y = f(Q(w), Q(x)),   dL/dw = what the method lets pass of dL/dQ(w)
//
// O(epochs * pictures * MACs), as any training.
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/compress/distillation_settings.h"
#include "core/compress/technique.h"
#include "core/compress/training_settings.h"
#include "core/graph/infer.h"
#include "core/techniques/detail/kept_layer.h"
#include "core/techniques/detail/qat_network.h"
#include "core/techniques/detail/training.h"
#include "core/train/batch_norm_estimate.h"
#include "core/train/image_source.h"

#include <fmt/core.h>

namespace espalier::techniques::quantise_qat {

namespace {

/// Ids of the methods for which `counts`.
template <typename Counts>
std::vector<std::string> methods_where(Counts counts) {
    std::vector<std::string> ids;
    for (const QuantisationMethod* method : quantisation_methods()) {
        if (counts(*method)) {
            ids.emplace_back(method->id);
        }
    }
    return ids;
}

std::vector<Choice> method_choices() {
    std::vector<Choice> choices;
    for (const QuantisationMethod* method : quantisation_methods()) {
        choices.push_back({std::string(method->id), std::string(method->title), ""});
    }
    return choices;
}

bool has_bits(const QuantisationMethod& method) {
    return method.least_bits < method.most_bits;
}

bool has_activation_bits(const QuantisationMethod& method) {
    return method.activations != ActivationMethod::None &&
           method.activations != ActivationMethod::Sign &&
           method.activations != ActivationMethod::Byte;
}

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "quantise.qat";
    info.title = "Quantisation-aware training";
    info.summary = "Trains the network while its weights and activations are rounded to few bits.";
    info.family = Family::Quantisation;
    info.params = {
        choice_param("method", "Method", "What is rounded, how, and which gradient passes.", "lsq",
                     method_choices()),
        visible_when(integer_param("weight_bits", "Bits of weights", "Those between the ends.", 4,
                                   1, 8, "bits"),
                     "method", methods_where(has_bits)),
        visible_when(integer_param("activation_bits", "Bits of activations",
                                   "Of what enters the layers; 0 leaves activations float.", 4, 0,
                                   8, "bits"),
                     "method", methods_where(has_activation_bits)),
        visible_when(
            choice_param(
                "granularity", "Grids of weights",
                "One for each output channel fits better; one for the whole weight is smaller.",
                "channel",
                {{"channel", "For each output channel", ""},
                 {"tensor", "For the whole weight", ""}}),
            "method", {"lsq", "multibit", "twn", "xnor"}),
        choice_param("ends", "First and last layer",
                     "They are few and sensitive, so most papers leave them alone.", "usual",
                     {{"usual", "As in the paper", ""},
                      {"float", "Float", ""},
                      {"eight", "8 bit", "uniform, with steps that learn"},
                      {"same", "Like the others", ""}}),
        visible_when(integer_param("images", "Pictures",
                                   "Pictures on which the grids of activations are begun.", 256, 1,
                                   100000),
                     "method", methods_where(has_activation_bits)),
    };
    for (ParamSpec& spec : training_params({.epochs = 3, .rate = 0.01, .batch = 64})) {
        info.params.push_back(std::move(spec));
    }
    for (ParamSpec& spec : distillation_params()) {
        info.params.push_back(std::move(spec));
    }
    info.explanation =
        "Weights stay float underneath, and so small steps add up; the network sees them rounded. "
        "Rounding has no useful derivative, and each method says what takes its place:\n\n";
    for (const QuantisationMethod* method : quantisation_methods()) {
        info.explanation +=
            fmt::format("**`{}`** ({}): {}\n\n", method->id, method->title, method->rule);
        info.references.push_back({std::string(method->reference), std::string(method->link)});
    }
    info.explanation +=
        "Activations are rounded where they enter a layer that multiplies; what goes around a "
        "layer (a shortcut) stays float. The picture itself stays float too, but for `ends` "
        "`eight`. Numbers that learn (steps, bounds, levels) have the optimiser's momentum and are "
        "part of checkpoints; they never fall below half of what they were a step before. "
        "`freeze_after` 0.75 keeps the running statistics of batch normalisation still for the "
        "last quarter, so that weights settle on the numbers they will run with.\n\n"
        "Complexity: four times the inference of all pictures, times the epochs. Limits: networks "
        "whose first output has one score per class. Methods without a zero among their levels "
        "leave pruned layers alone. Signs of activations need batch normalisation before them, "
        "signs of weights without factor behind them: `train --arch lenet-5-bn` has both. Start "
        "from a trained network where there are two bits or more, and from the beginning (many "
        "epochs, `lr` 0.1 or Adam) below.";
    return info;
}

class QuantiseQat final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    [[nodiscard]] Needs needs(const Params& /*params*/) const override { return Needs::Labels; }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& params,
                               const Scope& scope) const override {
        const QatNetwork network(graph, settings_of(params), scope);
        Preview preview;
        preview.notes = network.notes();
        const Account sizes = account(graph);
        for (const QatLayer& layer : network.layers()) {
            preview.layers.push_back(kept_layer(sizes.layers[layer.node], layer.what));
        }
        return preview;
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        auto [options, data] = training_of("quantise.qat", params, scope, context);
        QatNetwork network(graph, settings_of(params), scope);
        tell(context, network.notes());
        const Graph begun = network.begin(context);
        options.quantisers = network.quantisers();
        options.activations = network.method().activations;
        if (network.method().restricts_training()) {
            network.restrict_training(options);
            plain_descent(params, options);
        }
        TrainResult result = train_as_told(begun, {context.teacher, context.variants}, *data,
                                           context.preprocess, params, options, context.job);
        if (context.note) {
            context.note(fmt::format("quantise.qat: {} layers by {}, {} steps, final loss {:.4f}, "
                                     "{:.2f} % of the training pictures right",
                                     network.layers().size(), network.method().id, result.steps,
                                     result.loss,
                                     result.epochs.empty() ? 0.0 : result.epochs.back().accuracy));
        }
        if (context.note && result.interrupted) {
            context.note("quantise.qat: ended early; this is the network of the epoch with the "
                         "lowest loss, or as it stood where no epoch was finished");
        }
        if (network.method().restricts_training()) {
            network.name_levels(result.graph);
        }
        if (!network.method().by_chance || options.freeze_batch_norm) {
            return std::move(result.graph);
        }
        ImageSource source(*data, context.preprocess, {}, context.seed, Labels::Ignored);
        return reestimate_batch_norm(result.graph, source,
                                     {.seed = context.seed, .chosen = options.trains}, context.job);
    }

private:
    /// Where updates lie on a grid, what else moves weights would be lost on it or drown it.
    static void plain_descent(const Params& params, TrainOptions& options) {
        constexpr double kEightSteps = 1.0 / 16;
        options.optimiser.momentum = params.is_set("momentum") ? params.real("momentum") : 0;
        options.optimiser.weight_decay =
            params.is_set("weight_decay") ? params.real("weight_decay") : 0;
        options.schedule.rate = params.is_set("lr") ? params.real("lr") : kEightSteps;
    }

    static QatSettings settings_of(const Params& params) {
        return {.method = &quantisation_method(params.text("method")),
                .weight_bits = static_cast<int>(params.integer("weight_bits")),
                .activation_bits = static_cast<int>(params.integer("activation_bits")),
                .by_channel = params.text("granularity") == "channel",
                .ends = params.text("ends"),
                .images = static_cast<std::size_t>(params.integer("images"))};
    }
};

} // namespace

const Technique& technique() {
    static const QuantiseQat instance;
    return instance;
}

} // namespace espalier::techniques::quantise_qat
