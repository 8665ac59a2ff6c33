// SPDX-License-Identifier: GPL-3.0-or-later
// Learning from a teacher, told as parameters: for every technique that trains, and for
// `espalier train`.
#pragma once

#include "core/compress/param_spec.h"
#include "core/train/distil/distillation.h"
#include "core/train/trainer.h"

#include <optional>
#include <string>
#include <vector>

namespace espalier {

[[nodiscard]] std::vector<ParamSpec> distillation_params();

/// The network the parameter `teacher` names: nullopt where it is empty, `original` where it says
/// "original", else a file (.onnx or .espz) or a bundled network. Usage where it says "original"
/// and there is none.
[[nodiscard]] std::optional<Graph> teacher_network(const Params& params, const Graph* original);

/// Trains as `options` tell, under the teacher that `params` (which contain
/// distillation_params()) name, or without one.
[[nodiscard]] TrainResult train_as_told(const Graph& graph, const Graph* original,
                                        const Dataset& set, const Preprocess& preprocess,
                                        const Params& params, const TrainOptions& options,
                                        const Job& job);

} // namespace espalier
