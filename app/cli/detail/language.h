// SPDX-License-Identifier: GPL-3.0-or-later
// What `train` and `evaluate` do where the data is a text.
#pragma once

#include "app/cli/command.h"
#include "app/cli/detail/start_network.h"
#include "app/session/network_file.h"
#include "core/compress/param_spec.h"
#include "core/train/trainer.h"

#include <cstddef>
#include <string>

namespace espalier::cli {

struct TextTraining {
    std::string set;
    std::size_t limit = 0; ///< tokens that are trained on and measured; 0: all
    std::string out;
    TrainOptions settings;
    double label_smoothing = 0;
};

/// Trains, saves, measures the test split and prints.
void train_on_text(const TextTraining& training, const StartArgument& start, const Globals& globals,
                   Console& console);

/// Loss and perplexity of a split ("test" or "train").
void evaluate_on_text(const Network& network, const std::string& set, const std::string& split,
                      std::size_t limit, const Globals& globals, Console& console);

} // namespace espalier::cli
