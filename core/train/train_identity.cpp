// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/train_identity.h"

namespace espalier {

namespace {

std::string numerics_text(const Numerics& numerics) {
    std::string text;
    for (const NumericObject object : kNumericObjects) {
        text += fmt::format("{} {}; ", object_name(object), numerics[object].str());
    }
    return text;
}

std::string quantisers_text(const TrainOptions& options) {
    std::string text = fmt::format("activations {}; ", static_cast<int>(options.activations));
    for (const auto& [id, quantiser] : options.quantisers) {
        text += fmt::format("{} {}; ", static_cast<std::uint32_t>(id), quantiser->identity());
    }
    return text;
}

} // namespace

Json train_identity(const Graph& graph, const BatchSource& source, const Loss& loss,
                    const TrainOptions& options) {
    const Optimiser& optimiser = options.optimiser;
    const Schedule& schedule = options.schedule;
    return {{"network", graph.content_hash()},
            {"data", source.fingerprint()},
            {"validation", options.validation ? options.validation->fingerprint() : ""},
            {"loss", loss.identity()},
            {"epochs", options.epochs},
            {"batch", options.batch},
            {"optimizer", optimiser_name(optimiser.kind)},
            {"momentum", optimiser.momentum},
            {"weight_decay", optimiser.weight_decay},
            {"beta1", optimiser.beta1},
            {"beta2", optimiser.beta2},
            {"smoothing", optimiser.smoothing},
            {"epsilon", optimiser.epsilon},
            {"schedule", schedule_name(schedule.kind)},
            {"lr", schedule.rate},
            {"warm_up", schedule.warm_up},
            {"factor", schedule.factor},
            {"milestones", schedule.milestones},
            {"rise", schedule.rise},
            {"start_divisor", schedule.start_divisor},
            {"end_divisor", schedule.end_divisor},
            {"plateau_patience", schedule.patience},
            {"plateau_threshold", schedule.threshold},
            {"mixup", options.mixup},
            {"clip_norm", options.clip_norm},
            {"numerics", numerics_text(options.numerics)},
            {"exchange", options.exchange != nullptr ? options.exchange->identity() : ""},
            {"average", average_name(options.average.kind)},
            {"average_decay", options.average.decay},
            {"average_start", options.average.start},
            {"seed", options.seed},
            {"freeze_norm", options.freeze_batch_norm},
            {"freeze_after", options.freeze_after},
            {"l1_norm", options.l1_batch_norm},
            {"learn_codes", options.learn_codes},
            {"quantisers", quantisers_text(options)},
            {"keep_best", options.keep_best},
            {"patience", options.patience}};
}

void check_identity(const Json& found, const Json& expected) {
    expect(found.is_object(), "key \"identity\" is no object");
    for (const auto& [key, value] : expected.items()) {
        expect(found.contains(key), "written by a training without \"{}\", expected {}", key,
               value.dump());
        expect(found.at(key) == value, "written by a training with {} {}, expected {}", key,
               found.at(key).dump(), value.dump());
    }
}

} // namespace espalier
