// SPDX-License-Identifier: GPL-3.0-or-later
// Learning from a teacher, told as parameters: for every technique that trains, and for
// `espalier train`.
#pragma once

#include "core/compress/param_spec.h"
#include "core/compress/technique.h"
#include "core/train/distil/distillation.h"
#include "core/train/trainer.h"

#include <optional>
#include <string>
#include <vector>

namespace espalier {

[[nodiscard]] std::vector<ParamSpec> distillation_params();

/// What is at hand beside files; both may be null.
struct Teachers {
    const Graph* original = nullptr;
    const NamedNetworks* variants = nullptr;
};

/// The network the parameter `teacher` names: nullopt where it is empty, the original where it says
/// "original", a variant where it says "variant:NAME", else a file (.onnx or .espz) or a bundled
/// network. Usage where it asks for an original or a variant that is not there.
[[nodiscard]] std::optional<Graph> teacher_network(const Params& params, const Teachers& teachers);

/// Trains as `options` tell, under the teacher that `params` (which contain
/// distillation_params()) name, or without one.
[[nodiscard]] TrainResult train_as_told(const Graph& graph, const Teachers& teachers,
                                        const Dataset& set, const Preprocess& preprocess,
                                        const Params& params, const TrainOptions& options,
                                        const Job& job);

} // namespace espalier
