// SPDX-License-Identifier: GPL-3.0-or-later
// How a network is trained, told as parameters: one description for the `finetune` step, the flags
// of `espalier train` and every other technique that trains.
#pragma once

#include "core/compress/param_spec.h"
#include "core/data/dataset.h"
#include "core/train/trainer.h"

#include <vector>

namespace espalier {

/// What differs between fine-tuning and training from the start.
struct TrainingDefaults {
    double epochs = 1;
    double rate = 0.01;
    int batch = 64;
};

[[nodiscard]] std::vector<ParamSpec> training_params(const TrainingDefaults& defaults);

/// Options as `params` (which contain training_params()) tell; seed, observer and data are the
/// caller's. Usage error for an augmentation that is unknown.
[[nodiscard]] TrainOptions training_options(const Params& params);

/// What is left to learn from and what is held out, by the parameter `validation`; the second is
/// nullptr where that is 0. Usage where the best epoch is asked for and nothing is held out.
struct HeldOut {
    DatasetPtr train;
    DatasetPtr validation;
};

[[nodiscard]] HeldOut hold_out(const DatasetPtr& set, const Params& params, std::uint64_t seed);

} // namespace espalier
