// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/training_settings.h"

#include "core/base/error.h"
#include "core/data/subset.h"

#include <utility>

namespace espalier {

namespace {

using Specs = std::vector<ParamSpec>;

void append(Specs& specs, Specs more) {
    for (ParamSpec& spec : more) {
        specs.push_back(std::move(spec));
    }
}

Specs optimiser_params() {
    return {
        choice_param("optimizer", "Optimiser", "The rule by which weights follow their gradient.",
                     "sgd",
                     {{"sgd", "SGD", "gradient descent with momentum"},
                      {"nesterov", "Nesterov", "SGD that looks ahead along its momentum"},
                      {"adam", "Adam", "steps scaled by each weight's own gradients"},
                      {"adamw", "AdamW", "Adam with the weight decay apart from the gradient"},
                      {"rmsprop", "RMSprop", "steps divided by the root of the mean square"}}),
        visible_when(real_param("momentum", "Momentum", "Share of the last step that is kept.", 0.9,
                                0, 0.999, 0.01),
                     "optimizer", {"sgd", "nesterov", "rmsprop"}),
        visible_when(
            bool_param("nesterov", "Nesterov momentum", "Look ahead along the momentum.", false),
            "optimizer", {"sgd"}),
        visible_when(real_param("beta1", "Beta 1", "How much of the mean gradient is kept a step.",
                                0.9, 0, 0.9999, 0.01),
                     "optimizer", {"adam", "adamw"}),
        visible_when(real_param("beta2", "Beta 2",
                                "How much of the mean squared gradient is kept a step.", 0.999, 0,
                                0.99999, 0.001),
                     "optimizer", {"adam", "adamw"}),
        visible_when(real_param("square_decay", "Decay of squares",
                                "How much of the mean squared gradient is kept a step.", 0.99, 0,
                                0.99999, 0.01),
                     "optimizer", {"rmsprop"}),
        visible_when(real_param("epsilon", "Epsilon",
                                "Added to the root of the mean square, so that nothing is divided "
                                "by zero.",
                                1e-8, 1e-12, 0.1, 1e-8),
                     "optimizer", {"adam", "adamw", "rmsprop"}),
        real_param("weight_decay", "Weight decay",
                   "Pull towards zero on weights (not on biases and batch norm).", 1e-4, 0, 0.1,
                   1e-4),
    };
}

Specs schedule_params() {
    return {
        choice_param("schedule", "Schedule", "How the learning rate goes over the step.", "cosine",
                     {{"constant", "Constant", "the same throughout"},
                      {"cosine", "Cosine", "down to zero along half a cosine"},
                      {"step", "Steps", "a tenth after one half and after three quarters"},
                      {"one-cycle", "One cycle", "up to the highest, then down to almost nothing"},
                      {"plateau", "Plateau", "cut whenever the loss stops falling"}}),
        visible_when(real_param("warm_up", "Warm-up",
                                "Share of the steps in which the learning rate rises to its "
                                "highest.",
                                0, 0, 0.5, 0.01),
                     "schedule", {"constant", "cosine", "step", "plateau"}),
        visible_when(
            real_param("rise", "Rise", "Share of the steps on the way up.", 0.3, 0.01, 0.99, 0.01),
            "schedule", {"one-cycle"}),
        visible_when(integer_param("plateau_patience", "Patience of the schedule",
                                   "Epochs without a lower loss before the learning rate is cut.",
                                   2, 0, 1000, "epochs"),
                     "schedule", {"plateau"}),
        visible_when(real_param("plateau_factor", "Cut", "What the learning rate is multiplied by.",
                                0.1, 0.001, 0.99, 0.05),
                     "schedule", {"plateau"}),
    };
}

Specs regularising_params() {
    ParamSpec augment;
    augment.key = "augment";
    augment.label = "Augmentation";
    augment.help = "none, or flip, shift2, crop4 (by up to so many pixels) joined by +.";
    augment.type = ParamType::Text;
    augment.initial = std::string("none");
    return {
        std::move(augment),
        real_param("label_smoothing", "Label smoothing",
                   "Share of each label that is spread evenly over all classes.", 0, 0, 0.9, 0.01),
        real_param("mixup", "Mixup",
                   "Blends each picture with another of its batch; the share is drawn from "
                   "Beta(mixup, mixup), and 0 blends none.",
                   0, 0, 10, 0.1),
        real_param("clip_norm", "Clip gradients",
                   "The longest gradient, over all weights together; 0 leaves it as long as it is.",
                   0, 0, 1e6, 0.5),
        bool_param("freeze_norm", "Freeze batch norm",
                   "Keep running statistics and normalise with them, for few pictures.", false),
        real_param("freeze_after", "Freeze batch norm late",
                   "Share of the steps after which running statistics stay as they are; 1 never.",
                   1, 0, 1, 0.05),
        bool_param("learn_codes", "Learn levels too",
                   "Steps, factors and codebooks of quantised weights, and steps of quantised "
                   "activations, follow their gradients (LSQ).",
                   false),
        bool_param("l1_norm", "L1 batch norm",
                   "Normalise by the mean absolute deviation while training: no squares, no roots.",
                   false),
    };
}

ParamSpec numbers_param(NumericObject object, std::string label, std::string help) {
    ParamSpec spec;
    spec.key = std::string(object_name(object)) + "_numbers";
    spec.label = std::move(label);
    spec.help = std::move(help);
    spec.type = ParamType::Text;
    spec.initial = std::string("float");
    return spec;
}

Specs numeric_params() {
    return {
        numbers_param(NumericObject::Weight, "Weight numbers",
                      "How weights are kept to few numbers while training: float, bits (8, or 8s "
                      "with stochastic rounding), top0.1 and above0.001 joined by +."),
        numbers_param(NumericObject::Activation, "Activation numbers",
                      "The same of what enters layers."),
        numbers_param(NumericObject::Error, "Error numbers",
                      "The same of the gradients of layers' outputs."),
        numbers_param(NumericObject::Gradient, "Gradient numbers",
                      "The same of the gradients of weights."),
        numbers_param(NumericObject::Update, "Update numbers",
                      "The same of what is added to weights, on the grid of the weights."),
        numbers_param(NumericObject::Statistics, "Batch-norm numbers",
                      "The same of the mean and variance of a batch."),
    };
}

Specs result_params() {
    return {
        choice_param("average", "Average weights",
                     "Take an average of the weights along the way instead of the last ones.",
                     "none",
                     {{"none", "None", "the last weights"},
                      {"ema", "Moving average", "exponential, over the steps"},
                      {"swa", "Late average",
                       "of the ends of the last epochs; batch norm is "
                       "measured anew"}}),
        visible_when(real_param("average_decay", "Decay of the average",
                                "How much of the average is kept a step.", 0.999, 0, 0.99999,
                                0.001),
                     "average", {"ema"}),
        visible_when(real_param("average_start", "Start of the average",
                                "Share of the steps after which it begins.", 0.75, 0, 1, 0.05),
                     "average", {"swa"}),
        real_param("validation", "Held out",
                   "Share of the training pictures that is not learnt but measured after every "
                   "epoch.",
                   0, 0, 0.5, 0.05),
        bool_param("keep_best", "Keep the best",
                   "Return the network of the epoch that did best on what is held out.", false),
        integer_param("patience", "Patience",
                      "Stop after so many epochs without a better one on what is held out; 0 goes "
                      "on to the end.",
                      0, 0, 1000, "epochs"),
    };
}

} // namespace

std::vector<ParamSpec> training_params(const TrainingDefaults& defaults) {
    Specs specs{
        real_param("epochs", "Epochs", "Passes over the training pictures; a fraction is allowed.",
                   defaults.epochs, 0.001, 1000, 0.5, "epochs"),
        real_param("lr", "Learning rate", "The highest of the schedule.", defaults.rate, 1e-7, 10,
                   0.001),
        integer_param("batch", "Batch", "Pictures in one step.", defaults.batch, 1, 4096),
    };
    append(specs, optimiser_params());
    append(specs, schedule_params());
    append(specs, regularising_params());
    append(specs, result_params());
    append(specs, numeric_params());
    return specs;
}

TrainOptions training_options(const Params& params) {
    TrainOptions options;
    options.epochs = params.real("epochs");
    options.batch = static_cast<std::size_t>(params.integer("batch"));
    options.optimiser = {.kind = optimiser_kind(params.text("optimizer")),
                         .momentum = params.real("momentum"),
                         .weight_decay = params.real("weight_decay"),
                         .beta1 = params.real("beta1"),
                         .beta2 = params.real("beta2"),
                         .smoothing = params.real("square_decay"),
                         .epsilon = params.real("epsilon")};
    if (options.optimiser.kind == OptimiserKind::Sgd && params.boolean("nesterov")) {
        options.optimiser.kind = OptimiserKind::Nesterov;
    }
    options.schedule = {.kind = schedule_kind(params.text("schedule")),
                        .rate = params.real("lr"),
                        .warm_up = params.real("warm_up"),
                        .rise = params.real("rise"),
                        .patience = static_cast<std::size_t>(params.integer("plateau_patience"))};
    if (options.schedule.kind == ScheduleKind::Plateau) {
        options.schedule.factor = params.real("plateau_factor");
    }
    if (options.schedule.kind == ScheduleKind::OneCycle) {
        options.schedule.warm_up = 0; // it has a rise of its own
    }
    options.augment = Augmentation::parse(params.text("augment"));
    options.label_smoothing = params.real("label_smoothing");
    options.mixup = params.real("mixup");
    options.clip_norm = params.real("clip_norm");
    options.freeze_batch_norm = params.boolean("freeze_norm");
    options.freeze_after = params.real("freeze_after");
    options.learn_codes = params.boolean("learn_codes");
    options.l1_batch_norm = params.boolean("l1_norm");
    options.average = {.kind = average_kind(params.text("average")),
                       .decay = params.real("average_decay"),
                       .start = params.real("average_start")};
    for (const NumericObject object : kNumericObjects) {
        options.numerics[object] =
            NumericHook::parse(params.text(std::string(object_name(object)) + "_numbers"));
    }
    options.keep_best = params.boolean("keep_best");
    options.patience = static_cast<std::size_t>(params.integer("patience"));
    return options;
}

HeldOut hold_out(const DatasetPtr& set, const Params& params, std::uint64_t seed) {
    const double share = params.real("validation");
    const bool needed = params.boolean("keep_best") || params.integer("patience") > 0;
    if (share == 0 && needed) {
        throw Error(ErrorCode::Usage,
                    "keeping the best epoch needs pictures that are not learnt, found validation 0",
                    "set validation to 0.1");
    }
    if (share == 0) {
        return {set, nullptr};
    }
    auto [train, validation] = split_off(set, share, seed);
    return {std::move(train), std::move(validation)};
}

} // namespace espalier
